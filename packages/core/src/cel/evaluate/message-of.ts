import { isInRange, nanosOf } from '../time/instant.ts'
import { mapOf } from '../value/map-of.ts'
import { boolOf, type CelValue, doubleOf, INT_MAX, intOf, isInt64, listOf, stringOf } from '../value/value.ts'
import { type Failure, failure } from './failure.ts'

type Fields = ReadonlyMap<string, CelValue | undefined>

const INT32_MAX = 2n ** 31n - 1n
const UINT32_MAX = 2n ** 32n - 1n

/** A message as the plain value that it is in CEL. */
export function messageOf(name: string, fields: Fields): CelValue | Failure {
  const value = fields.get('value')
  switch (name.replace('google.protobuf.', '')) {
    case 'BoolValue':
      return typed(value, 'bool', boolOf(false))
    case 'BytesValue':
      return typed(value, 'bytes', { type: 'bytes', value: new Uint8Array() })
    case 'StringValue':
      return typed(value, 'string', stringOf(''))
    case 'DoubleValue':
      return typed(value, 'double', doubleOf(0))
    case 'FloatValue': {
      const double = typed(value, 'double', doubleOf(0))
      return double.type === 'double' ? doubleOf(Math.fround(double.value)) : double
    }
    case 'Int32Value':
    case 'Int64Value':
      return ranged(typed(value, 'int', intOf(0n)), name.includes('32') ? INT32_MAX : INT_MAX)
    case 'UInt32Value':
    case 'UInt64Value':
      return ranged(
        typed(value, 'uint', { type: 'uint', value: 0n }),
        name.includes('32') ? UINT32_MAX : 2n ** 64n,
      )
    case 'ListValue':
      return typed(fields.get('values'), 'list', listOf([]))
    case 'Struct':
      return typed(fields.get('fields'), 'map', mapOf([]))
    default:
      return moment(name, fields)
  }
}

function moment(name: string, fields: Fields): CelValue | Failure {
  const seconds = typed(fields.get('seconds'), 'int', intOf(0n))
  const nanos = typed(fields.get('nanos'), 'int', intOf(0n))
  if (seconds.type !== 'int' || nanos.type !== 'int') return seconds.type === 'int' ? nanos : seconds
  const all = nanosOf(seconds.value, nanos.value)
  if (name.endsWith('Duration'))
    return isInt64(all)
      ? { type: 'duration', nanos: all }
      : failure('Overflow', 'a duration is at most 292 years')
  return isInRange(all)
    ? { type: 'timestamp', nanos: all, offset: 0 }
    : failure('TimeOutOfRange', 'a timestamp is between the years 1 and 9999')
}

function typed(value: CelValue | undefined, type: CelValue['type'], absent: CelValue): CelValue | Failure {
  if (value === undefined) return absent
  if (value.type === type) return value
  return failure('OverloadMissing', `expected a value of type ${type}, found ${value.type}`)
}

function ranged(value: CelValue | Failure, most: bigint): CelValue | Failure {
  if (value.type !== 'int' && value.type !== 'uint') return value
  const isWithin = value.value <= most && value.value >= -most - 1n
  return isWithin ? value : failure('Overflow', `${value.value} does not fit the field`)
}
