import { isObject, type JsonObject, memberOf, objectOf, withMember } from '../kube/index.ts'

/** The object without these members; the same object when it has none of them. */
export function withoutMembers(object: JsonObject, keys: readonly string[]): JsonObject {
  if (!keys.some((key) => Object.hasOwn(object, key))) return object
  return objectOf(Object.entries(object).filter(([key]) => !keys.includes(key)))
}

/**
 * The object with one member of its own changed, if that is an object; the same object when nothing changes, so that what
 * the rules do not touch is shared with the input.
 */
export function changeMember(
  object: JsonObject,
  key: string,
  change: (member: JsonObject) => JsonObject,
): JsonObject {
  const member = memberOf(object, key)
  if (!isObject(member)) return object
  const changed = change(member)
  return changed === member ? object : withMember(object, key, changed)
}
