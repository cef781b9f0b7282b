import {
  equalJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  objectOf,
  stringifyJson,
} from '../kube/index.ts'

/** Ends a law whose claim does not hold. */
export function claim(holds: boolean, what: string): void {
  if (!holds) throw new Error(what)
}

/** Claims that two values are the same JSON; what is undefined in an object counts as left out. */
export function claimEqual(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [jsonOf(found), jsonOf(wanted)]
  claim(equalJson(a, b), `${what}\n  wanted: ${textOf(b)}\n  found:  ${textOf(a)}`)
}

/** Claims that every member of an object stands in another as it is. */
export function claimHolds(found: unknown, wanted: unknown, what: string): void {
  const [a, b] = [jsonOf(found), jsonOf(wanted)]
  const members = isObject(b) ? Object.entries(b) : []
  const isHeld = members.every(
    ([key, value]) => isObject(a) && Object.hasOwn(a, key) && equalJson(a[key], value),
  )
  claim(isHeld, `${what}\n  wanted, at least: ${textOf(b)}\n  found:            ${textOf(a)}`)
}

/** A value as the JSON that it is, without members that are undefined. */
function jsonOf(value: unknown): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => jsonOf(item) ?? null)
  if (typeof value !== 'object' || value === null) return isScalar(value) ? value : undefined
  const members = Object.entries(value).flatMap(([key, member]) => {
    const json = jsonOf(member)
    return json === undefined ? [] : [[key, json] as const]
  })
  return Object.fromEntries<Json>(members)
}

function isScalar(value: unknown): value is null | boolean | number | bigint | string {
  return value === null || ['boolean', 'number', 'bigint', 'string'].includes(typeof value)
}

function textOf(value: Json | undefined): string {
  return value === undefined ? 'nothing' : stringifyJson(value)
}

/** An object that is equal, and another one all the way down. */
export function copyOf(object: KubeObject): KubeObject {
  const { apiVersion, kind, metadata, ...rest } = object
  return { ...copiedMembers(rest), apiVersion, kind, metadata: copiedMembers(metadata) }
}

function copiedMembers(object: JsonObject): JsonObject {
  return objectOf(Object.entries(object).map(([key, member]) => [key, copied(member)] as const))
}

function copied(value: Json): Json {
  if (isList(value)) return value.map(copied)
  return isObject(value) ? copiedMembers(value) : value
}

/** The value with everything in it frozen: a write into it throws. */
export function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) frozen(member)
  }
  return value
}
