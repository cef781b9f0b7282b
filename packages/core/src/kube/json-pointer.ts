import { isList, isObject, type Json, memberOf } from './json.ts'

/** The keys of a JSON pointer (RFC 6901); `''` is the whole document and has none. */
export function pointerKeys(pointer: string): readonly string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

/** The JSON pointer of a path of keys and indices. */
export function pointerOf(keys: readonly (string | number)[]): string {
  return keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The value that a JSON pointer leads to, or undefined where it leads nowhere. */
export function valueAtPointer(document: Json, pointer: string): Json | undefined {
  let at: Json | undefined = document
  for (const key of pointerKeys(pointer)) at = isList(at) ? itemOf(at, key) : memberOf(at, key)
  return at
}

/**
 * Whether a value can be added there: its parent is an object, or a list of at least that length (`-` is
 * its end).
 */
export function hasPlaceFor(document: Json, pointer: string): boolean {
  const keys = pointerKeys(pointer)
  const key = keys.at(-1)
  if (key === undefined) return true
  const parent = valueAtPointer(document, pointerOf(keys.slice(0, -1)))
  return isList(parent) ? key === '-' || (isIndex(key) && Number(key) <= parent.length) : isObject(parent)
}

function itemOf(list: readonly Json[], key: string): Json | undefined {
  return isIndex(key) ? list[Number(key)] : undefined
}

function isIndex(key: string): boolean {
  return /^(?:0|[1-9]\d*)$/.test(key)
}
