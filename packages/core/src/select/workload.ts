import { type GroupResource, names } from '../kube/index.ts'

// ID-2: by group and resource, so that a user's `events.example.com` is a workload.
const excludedGroups: ReadonlySet<string> = new Set([
  'flowcontrol.apiserver.k8s.io',
  'discovery.k8s.io',
  'apiregistration.k8s.io',
  'coordination.k8s.io',
  names.CONTROL_GROUP,
])
const excludedResources: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ['', new Set(['events', 'nodes', 'endpoints'])],
  ['events.k8s.io', new Set(['events'])],
  ['storage.k8s.io', new Set(['csinodes', 'csistoragecapacities'])],
])
const CRD_GROUP = 'apiextensions.k8s.io'

/**
 * Whether objects of a resource can be delivered at all (ID-2, ID-3).
 * @param apiGroups the groups that the workload is narrowed to (the core group is `''`); without it, or empty, every group
 */
export function isWorkload(resource: GroupResource, apiGroups?: readonly string[]): boolean {
  if (excludedGroups.has(resource.group)) return false
  if (excludedResources.get(resource.group)?.has(resource.resource) === true) return false
  return isAllowed(resource.group, apiGroups ?? [])
}

function isAllowed(group: string, apiGroups: readonly string[]): boolean {
  return apiGroups.length === 0 || group === CRD_GROUP || apiGroups.includes(group)
}
