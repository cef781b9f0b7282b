import type { GroupResource, Space } from '../kube/index.ts'

/** Separates the parts of a key, as in `refKey`: no part of an identity that is taken in contains it. */
export const SEPARATOR = '\u0000'

/** What the keys (`refKey`) of all objects of a space, or of one resource of it, begin with. */
export function objectsPrefix(space: Space, resource?: GroupResource): string {
  const parts = resource === undefined ? [space] : [space, resource.group, resource.resource]
  return parts.join(SEPARATOR) + SEPARATOR
}

/** What the keys of all objects of one kind begin with, in the trees that go by kind. */
export function kindPrefix(space: Space, group: string, kind: string): string {
  return [space, group, kind].join(SEPARATOR) + SEPARATOR
}

/** The key of a resource of a space; sorts by group, then resource. */
export function spaceResourceKey(space: Space, resource: GroupResource): string {
  return [space, resource.group, resource.resource].join(SEPARATOR)
}
