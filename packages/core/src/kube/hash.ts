import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { isList, isObject, type Json, type JsonObject, objectOf } from './json.ts'
import { isKubeObject } from './object.ts'
import { onceForEach } from './once-for-each.ts'
import { canonicalJson } from './stringify-json.ts'

/** The first hex digits (64 at most) of SHA-256 over a text's UTF-8. */
export function hashText(text: string, digits: number): string {
  return bytesToHex(sha256(utf8ToBytes(text))).slice(0, digits)
}

// Said before the digits, so that another way to hash can follow without a write of every wrapped object.
const VERSION = 'v1'
const CONTENT_DIGITS = 32

/**
 * A hash of what a value says, the same for equal values whatever the order of their keys: `v1:` and 32 hex
 * digits. A Kubernetes object within the value goes in by its own hash, which is computed once for each.
 */
export function contentHash(value: Json): string {
  return hashOf(isObject(value) || isList(value) ? shallow(value) : value)
}

const hashOfObject = onceForEach((object: JsonObject): string => hashOf(shallow(object)))

function hashOf(value: Json): string {
  return `${VERSION}:${hashText(canonicalJson(value), CONTENT_DIGITS)}`
}

// Objects are found as far down as wrapped objects and patches have them.
const LEVELS = 6

function shallow(value: JsonObject | readonly Json[], levels = LEVELS): Json {
  const within = (member: Json): Json => {
    if (isKubeObject(member)) return hashOfObject(member)
    return levels > 0 && (isObject(member) || isList(member)) ? shallow(member, levels - 1) : member
  }
  if (isList(value)) return value.map(within)
  return objectOf(Object.entries(value).map(([key, member]) => [key, within(member)] as const))
}
