import type { Parsed, Query } from './query.ts'
import { readRfc } from './read-rfc.ts'
import { readSubset } from './read-subset.ts'

/**
 * Reads a JSONPath query: RFC 9535 in full, and what KubeStellar takes besides, as KubeStellar reads it (TRF-4). Total.
 * @returns the query; for anything else why RFC 9535 does not have it, in one sentence with the place
 * @example parseQuery('$.spec.ports[*].nodePort')
 * // { ok: true, value: [{ kind: 'child', selectors: [{ kind: 'name', name: 'spec' }] }, …] }
 * @example parseQuery('$.a[') // { ok: false, message: 'syntax error at 4: unclosed bracketed selection' }
 */
export function parseQuery(text: string): Parsed<Query> {
  const read = readRfc(text)
  if (read.ok) return read
  const names = readSubset(text)
  if (names === undefined) return read
  return {
    ok: true,
    value: names.map((name) => ({ kind: 'child', selectors: [{ kind: 'name', name }] })),
  }
}
