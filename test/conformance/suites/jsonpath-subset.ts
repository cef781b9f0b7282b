import { type JsonObject, memberOf } from '@downsync/core'
import { locate, parseQuery, withoutLocations } from '../../../packages/core/src/jsonpath/index.ts'
import { readSubset } from '../../../packages/core/src/jsonpath/read-subset.ts'
import { differenceOf, type Suite } from '../suite.ts'

/** TRF-4: KubeStellar's removal expressions, as KubeStellar reads them, by its reader alone and among all of RFC 9535. */
export const jsonpathSubset: Suite = { file: 'jsonpath-subset', check, alter }

function check(vector: JsonObject): string | undefined {
  const query = String(memberOf(vector, 'query'))
  const names = readSubset(query)
  const expected = memberOf(vector, 'accepted') === true ? (memberOf(vector, 'path') ?? null) : null
  const difference =
    differenceOf('accepted', memberOf(vector, 'accepted'), names !== undefined) ??
    differenceOf('isRoot', memberOf(vector, 'isRoot'), names?.length === 0) ??
    differenceOf('path', expected ?? null, names ?? null)
  if (difference !== undefined || names === undefined || names.length === 0) return difference
  const document = memberOf(vector, 'document') ?? null
  const parsed = parseQuery(query)
  if (!parsed.ok) return `refused: ${parsed.message}`
  const located = locate(parsed.value, document)
  if (!located.ok) return `given up: ${located.message}`
  return differenceOf('after', memberOf(vector, 'after'), withoutLocations(document, located.value))
}

function alter(vector: JsonObject): JsonObject {
  return { ...vector, accepted: memberOf(vector, 'accepted') !== true }
}
