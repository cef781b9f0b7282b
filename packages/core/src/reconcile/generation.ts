import { type GroupResource, type JsonObject, type KubeObject, memberOf, withMember } from '../kube/index.ts'

// API groups that kube-apiserver serves itself; every other group is one of custom resources or of an
// aggregated server.
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set([
  '',
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
])

// Built-in resources whose strategy in Kubernetes (`pkg/registry/*/strategy.go`, PrepareForCreate) begins a
// generation. ConfigMap, Secret, Service, ServiceAccount, Namespace, volumes and claims, RBAC, storage
// classes and leases have none.
const BUILT_IN_WITH_GENERATION: ReadonlySet<string> = new Set([
  'pods',
  'podtemplates',
  'replicationcontrollers',
  'deployments.apps',
  'replicasets.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'jobs.batch',
  'cronjobs.batch',
  'poddisruptionbudgets.policy',
  'ingresses.networking.k8s.io',
  'ingressclasses.networking.k8s.io',
  'networkpolicies.networking.k8s.io',
  'endpointslices.discovery.k8s.io',
  'priorityclasses.scheduling.k8s.io',
  'deviceclasses.resource.k8s.io',
  'resourceslices.resource.k8s.io',
  'customresourcedefinitions.apiextensions.k8s.io',
  'flowschemas.flowcontrol.apiserver.k8s.io',
  'prioritylevelconfigurations.flowcontrol.apiserver.k8s.io',
  'mutatingwebhookconfigurations.admissionregistration.k8s.io',
  'validatingwebhookconfigurations.admissionregistration.k8s.io',
  'mutatingadmissionpolicies.admissionregistration.k8s.io',
  'mutatingadmissionpolicybindings.admissionregistration.k8s.io',
  'validatingadmissionpolicies.admissionregistration.k8s.io',
  'validatingadmissionpolicybindings.admissionregistration.k8s.io',
])

/** Whether kube-apiserver serves this API group itself, with types of its own (P-6a). */
export function isBuiltInGroup(group: string): boolean {
  return BUILT_IN_GROUPS.has(group)
}

/**
 * Whether an API server counts generations of these objects: of every custom resource, and of some built-in
 * ones.
 */
export function keepsGeneration({ group, resource }: GroupResource): boolean {
  if (!isBuiltInGroup(group)) return true
  return BUILT_IN_WITH_GENERATION.has(group === '' ? resource : `${resource}.${group}`)
}

/**
 * What a generation counts the changes of: everything but metadata, and but status where that is a
 * subresource. (RPT-6: where it is none, writing the status changes the generation.)
 */
export function countedContent(object: KubeObject, hasStatus: boolean): JsonObject {
  const content = withMember(object, 'metadata', undefined)
  return hasStatus ? withMember(content, 'status', undefined) : content
}

/** Whether this object has a generation, by its kind or because its server gave it one. */
export function hasGeneration(resource: GroupResource, object: KubeObject): boolean {
  return keepsGeneration(resource) || memberOf(object.metadata, 'generation') !== undefined
}
