import {
  compileSelector,
  type Fault,
  isObject,
  type JsonObject,
  judgeSelector,
  memberOf,
  testSelector,
} from '@downsync/core'
import { differenceOf, type Suite } from '../suite.ts'

/** LBL-1, LBL-2: which selectors are valid, with Go's text for those that are not, and which labels they match. */
export const labels: Suite = { file: 'labels', check, alter }

function check(vector: JsonObject): string | undefined {
  const compiled = compileSelector(memberOf(vector, 'selector'), 'selector')
  const validity = differenceOf('valid', vector['valid'], compiled.ok)
  if (validity !== undefined) return validity
  if (!compiled.ok) return checkError(vector, compiled.faults)
  const given = memberOf(vector, 'labels')
  const on = isObject(given) ? given : {}
  return (
    differenceOf('matches', vector['matches'], testSelector(compiled.value, on)) ??
    differenceOf('judged', vector['matches'], judgeSelector(compiled.value, on).holds)
  )
}

// Go stops at the first faulty requirement. Where labels are visited in random order, any of them may be the first.
function checkError(vector: JsonObject, faults: readonly Fault[]): string | undefined {
  const messages = faults.map((fault) => fault.message)
  if (vector['errorUnstable'] !== true) return differenceOf('error', vector['error'], messages[0])
  return messages.some((message) => message === vector['error'])
    ? undefined
    : differenceOf('one of the errors', vector['error'], messages)
}

function alter(vector: JsonObject): JsonObject {
  return vector['valid'] === true
    ? { ...vector, matches: vector['matches'] !== true }
    : { ...vector, error: `not ${JSON.stringify(vector['error'])}` }
}
