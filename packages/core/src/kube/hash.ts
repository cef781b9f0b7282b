import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { Json } from './json.ts'
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
 * digits.
 */
export function contentHash(value: Json): string {
  return `${VERSION}:${hashText(canonicalJson(value), CONTENT_DIGITS)}`
}
