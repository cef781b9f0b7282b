import { utf8ToBytes } from '@noble/hashes/utils.js'
import { readDuration, showDuration } from '../time/duration.ts'
import { isInRange, nanosOf, secondsOf } from '../time/instant.ts'
import { readTimestamp } from '../time/read-timestamp.ts'
import { showTimestamp } from '../time/show-timestamp.ts'
import { textOfUtf8 } from '../value/bytes.ts'
import { readDouble, showDouble } from '../value/show-double.ts'
import {
  boolOf,
  type CelValue,
  doubleOf,
  INT_MAX,
  intOf,
  isInt64,
  isUint64,
  stringOf,
  typeNameOf,
  UINT_MAX,
} from '../value/value.ts'
import type { CelFunction } from './cel-function.ts'
import { type Failure, failure } from './failure.ts'
import { TOO_COSTLY } from './run.ts'

type Outcome = CelValue | Failure | undefined

/** `int(…)` and its kin; undefined where a type is not converted to the other. */
export function convert(to: string): CelFunction {
  const conversion = CONVERSIONS.get(to)
  return ([value], run) => {
    if (value === undefined || conversion === undefined) return undefined
    const length = value.type === 'string' || value.type === 'bytes' ? value.value.length : 0
    return run.spendText(length) ? conversion(value) : TOO_COSTLY
  }
}

const CONVERSIONS: ReadonlyMap<string, (value: CelValue) => Outcome> = new Map<
  string,
  (value: CelValue) => Outcome
>([
  ['dyn', (value) => value],
  ['type', (value) => ({ type: 'type', name: typeNameOf(value) })],
  ['bool', toBool],
  ['bytes', toBytes],
  ['double', toDouble],
  ['duration', toDuration],
  ['int', toInt],
  ['string', toText],
  ['timestamp', toTimestamp],
  ['uint', toUint],
])

const BOOLS: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'T', 'true', 'TRUE', 'True'].map((text) => [text, true] as const),
  ...['0', 'f', 'F', 'false', 'FALSE', 'False'].map((text) => [text, false] as const),
])

function toBool(value: CelValue): Outcome {
  if (value.type === 'bool') return value
  if (value.type !== 'string') return undefined
  const read = BOOLS.get(value.value)
  return read === undefined ? unreadable(value.value, 'bool') : boolOf(read)
}

function toBytes(value: CelValue): Outcome {
  if (value.type === 'bytes') return value
  return value.type === 'string' ? { type: 'bytes', value: utf8ToBytes(value.value) } : undefined
}

function toDouble(value: CelValue): Outcome {
  switch (value.type) {
    case 'double':
      return value
    case 'int':
    case 'uint':
      return doubleOf(Number(value.value))
    case 'string': {
      const read = readDouble(value.value)
      return read === undefined ? unreadable(value.value, 'double') : doubleOf(read)
    }
    default:
      return undefined
  }
}

function toInt(value: CelValue): Outcome {
  switch (value.type) {
    case 'int':
      return value
    case 'uint':
      return value.value > INT_MAX ? overflow('int') : intOf(value.value)
    case 'double':
      // Both ends are out, as a double next to them could be meant.
      return Math.abs(value.value) < 2 ** 63 ? intOf(BigInt(Math.trunc(value.value))) : overflow('int')
    case 'string': {
      const read = /^[+-]?\d{1,1000}$/.test(value.value) ? BigInt(value.value.replace('+', '')) : undefined
      return read === undefined || !isInt64(read) ? unreadable(value.value, 'int') : intOf(read)
    }
    case 'timestamp':
      return intOf(BigInt(secondsOf(value.nanos).seconds))
    case 'duration':
      return intOf(value.nanos)
    default:
      return undefined
  }
}

function toUint(value: CelValue): Outcome {
  switch (value.type) {
    case 'uint':
      return value
    case 'int':
      return value.value < 0n ? overflow('uint') : { type: 'uint', value: value.value }
    case 'double':
      return value.value >= 0 && value.value < Number(UINT_MAX)
        ? { type: 'uint', value: BigInt(Math.trunc(value.value)) }
        : overflow('uint')
    case 'string': {
      const read = /^\d{1,1000}$/.test(value.value) ? BigInt(value.value) : undefined
      return read === undefined || !isUint64(read)
        ? unreadable(value.value, 'uint')
        : { type: 'uint', value: read }
    }
    default:
      return undefined
  }
}

function toText(value: CelValue): Outcome {
  switch (value.type) {
    case 'string':
      return value
    case 'bool':
    case 'int':
    case 'uint':
      return stringOf(String(value.value))
    case 'double':
      return stringOf(showDouble(value.value))
    case 'bytes':
      return decoded(value.value)
    case 'timestamp':
      return stringOf(showTimestamp(value))
    case 'duration':
      return stringOf(showDuration(value.nanos))
    default:
      return undefined
  }
}

function toTimestamp(value: CelValue): Outcome {
  if (value.type === 'timestamp') return value
  if (value.type === 'int') return inRange({ type: 'timestamp', nanos: nanosOf(value.value), offset: 0 })
  if (value.type !== 'string') return undefined
  const read = readTimestamp(value.value)
  return read === undefined ? unreadable(value.value, 'timestamp') : inRange(read)
}

function toDuration(value: CelValue): Outcome {
  if (value.type === 'duration') return value
  // cel-go declares this one, and does not have it.
  if (value.type === 'int') return failure('ConversionFailed', "an int is no duration; write duration('5s')")
  if (value.type !== 'string') return undefined
  const nanos = readDuration(value.value)
  return nanos === undefined ? unreadable(value.value, 'duration') : { type: 'duration', nanos }
}

function inRange(value: Extract<CelValue, { type: 'timestamp' }>): CelValue | Failure {
  return isInRange(value.nanos)
    ? value
    : failure('TimeOutOfRange', 'a timestamp is between the years 1 and 9999')
}

function decoded(bytes: Uint8Array): CelValue | Failure {
  const text = textOfUtf8(bytes)
  return text === undefined ? failure('ConversionFailed', 'the bytes are no UTF-8') : stringOf(text)
}

function overflow(type: string): Failure {
  return failure('Overflow', `the number is out of the range of a 64-bit ${type}`)
}

function unreadable(text: string, type: string): Failure {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text
  return failure('ConversionFailed', `the text ${JSON.stringify(shown)} is no ${type}`)
}
