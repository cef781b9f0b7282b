import {
  isDeleting,
  type KubeObject,
  type Limits,
  type ManifestId,
  nameOf,
  objectOf,
  refOf,
  type Settings,
  type Snapshot,
  snapshotOf,
  type WorldEvent,
  withEvents,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { putEvent } from '../generators/changes.ts'
import {
  bindings,
  collectors,
  itsResources,
  managedClusters,
  manifestWorks,
  namespaces,
  objectOfKind,
  policies,
  resourceInfo,
  transforms,
  WDS_ID,
  WDS_NAME,
} from '../generators/vocabulary.ts'

// One policy selects every ConfigMap and every widget labelled `app: shop`, for every WEC there is: what is delivered is what is put
// there, so that a world is described by its edits alone.

const NOW = '2026-01-01T00:00:00Z'
const configMaps = resourceInfo('', 'configmaps', 'ConfigMap', true)
const widgets = resourceInfo('example.com', 'widgets', 'Widget', true, true)

/** As few resources as there can be: each costs time in each of many evaluations. */
const wdsResources = [namespaces, configMaps, widgets, policies, bindings, transforms, collectors]

/** What its users do to a world. */
export type Edit = Readonly<
  /** An object with so much padding, new or in the place of what stands there; a name that begins with `w` is a widget's. */
  | { do: 'put'; name: string; padding: number; flavour?: string }
  | { do: 'remove'; name: string }
  | { do: 'limit'; limits: Limits }
  | { do: 'join' | 'leave'; wec: string }
  /** A policy that wants all pairs, another that wants the same, or one of them in another way or gone. */
  | { do: 'policy'; name: 'shop' | 'also'; how: 'update' | 'createOnly' | 'gone' }
  /** Wrapped objects are not completely seen. */
  | { do: 'blind'; on: boolean }
  /** The agent of a WEC is silent, and its ManagedCluster not available. */
  | { do: 'offline'; wec: string; on: boolean }
>

/** A world as its users have made it so far. */
export type SmallWorld = Readonly<{ snapshot: Snapshot; settings: Settings; offline: ReadonlySet<string> }>

/** A world in which nothing was delivered yet. */
export function smallWorld(limits: Limits, edits: readonly Edit[]): SmallWorld {
  const kubeSystem = objectOfKind(namespaces, { name: 'kube-system', uid: WDS_ID, resourceVersion: '1' })
  const { snapshot } = snapshotOf({
    wdsName: WDS_NAME,
    now: NOW,
    wds: { resources: wdsResources, objects: [kubeSystem, policyNamed('shop', false)] },
    its: { resources: itsResources, objects: [] },
  })
  return edits.reduce(edited, {
    snapshot,
    settings: { transport: ocmTransport, limits },
    offline: new Set<string>(),
  })
}

/** A world after an edit. */
export function edited(world: SmallWorld, edit: Edit): SmallWorld {
  const { snapshot } = world
  const put = (object: KubeObject, space: 'wds' | 'its' = 'wds') =>
    withEvents(snapshot, [putEvent(snapshot, space, object)])
  switch (edit.do) {
    case 'put':
      return { ...world, snapshot: put(workload(edit.name, edit.padding, edit.flavour)) }
    case 'remove':
      return { ...world, snapshot: withEvents(snapshot, gone(snapshot, 'wds', workload(edit.name, 0))) }
    case 'limit':
      return { ...world, settings: { ...world.settings, limits: edit.limits } }
    case 'join':
      return {
        ...world,
        snapshot: withEvents(put(mailbox(edit.wec), 'its'), [putEvent(snapshot, 'its', wec(edit.wec, true))]),
      }
    case 'leave':
      return { ...world, snapshot: withEvents(snapshot, gone(snapshot, 'its', wec(edit.wec, true))) }
    case 'policy': {
      const policy = policyNamed(edit.name, edit.how === 'createOnly')
      const isLeaving = policiesIn(snapshot).some((one) => isDeleting(one) && nameOf(one) === edit.name)
      if (isLeaving) return world
      return { ...world, snapshot: edit.how === 'gone' ? deleting(snapshot, policy) : put(policy) }
    }
    case 'blind': {
      const info = itsResources.find(({ resource }) => resource === manifestWorks.resource) ?? manifestWorks
      const known = edit.on ? { why: 'watch lost' } : true
      return {
        ...world,
        snapshot: withEvents(snapshot, [{ kind: 'resource', space: 'its', info: { ...info, known } }]),
      }
    }
    case 'offline': {
      const offline = new Set([...world.offline].filter((one) => one !== edit.wec))
      if (edit.on) offline.add(edit.wec)
      return { ...world, offline, snapshot: put(wec(edit.wec, !edit.on), 'its') }
    }
  }
}

/** The pairs that are wanted, by `pairKey`. */
export function wantedPairs(snapshot: Snapshot): ReadonlySet<string> {
  if (policiesIn(snapshot).every(isDeleting)) return new Set()
  const ids = workloadOf(snapshot).map(manifestIdOf)
  return new Set(wecsOf(snapshot).flatMap((name) => ids.map((id) => pairKey(name, id))))
}

/** Names an object in a WEC. */
export function pairKey(name: string, id: ManifestId): string {
  return `${name} ${id.kind} ${id.name}`
}

/** The identity of a manifest. */
export function manifestIdOf({ apiVersion, kind, metadata }: KubeObject): ManifestId {
  const [, group = ''] = apiVersion.split('/').reverse()
  return { group, kind, namespace: String(metadata['namespace'] ?? ''), name: String(metadata['name']) }
}

/** The objects of the world, as they stand in the WDS. */
export function workloadOf(snapshot: Snapshot): readonly KubeObject[] {
  return [...snapshot.objects('wds', configMaps), ...snapshot.objects('wds', widgets)]
}

/** The names of the WECs of a world. */
export function wecsOf(snapshot: Snapshot): readonly string[] {
  return [...snapshot.objects('its', managedClusters)].map(({ metadata }) => String(metadata['name']))
}

/** An object of the workload; widgets are of another class than ConfigMaps (WRP-9). */
export function workload(name: string, padding: number, flavour = '-'): KubeObject {
  return objectOfKind(
    name.startsWith('w') ? widgets : configMaps,
    { name, namespace: 'a', labels: { app: 'shop' } },
    { data: { flavour, padding: 'x'.repeat(padding) } },
  )
}

/** Bytes that an object of the workload adds to a wrapped object. */
export function bytesOf(name: string, padding: number): number {
  return ocmTransport.sizeOf(workload(name, padding))
}

function policiesIn(snapshot: Snapshot): readonly KubeObject[] {
  return [...snapshot.objects('wds', policies)]
}

function policyNamed(name: string, createOnly: boolean): KubeObject {
  const objectSelectors = [{ matchLabels: { app: 'shop' } }]
  const clause = { resources: ['configmaps', 'widgets'], objectSelectors, ...(createOnly && { createOnly }) }
  return objectOfKind(
    policies,
    { name, uid: `uid-${name}`, resourceVersion: '2', generation: 1 },
    { spec: { clusterSelectors: [{}], downsync: [clause] } },
  )
}

function wec(name: string, isAvailable: boolean): KubeObject {
  const available = { type: 'ManagedClusterConditionAvailable', status: isAvailable ? 'True' : 'Unknown' }
  const status = { clusterClaims: [{ name: 'id.k8s.io', value: `id-of-${name}` }], conditions: [available] }
  return objectOfKind(managedClusters, { name }, { status })
}

function mailbox(name: string): KubeObject {
  return objectOfKind(namespaces, { name })
}

function gone(snapshot: Snapshot, space: 'wds' | 'its', object: KubeObject): readonly WorldEvent[] {
  const ref = refTo(snapshot, space, object)
  const there = ref === undefined ? undefined : snapshot.get(ref)
  if (ref === undefined || there === undefined) return []
  return [{ kind: 'deleted', ref, uid: String(there.metadata['uid']) }]
}

// A policy that has our finalizer waits for what it delivered.
function deleting(snapshot: Snapshot, policy: KubeObject): Snapshot {
  const ref = refTo(snapshot, 'wds', policy)
  const there = ref === undefined ? undefined : snapshot.get(ref)
  if (there === undefined) return snapshot
  const metadata = objectOf([...Object.entries(there.metadata), ['deletionTimestamp', NOW]])
  return withEvents(snapshot, [putEvent(snapshot, 'wds', { ...there, metadata })])
}

function refTo(snapshot: Snapshot, space: 'wds' | 'its', { apiVersion, kind, metadata }: KubeObject) {
  const [, group = ''] = apiVersion.split('/').reverse()
  const info = snapshot.resourceOfKind(space, group, kind)
  const namespace = String(metadata['namespace'] ?? '')
  return info && refOf(space, { ...info, namespace, name: String(metadata['name']) })
}
