import { isObject, type Json, objectOf } from './json.ts'

/**
 * Applies a JSON Merge Patch (RFC 7386): members of objects are merged, null takes a member away, anything
 * else replaces. Neither argument is changed; what the patch does not touch is shared.
 */
export function mergePatch(document: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch
  const base = isObject(document) ? document : objectOf([])
  const members = new Map(Object.entries(base))
  for (const [key, change] of Object.entries(patch)) {
    if (change === null) members.delete(key)
    else members.set(key, mergePatch(members.get(key), change))
  }
  return objectOf(members)
}
