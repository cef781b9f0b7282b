import { isList, isObject, type Json, type JsonObject, objectOf } from './json.ts'

// fast-json-patch clones through JSON text, which loses bigint and −0, looks keys up along the prototype
// chain, and refuses `__proto__`. So it gets such values and keys in disguise: behind a sign that disguises
// itself too. Everything else is passed as it is.
const SIGN = '\u0000'
const BIGINT = `${SIGN}n`
const STRING = `${SIGN}s`
const NEGATIVE_ZERO = `${SIGN}-0`

/**
 * The same value made of nothing that fast-json-patch loses or refuses; itself where that is so already.
 * Recurs.
 */
export function disguise(value: Json): Json {
  if (typeof value === 'bigint') return BIGINT + value
  if (typeof value === 'string') return value.startsWith(SIGN) ? STRING + value : value
  if (Object.is(value, -0)) return NEGATIVE_ZERO
  return mapMembers(value, disguise, disguiseKey)
}

/** `disguise`, undone. */
export function reveal(value: Json): Json {
  if (typeof value !== 'string' || !value.startsWith(SIGN)) return mapMembers(value, reveal, revealKey)
  if (value.startsWith(BIGINT)) return BigInt(value.slice(BIGINT.length))
  return value === NEGATIVE_ZERO ? -0 : value.slice(STRING.length)
}

/** A JSON pointer into the disguised document. */
export function disguisePointer(pointer: string): string {
  return pointer.split('/').map(disguiseKey).join('/')
}

/** `disguisePointer`, undone. */
export function revealPointer(pointer: string): string {
  return pointer.split('/').map(revealKey).join('/')
}

function disguiseKey(key: string): string {
  return key.startsWith(SIGN) || key in Object.prototype ? SIGN + key : key
}

function revealKey(key: string): string {
  return key.startsWith(SIGN) ? key.slice(SIGN.length) : key
}

function mapMembers(value: Json, map: (member: Json) => Json, mapKey: (key: string) => string): Json {
  if (isList(value)) {
    const items = value.map(map)
    return items.every((item, index) => item === value[index]) ? value : items
  }
  return isObject(value) ? mapObject(value, map, mapKey) : value
}

function mapObject(object: JsonObject, map: (member: Json) => Json, mapKey: (key: string) => string): Json {
  const entries = Object.entries(object)
  const mapped = entries.map(([key, member]) => [mapKey(key), map(member)] as const)
  const same = mapped.every(
    ([key, member], index) => key === entries[index]?.[0] && member === entries[index][1],
  )
  return same ? object : objectOf(mapped)
}
