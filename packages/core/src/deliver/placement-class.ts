import type { ManifestId } from '../kube/index.ts'

/** Whether it is a Namespace or CustomResourceDefinition: what other objects live in (WRP-9, WRP-11). */
export function isContainer(id: ManifestId): boolean {
  return isNamespace(id) || isCrd(id)
}

/** Whether it is a Namespace. */
export function isNamespace(id: ManifestId): boolean {
  return id.group === '' && id.kind === 'Namespace'
}

/** Whether it is a CustomResourceDefinition. */
export function isCrd(id: ManifestId): boolean {
  return id.group === 'apiextensions.k8s.io' && id.kind === 'CustomResourceDefinition'
}

/**
 * The class of an object (WRP-9): new placements never share a shard across classes.
 * @returns `containers`, `built-in`, or `custom:` and the API group
 */
export function classOf(id: ManifestId): string {
  if (isContainer(id)) return 'containers'
  return isBuiltIn(id.group) ? 'built-in' : `custom:${id.group}`
}

function isBuiltIn(group: string): boolean {
  return !group.includes('.') || group.endsWith('.k8s.io')
}
