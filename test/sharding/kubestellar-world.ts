import {
  annotationsOf,
  isKubeObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type Limits,
  labelsOf,
  listAt,
  nameOf,
  objectOf,
  type ResourceInfo,
  type Snapshot,
  snapshotOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import {
  bindings,
  itsResources,
  managedClusters,
  namespaces,
  objectKinds,
  objectOfKind,
  policies,
  WDS_ID,
  wdsResources,
} from '../generators/vocabulary.ts'
import file from './kubestellar-works.json' with { type: 'json' }

// ManifestWorks that KubeStellar's own code made (WRP-2), and the spaces that it made them from.

/** What it made of some objects, under limits of its own. */
export type Example = Readonly<{
  what: string
  bindingName: string
  most: number
  /** As they stand in a mailbox; without those that it makes and nobody needs, they hold nothing. */
  works: readonly KubeObject[]
}>

export const WEC = 'wec1'
export const BINDING_UID = '11111111-2222-4333-8444-555555555555'
const WDS = 'wds1'
const NOW = '2026-01-01T00:00:00Z'
const CREATE_ONLY = ['clusterroles', 'configmaps']
const UIDS: Readonly<Record<string, string>> = {
  ClusterRole: 'uid-0001',
  Namespace: 'uid-0002',
  ConfigMap: 'uid-0003',
  Deployment: 'uid-0004',
}

/** All examples in which it made something. */
export const examples: readonly Example[] = file.examples.flatMap(
  ({ what, bindingName, maxNumWrapped, wrapped }) =>
    wrapped === null
      ? []
      : [
          {
            what,
            bindingName,
            most: maxNumWrapped,
            works: (wrapped as readonly Json[]).filter(isKubeObject),
          },
        ],
)

/** Both spaces as KubeStellar left them, with these wrapped objects; the hub gives them what a server gives. */
export function leftBehind({ bindingName, works }: Example, withWorks: boolean): Snapshot {
  const objects = manifestsIn(works).map((manifest) => ({
    ...manifest,
    metadata: objectOf([
      ...Object.entries(manifest.metadata),
      ['uid', UIDS[manifest.kind] ?? ''],
      ['resourceVersion', '7'],
    ]),
  }))
  const wds = [
    objectOfKind(namespaces, { name: 'kube-system', uid: WDS_ID, resourceVersion: '1' }),
    ...objects,
    policyOf(bindingName, objects),
    bindingOf(bindingName),
  ]
  const its = [
    objectOfKind(
      managedClusters,
      { name: WEC, uid: 'uid-of-wec', resourceVersion: '2' },
      { status: available },
    ),
    objectOfKind(namespaces, { name: WEC, uid: 'uid-of-mailbox', resourceVersion: '3' }),
    ...(withWorks ? works.map(standing) : []),
  ]
  return snapshotOf({
    wdsName: WDS,
    now: NOW,
    wds: { resources: wdsResources, objects: wds },
    its: { resources: itsResources, objects: its },
  }).snapshot
}

/** Limits of ours that are its limits, as far as they can be. */
export function limitsLike({ most }: Example): Limits {
  return { objects: Math.min(most, 200) }
}

/** Everything that wrapped objects hold. */
export function manifestsIn(works: readonly KubeObject[]): readonly KubeObject[] {
  return works.flatMap((work) => listAt(work, 'spec', 'workload', 'manifests').filter(isKubeObject))
}

/** The resource of a kind, as discovery has it. */
export function resourceOf({ kind }: KubeObject): string {
  return [namespaces, ...objectKinds].find((one: ResourceInfo) => one.kind === kind)?.resource ?? ''
}

/** Whether its Binding asks for an object only where it is absent. */
export function isCreateOnly(object: KubeObject): boolean {
  return CREATE_ONLY.includes(resourceOf(object))
}

/** A wrapped object as a server stores it. */
export function standing(work: KubeObject): KubeObject {
  const { creationTimestamp: _none, ...metadata } = work.metadata
  const { status: _empty, ...rest } = work
  return {
    ...rest,
    apiVersion: work.apiVersion,
    kind: work.kind,
    metadata: {
      ...metadata,
      namespace: WEC,
      uid: `uid-of-${nameOf(work)}`,
      resourceVersion: '9',
      generation: 1,
    },
  }
}

/** What labels and annotations say of a wrapped object. */
export function marksOf(work: KubeObject) {
  const prefix = 'transport.kubestellar.io/'
  return {
    binding: stringAt(labelsOf(work), `${prefix}originOwnerReferenceBindingKey`),
    wds: stringAt(labelsOf(work), `${prefix}originWdsName`),
    generation: stringAt(annotationsOf(work), `${prefix}originOwnerReferenceBindingGeneration`),
  }
}

const available: JsonObject = {
  clusterClaims: [{ name: 'id.k8s.io', value: 'id-of-a-wec' }],
  conditions: [{ type: 'ManagedClusterConditionAvailable', status: 'True' }],
}

function policyOf(name: string, objects: readonly KubeObject[]): KubeObject {
  const clause = (object: KubeObject): JsonObject => ({
    resources: [resourceOf(object)],
    objectNames: [nameOf(object)],
    createOnly: isCreateOnly(object),
  })
  return objectOfKind(
    policies,
    {
      name,
      uid: 'uid-of-policy',
      resourceVersion: '4',
      generation: 1,
      finalizers: ['bindingpolicy.kubestellar.io/kscontroller'],
    },
    { spec: { clusterSelectors: [{}], downsync: objects.map(clause) } },
  )
}

function bindingOf(name: string): KubeObject {
  const owner = {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    name,
    uid: 'uid-of-policy',
  }
  return objectOfKind(
    bindings,
    {
      name,
      uid: BINDING_UID,
      resourceVersion: '5',
      generation: 4,
      finalizers: ['transport.kubestellar.io/object-cleanup'],
      ownerReferences: [{ ...owner, controller: true, blockOwnerDeletion: false }],
    },
    { spec: { destinations: [{ clusterId: WEC }], workload: {} } },
  )
}

/** What a wrapped object says beyond its marks and manifests. */
export function configsOf(work: KubeObject): Json {
  return valueAt(work, 'spec', 'manifestConfigs') ?? null
}
