import type { Json, JsonObject, KubeObject, ResourceInfo } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'

// Few names, so that objects, clauses, Bindings and mailboxes meet. The odd ones are what JavaScript objects inherit, what sorts
// differently in UTF-8 and UTF-16, and what is part of another name.
export const workloadNames = ['web', 'db', '__proto__', '😀', '～'] as const
export const namespaceNames = ['a', 'a-b', 'prod', 'constructor'] as const
/** Names that DLV-1 knows. */
export const withheldNames = ['default', 'kubernetes', 'kube-root-ca.crt', 'system-x'] as const
export const wecNames = ['wec-1', 'wec-10', 'wec-2', '～', '😀'] as const
export const policyNames = ['p', 'p-1', `long-${'x'.repeat(70)}`] as const
/** Names of Bindings: those of policies, and users' own. */
export const bindingNames = [...policyNames, 'users'] as const
export const WDS_NAME = 'wds1'
export const WDS_ID = 'uid-of-wds1'
/** Bytes in a wrapped object of the small transport, so that limits are met without megabytes. */
export const SMALL_BYTES = 2_000
export const CONTROL = 'control.kubestellar.io'

export const pick = <T>(...values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values)

/** True once in so many. */
export const oneIn = (count: number): Arbitrary<boolean> =>
  fc.integer({ min: 1, max: count }).map((roll) => roll === count)

/** The value, once in so many; else undefined. */
export const rarely = <T>(count: number, value: Arbitrary<T>): Arbitrary<T | undefined> =>
  fc.oneof({ weight: count - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: value })

/** An object of the members that are there. */
export function present(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(members).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  )
}

export function resourceInfo(
  group: string,
  resource: string,
  kind: string,
  namespaced: boolean,
  hasStatus = false,
): ResourceInfo {
  const version = group === CONTROL ? 'v1alpha1' : 'v1'
  return { group, resource, version, kind, namespaced, hasStatus, known: true }
}

const RBAC = 'rbac.authorization.k8s.io'

/** Kinds of workload: built-in and custom, cluster-scoped and namespaced, with rules of their own and without. */
export const workloadResources = [
  resourceInfo('', 'configmaps', 'ConfigMap', true),
  resourceInfo('', 'secrets', 'Secret', true),
  resourceInfo('', 'services', 'Service', true, true),
  resourceInfo('', 'persistentvolumeclaims', 'PersistentVolumeClaim', true, true),
  resourceInfo('', 'pods', 'Pod', true, true),
  resourceInfo('apps', 'deployments', 'Deployment', true, true),
  resourceInfo('apps', 'replicasets', 'ReplicaSet', true, true),
  resourceInfo('apps', 'statefulsets', 'StatefulSet', true, true),
  resourceInfo('apps', 'daemonsets', 'DaemonSet', true, true),
  resourceInfo('batch', 'jobs', 'Job', true, true),
  resourceInfo(RBAC, 'clusterroles', 'ClusterRole', false),
  resourceInfo('scheduling.k8s.io', 'priorityclasses', 'PriorityClass', false),
  resourceInfo('apiextensions.k8s.io', 'customresourcedefinitions', 'CustomResourceDefinition', false, true),
  resourceInfo('example.com', 'widgets', 'Widget', true, true),
  resourceInfo('example.com', 'gadgets', 'Gadget', false, true),
  resourceInfo('constructor', 'toString', 'ToString', true),
] as const

/** Kinds that are no workload (ID-2). */
const otherResources = [
  resourceInfo('', 'events', 'Event', true),
  resourceInfo('', 'nodes', 'Node', false, true),
] as const

export const namespaces = resourceInfo('', 'namespaces', 'Namespace', false, true)
export const policies = resourceInfo(CONTROL, 'bindingpolicies', 'BindingPolicy', false, true)
export const bindings = resourceInfo(CONTROL, 'bindings', 'Binding', false, true)
export const transforms = resourceInfo(CONTROL, 'customtransforms', 'CustomTransform', false, true)
export const collectors = resourceInfo(CONTROL, 'statuscollectors', 'StatusCollector', false, true)
/** Without a status subresource: its results stand at the top. */
export const combinedStatuses = resourceInfo(CONTROL, 'combinedstatuses', 'CombinedStatus', true)
export const managedClusters = resourceInfo(
  'cluster.open-cluster-management.io',
  'managedclusters',
  'ManagedCluster',
  false,
  true,
)
export const manifestWorks = resourceInfo(
  'work.open-cluster-management.io',
  'manifestworks',
  'ManifestWork',
  true,
  true,
)
export const workStatuses = resourceInfo(CONTROL, 'workstatuses', 'WorkStatus', true, true)

/** Every kind that an object of a generated world may have. */
export const objectKinds: readonly ResourceInfo[] = [...workloadResources, ...otherResources]
/** Discovery of the WDS. */
export const wdsResources: readonly ResourceInfo[] = [
  namespaces,
  ...objectKinds,
  policies,
  bindings,
  transforms,
  collectors,
  combinedStatuses,
]
/** Discovery of the ITS. */
export const itsResources: readonly ResourceInfo[] = [
  namespaces,
  resourceInfo('', 'configmaps', 'ConfigMap', true),
  managedClusters,
  manifestWorks,
  workStatuses,
]

/** An object of a kind, as its server sends it. */
export function objectOfKind(info: ResourceInfo, metadata: JsonObject, more: JsonObject = {}): KubeObject {
  const apiVersion = info.group === '' ? info.version : `${info.group}/${info.version}`
  return { ...more, apiVersion, kind: info.kind, metadata }
}
