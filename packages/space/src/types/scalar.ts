import { isList, isObject, type Json } from '@downsync/core'
import { canonicalQuantity } from './quantity.ts'
import type { ScalarName } from './struct-type.ts'
import { readTime } from './time-text.ts'

/** A scalar as Go holds and writes it; a mismatch of types; or an error of the type's own. */
export type ScalarRead =
  | Readonly<{ kind: 'value'; value: Json }>
  | Readonly<{ kind: 'mismatch'; found: string }>
  | Readonly<{ kind: 'failure'; message: string }>

const INT32 = 2n ** 31n
const INT64 = 2n ** 63n

/** What JSON null, or nothing, is to a scalar that is no pointer. */
export function zeroOf(name: ScalarName): Json {
  switch (name) {
    case 'string':
    case 'bytes':
      return ''
    case 'bool':
      return false
    case 'int32':
    case 'int64':
    case 'float64':
    case 'intOrString':
      return 0
    case 'quantity':
      return '0'
    case 'time':
    case 'microtime':
    case 'any':
      return null
  }
}

/** Whether `omitempty` leaves the value of a scalar out; what is a structure to Go is never empty. */
export function isEmptyScalar(name: ScalarName, value: Json): boolean {
  switch (name) {
    case 'string':
    case 'bytes':
      return value === ''
    case 'bool':
      return value === false
    case 'int32':
    case 'int64':
    case 'float64':
      return value === 0
    default:
      return false
  }
}

/** @param value anything but null */
export function readScalar(name: ScalarName, value: Json): ScalarRead {
  switch (name) {
    case 'string':
      return typeof value === 'string' ? given(value) : mismatch(value)
    case 'bool':
      return typeof value === 'boolean' ? given(value) : mismatch(value)
    case 'int32':
      return integer(value, INT32)
    case 'int64':
      return integer(value, INT64)
    case 'float64':
      return typeof value === 'number' || typeof value === 'bigint' ? given(value) : mismatch(value)
    case 'bytes':
      return typeof value === 'string' ? base64(value) : mismatch(value)
    case 'time':
    case 'microtime': {
      if (typeof value !== 'string') return bareMismatch(value, 'string')
      const read = readTime(value, name)
      return read.ok ? given(read.text) : failure(read.message)
    }
    case 'quantity': {
      const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint'
      const read = canonicalQuantity(isText ? String(value).trim() : 'nothing')
      return read.ok ? given(read.text) : failure(read.message)
    }
    case 'intOrString': {
      if (typeof value === 'string') return given(value)
      const read = integer(value, INT32)
      return read.kind === 'mismatch' ? bareMismatch(value, 'int32') : read
    }
    case 'any':
      return given(value)
  }
}

/** What encoding/json calls the type of a value. */
export function goTypeOf(value: Json): string {
  if (value === null) return 'null'
  if (isList(value)) return 'array'
  if (isObject(value)) return 'object'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' ? 'number' : typeof value
}

function integer(value: Json, limit: bigint): ScalarRead {
  if (typeof value !== 'number' && typeof value !== 'bigint') return mismatch(value)
  const isWhole = typeof value === 'bigint' || Number.isInteger(value)
  const isWithin = isWhole && BigInt(value) < limit && BigInt(value) >= -limit
  if (!isWithin) return { kind: 'mismatch', found: `number ${value}` }
  return given(Object.is(value, -0) ? 0 : value)
}

// Go takes what is base64 with its padding, and tells where it is not.
function base64(text: string): ScalarRead {
  const clean = text.replaceAll(/[\r\n]/g, '')
  const at = clean.search(/[^A-Za-z0-9+/]/)
  const end = clean.replace(/={1,2}$/, '').length
  if (at >= 0 && at < end) return failure(`illegal base64 data at input byte ${at}`)
  if (clean.length % 4 !== 0)
    return failure(`illegal base64 data at input byte ${clean.length - (clean.length % 4)}`)
  return given(clean)
}

function given(value: Json): ScalarRead {
  return { kind: 'value', value }
}

function mismatch(value: Json): ScalarRead {
  return { kind: 'mismatch', found: goTypeOf(value) }
}

// From within a type that reads its JSON itself, Go names no field.
function bareMismatch(value: Json, wanted: string): ScalarRead {
  return failure(`json: cannot unmarshal ${goTypeOf(value)} into Go value of type ${wanted}`)
}

function failure(message: string): ScalarRead {
  return { kind: 'failure', message }
}
