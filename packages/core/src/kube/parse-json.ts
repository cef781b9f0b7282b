import type { Json } from './json.ts'
import { isDeeperThan } from './json-depth.ts'
import { readJson } from './json-reader.ts'
import type { Checked } from './problem.ts'

/** Levels of lists and objects that a text may have: as many as Go's encoding/json reads. */
export const PARSE_DEPTH = 10_000

// A number that JSON.parse would change: an integer of 16 digits or more, an exponent that can be infinite,
// an integer −0. Numbers stand after one of these signs; so do few texts in strings, for which the slower
// reader does no harm.
const NEEDS_CARE = /(?:^|[\s:,[])(?:-0(?![.\deE])|-?(?:\d{16}|[\d.]+[eE]\+?\d{3}))/

/**
 * Reads JSON without loss (NUM-1), as API servers do: an integer beyond ±2^53 becomes a bigint, one outside
 * int64 a double; `-0.0` is −0, `-0` an integer and so 0. `__proto__` is a key as any other; of equal keys
 * the last counts.
 * @returns the value, or one fault with line, column and what was found there; also for a text nested deeper
 * than `PARSE_DEPTH`
 * @example parseJson('{"big": 9007199254740993}') // { ok: true, value: { big: 9007199254740993n } }
 */
export function parseJson(text: string): Checked<Json> {
  const value = NEEDS_CARE.test(text) ? undefined : quickly(text)
  return value === undefined || isDeeperThan(value, PARSE_DEPTH)
    ? readJson(text, PARSE_DEPTH)
    : { ok: true, value }
}

// Undefined for what is no JSON: the reader says where and why.
function quickly(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}
