/** JSON as an API server stores it; an integer beyond ±2^53 is a bigint, so no content is ever rounded (NUM-1). */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonObject
/** A JSON object: readonly all the way down, any string is a key, `__proto__` too (LBL-3). */
export type JsonObject = { readonly [key: string]: Json }

/** True for a JSON object, and for nothing else (not for null, not for a list). */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** True for a JSON list. `Array.isArray` forgets the type of readonly lists. */
export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/** The member of an object under a key of its own; undefined for what is no object or has no such key (LBL-3). */
export function memberOf(value: Json | undefined, key: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
}

/** The value at a path of keys, or undefined where the path ends early; never throws. */
export function valueAt(value: Json | undefined, ...path: readonly string[]): Json | undefined {
  let at: Json | undefined = value
  for (const key of path) at = memberOf(at, key)
  return at
}

/** The string at a path of keys, or undefined where there is none. */
export function stringAt(value: Json | undefined, ...path: readonly string[]): string | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'string' ? found : undefined
}

/** The list at a path of keys; empty where there is none. */
export function listAt(value: Json | undefined, ...path: readonly string[]): readonly Json[] {
  const found = valueAt(value, ...path)
  return isList(found) ? found : []
}

/** An object made of entries; unlike a literal or an assignment, it makes `__proto__` an ordinary key (LBL-3). */
export function objectOf(entries: Iterable<readonly [string, Json]>): JsonObject {
  return Object.fromEntries<Json>(entries)
}

/**
 * The object with one member set, or taken away with `undefined`; the given one is untouched, order of keys stays.
 * @example withMember({ a: 1, b: 2 }, 'a', undefined) // { b: 2 }
 */
export function withMember(object: JsonObject, key: string, value: Json | undefined): JsonObject {
  const rest = Object.entries(object).filter(([name]) => value !== undefined || name !== key)
  if (value === undefined) return objectOf(rest)
  const known = Object.hasOwn(object, key)
  return objectOf(
    known ? rest.map(([name, old]) => [name, name === key ? value : old] as const) : [...rest, [key, value]],
  )
}

/**
 * Deep equality of JSON, whatever the order of keys. Numbers are equal when they are the same number: 1 and 1n are, 0 and −0
 * are not (NUM-1).
 */
export function equalJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return a !== 0 || Object.is(a, b)
  if (typeof a === 'bigint' || typeof b === 'bigint')
    return isIntegral(a) && isIntegral(b) && BigInt(a) === BigInt(b)
  if (isList(a))
    return isList(b) && a.length === b.length && a.every((item, index) => equalJson(item, b[index]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return (
    keys.length === Object.keys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && equalJson(a[key], b[key]))
  )
}

function isIntegral(value: Json | undefined): value is number | bigint {
  return typeof value === 'bigint' || Number.isInteger(value)
}
