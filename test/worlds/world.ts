import {
  apiVersionOf,
  type Json,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  type Ref,
  type ResourceInfo,
  refOf,
  type Snapshot,
  type Space,
  snapshotOf,
  withMember,
} from '@downsync/core'
import {
  bindings,
  collectors,
  itsResources,
  managedClusters,
  manifestWorks,
  namespaces,
  policies,
  resourceInfo,
  wdsResources,
} from '../generators/vocabulary.ts'

/** When every example plays, unless it says otherwise. */
export const NOW = '2026-01-01T00:00:00Z'
/** The name of the WDS, and the uid of its Namespace kube-system (WRP-6). */
export const WDS_NAME = 'wds1'
export const WDS_ID = 'id-of-wds1'

type Objects = readonly (KubeObject | readonly KubeObject[])[]

/** What an example is about; everything else is as it usually is. */
export type WorldSketch = Readonly<{
  wds?: Objects
  its?: Objects
  /** Resources that are not completely seen, as `wds configmaps` or `its managedclusters` (SNP-1). */
  unseen?: readonly string[]
  /** Further resources of the WDS. */
  resources?: readonly ResourceInfo[]
  /** uid of kube-system; null: the WDS's id is not known. */
  wdsId?: string | null
}>

/**
 * A snapshot from a few objects: discovery, uids, resourceVersions and generations are added, and kube-system of the WDS.
 * @example world({ wds: [policy('p', 'app=web'), configMap('shop/a', { labels: { app: 'web' } })], its: [wec('east')] })
 */
export function world({
  wds = [],
  its = [],
  unseen = [],
  resources = [],
  wdsId = WDS_ID,
}: WorldSketch): Snapshot {
  const seen = (space: Space, infos: readonly ResourceInfo[]) =>
    infos.map((info) =>
      unseen.includes(`${space} ${info.resource}`) ? { ...info, known: { why: 'not listed' } } : info,
    )
  const system = wdsId === null ? [] : [namespace('kube-system', { uid: wdsId })]
  const result = snapshotOf({
    wdsName: WDS_NAME,
    now: NOW,
    wds: {
      resources: seen('wds', [...wdsResources, ...resources]),
      objects: served('wds', [...system, ...wds.flat()]),
    },
    its: { resources: seen('its', itsResources), objects: served('its', its.flat()) },
  })
  if (result.problems.length > 0) throw new Error(`the world of an example: ${result.problems[0]?.message}`)
  return result.snapshot
}

// As servers give them: a uid by kind and name, so that examples can speak of it, and a running resourceVersion.
function served(space: Space, objects: readonly KubeObject[]): readonly KubeObject[] {
  return objects.map((object, index) => {
    const given = {
      uid: uidFor(object),
      resourceVersion: `${space === 'wds' ? 1 : 2}${100 + index}`,
      generation: 1,
    }
    return { ...object, metadata: { ...given, ...object.metadata } }
  })
}

/** The uid that an object of an example has: `configmap-shop-a`. */
export function uidFor(object: KubeObject): string {
  return [object.kind.toLowerCase(), namespaceOf(object), nameOf(object)]
    .filter((part) => part !== '')
    .join('-')
}

/** An object of a kind of the vocabulary; `at` is `namespace/name`, or a name. */
export function objectOf(
  info: ResourceInfo,
  at: string,
  metadata: JsonObject = {},
  more: JsonObject = {},
): KubeObject {
  const [first = '', second] = at.split('/')
  const place: JsonObject = second === undefined ? { name: first } : { namespace: first, name: second }
  return {
    ...more,
    apiVersion: apiVersionOf(info.group, info.version),
    kind: info.kind,
    metadata: { ...place, ...metadata },
  }
}

const configMaps = resourceInfo('', 'configmaps', 'ConfigMap', true)

/** A ConfigMap with labels; without, with `app: web`. */
export function configMap(
  at: string,
  metadata: JsonObject = {},
  data: JsonObject = { key: 'value' },
): KubeObject {
  return objectOf(configMaps, at, { labels: { app: 'web' }, ...metadata }, { data })
}

/** A Namespace. */
export function namespace(name: string, metadata: JsonObject = {}): KubeObject {
  return objectOf(namespaces, name, metadata)
}

/** What a policy of an example says besides its name. */
export type PolicySketch = Readonly<{
  metadata?: JsonObject
  clause?: JsonObject
  wecs?: Json
  downsync?: Json
}>

/** A policy that selects ConfigMaps labelled `app: web` for all WECs, unless it says otherwise. */
export function policy(
  name: string,
  { metadata = {}, clause = {}, wecs = [{}], downsync }: PolicySketch = {},
): KubeObject {
  const only = [{ resources: ['configmaps'], objectSelectors: [{ matchLabels: { app: 'web' } }], ...clause }]
  return objectOf(policies, name, metadata, { spec: { clusterSelectors: wecs, downsync: downsync ?? only } })
}

/** A Binding that nobody owns, for objects as `namespace/name` of ConfigMaps. */
export function usersBinding(
  name: string,
  objects: readonly string[],
  wecs: readonly string[],
  metadata: JsonObject = {},
): KubeObject {
  const namespaceScope = objects.map((at) => {
    const [space = '', object = ''] = at.split('/')
    return {
      group: '',
      version: 'v1',
      resource: 'configmaps',
      namespace: space,
      name: object,
      resourceVersion: '1',
    }
  })
  const destinations = wecs.map((clusterId) => ({ clusterId }))
  return objectOf(bindings, name, metadata, {
    spec: { workload: { clusterScope: [], namespaceScope }, destinations },
  })
}

/** A StatusCollector. */
export function collector(name: string, spec: JsonObject): KubeObject {
  return objectOf(collectors, name, {}, { spec })
}

/** What a WEC of an example is like. */
export type WecSketch = Readonly<{
  labels?: JsonObject
  isAvailable?: boolean
  /** The claim `id.k8s.io`. */
  id?: string
  mailbox?: 'there' | 'missing' | 'terminating'
  isLeaving?: boolean
}>

/** A WEC: its ManagedCluster and its mailbox. */
export function wec(name: string, sketch: WecSketch = {}): readonly KubeObject[] {
  const {
    labels = {},
    isAvailable = true,
    id = `id-of-${name}`,
    mailbox = 'there',
    isLeaving = false,
  } = sketch
  const leaving = { deletionTimestamp: NOW, finalizers: ['example.com/hold'] }
  const cluster = objectOf(
    managedClusters,
    name,
    { labels, ...(isLeaving && leaving) },
    {
      status: {
        conditions: [{ type: 'ManagedClusterConditionAvailable', status: isAvailable ? 'True' : 'False' }],
        clusterClaims: [{ name: 'id.k8s.io', value: id }],
      },
    },
  )
  if (mailbox === 'missing') return [cluster]
  return [cluster, namespace(name, mailbox === 'terminating' ? leaving : {})]
}

/** A wrapped object of a Binding, as KubeStellar or a former run left it. */
export function work(
  at: string,
  binding: string,
  manifests: readonly KubeObject[],
  { wds = WDS_NAME, wdsId, spec }: Readonly<{ wds?: string; wdsId?: string; spec?: JsonObject }> = {},
): KubeObject {
  const labels = {
    'transport.kubestellar.io/originOwnerReferenceBindingKey': binding,
    'transport.kubestellar.io/originWdsName': wds,
  }
  const annotations =
    wdsId === undefined ? {} : { annotations: { 'transport.kubestellar.io/originWdsId': wdsId } }
  return objectOf(
    manifestWorks,
    at,
    { labels, ...annotations },
    { spec: spec ?? { workload: { manifests } } },
  )
}

/** References to what examples speak of. */
export const at = {
  configMap: (place: string): Ref => refIn('wds', configMaps, place),
  policy: (name: string): Ref => refIn('wds', policies, name),
  collector: (name: string): Ref => refIn('wds', collectors, name),
  binding: (name: string): Ref => refIn('wds', bindings, name),
  wec: (name: string): Ref => refIn('its', managedClusters, name),
  work: (place: string): Ref => refIn('its', manifestWorks, place),
}

function refIn(space: Space, info: ResourceInfo, place: string): Ref {
  const [first = '', second] = place.split('/')
  const id = { group: info.group, resource: info.resource }
  return refOf(
    space,
    second === undefined ? { ...id, namespace: '', name: first } : { ...id, namespace: first, name: second },
  )
}

/** The object with one more annotation. */
export function annotated(object: KubeObject, key: string, value: string): KubeObject {
  const annotations = { ...(object.metadata['annotations'] as JsonObject | undefined), [key]: value }
  return { ...object, metadata: withMember(object.metadata, 'annotations', annotations) }
}
