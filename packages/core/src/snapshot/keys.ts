import { type GroupResource, type Ref, refKey, type Space } from '../kube/index.ts'

/** Separates the parts of a key, as in `refKey`: no part of an identity that is taken in contains it. */
export const SEPARATOR = '\u0000'

/** What the keys (`refKey`) of all objects of a space, or of one resource of it, begin with. */
export function objectsPrefix(space: Space, resource?: GroupResource): string {
  const parts = resource === undefined ? [space] : [space, resource.group, resource.resource]
  return parts.join(SEPARATOR) + SEPARATOR
}

/** What the intents of writes of a status begin with, and no others. */
export const STATUS_INTENT = 'status '

/** The part of an object that a write is of; each can be refused by itself (P-6b). */
export type WrittenPart = 'main' | 'status'

/** The key of a refused write: one for each part of an object. */
export function refusalKey(ref: Ref, part: WrittenPart): string {
  return refKey(ref) + SEPARATOR + part
}

/** What a refused write was of. */
export function partOfIntent(intent: string): WrittenPart {
  return intent.startsWith(STATUS_INTENT) ? 'status' : 'main'
}

/** What the keys of all objects of one kind begin with, in the trees that go by kind. */
export function kindPrefix(space: Space, group: string, kind: string): string {
  return [space, group, kind].join(SEPARATOR) + SEPARATOR
}

/** The key of a resource of a space; sorts by group, then resource. */
export function spaceResourceKey(space: Space, resource: GroupResource): string {
  return [space, resource.group, resource.resource].join(SEPARATOR)
}
