import { type Json, type JsonObject, memberOf, objectOf, stringAt, valueAt } from '@downsync/core'
import {
  type CelValue,
  collectorActivation,
  collectorEnvironment,
  compileExpression,
  evaluateExpression,
  type FailureCode,
  jsonOf,
  showDouble,
} from '../../../packages/core/src/cel/index.ts'
import { differenceOf, type Suite } from '../suite.ts'

/** COL-2: what cel-go accepts, the values that it gives with their types, and the kinds of its errors. */
export const cel: Suite = { file: 'cel', check, skips, alter }

const STEPS = 1_000_000

function skips(vector: JsonObject): string | undefined {
  return memberOf(vector, 'differs') === undefined ? undefined : 'COL-2 differs from KubeStellar here'
}

function check(vector: JsonObject): string | undefined {
  const compiled = compileExpression(stringAt(vector, 'expression') ?? '', collectorEnvironment)
  const checked = differenceOf('checked', memberOf(vector, 'checked'), compiled.ok)
  if (!compiled.ok) return checked && `${checked}: ${compiled.faults[0]?.message}`
  if (checked !== undefined) return `${checked}: ${stringAt(vector, 'checkError')}`
  if (memberOf(vector, 'nondeterministic') === true) return undefined
  const result = evaluateExpression(compiled.value, activationOf(vector), STEPS)
  const error = stringAt(vector, 'error')
  if (!result.ok)
    return error === undefined
      ? `failed: ${result.error.message}`
      : differenceOf('kind of error', kindOf(error), result.error.code)
  if (error !== undefined) return `wanted the error ${error}, got ${JSON.stringify(typedOf(result.value))}`
  return (
    differenceOf('typed', memberOf(vector, 'typed'), typedOf(result.value)) ??
    differenceOf('type', memberOf(vector, 'type'), result.value.type)
  )
}

function activationOf(vector: JsonObject) {
  return collectorActivation({
    inventory: { name: stringAt(vector, 'env', 'inventory', 'name') ?? '', labels: {}, annotations: {} },
    obj: valueAt(vector, 'env', 'obj') ?? null,
    returned: valueAt(vector, 'env', 'returned') ?? null,
    lastReturnedUpdateTimestamp: stringAt(vector, 'env', 'propagation', 'lastReturnedUpdateTimestamp'),
  })
}

/** What our errors call what cel-go says. */
const KINDS: readonly (readonly [RegExp, FailureCode])[] = [
  [/: no such key: /, 'KeyMissing'],
  [/: index out of bounds: |: unsupported index type /, 'IndexInvalid'],
  // cel-go says so of a text that it cannot convert, once of many.
  [/: type conversion error |: invalid UTF-8 |no such overload: timestamp\(string\)/, 'ConversionFailed'],
  [/: no such overload|: NaN values cannot be ordered/, 'OverloadMissing'],
  [/: (unsigned )?integer overflow/, 'Overflow'],
  [/: (division|modulus) by zero/, 'DivisionByZero'],
  [/: timestamp overflow/, 'TimeOutOfRange'],
  [/: unknown time zone /, 'ZoneUnknown'],
  [/: error parsing regexp: /, 'PatternInvalid'],
  [/expected iterable type/, 'RangeInvalid'],
  [/failed to create program: /, 'Unsupported'],
]

function kindOf(error: string): string {
  return KINDS.find(([pattern]) => pattern.test(error))?.[1] ?? error
}

function typedOf(value: CelValue): Json {
  switch (value.type) {
    case 'null':
      return { t: 'null', v: null }
    case 'bool':
      return { t: 'bool', v: value.value }
    case 'int':
    case 'uint':
      return { t: value.type, v: String(value.value) }
    case 'double':
      return { t: 'double', v: showDouble(value.value) }
    case 'list':
      return {
        t: 'list',
        v: Array.from({ length: value.size }, (_, index) => typedOf(value.at(index))),
      }
    case 'map':
      return { t: 'map', v: sortedEntries(value) }
    case 'timestamp':
      return { t: 'timestamp', v: inUtc(value) }
    default:
      return { t: value.type, v: jsonOf(value) ?? null }
  }
}

function sortedEntries(map: Extract<CelValue, { type: 'map' }>): Json {
  const entries = map.keys().map((key) => [typedOf(key), typedOf(map.find(key) ?? { type: 'null' })])
  return entries.toSorted((a, b) => (JSON.stringify(a[0]) < JSON.stringify(b[0]) ? -1 : 1))
}

/** A timestamp in its protobuf form: in UTC, with 0, 3, 6 or 9 digits. */
function inUtc(value: Extract<CelValue, { type: 'timestamp' }>): string {
  const text = String(jsonOf({ ...value, offset: 0 }))
  const [, whole = '', fraction = ''] = /^(.*?)(?:\.(\d+))?Z$/.exec(text) ?? []
  const digits = fraction.padEnd(Math.ceil(fraction.length / 3) * 3, '0')
  return `${whole}${digits === '' ? '' : `.${digits}`}Z`
}

function alter(vector: JsonObject): JsonObject {
  return objectOf([...Object.entries(vector), ['checked', memberOf(vector, 'checked') !== true]])
}
