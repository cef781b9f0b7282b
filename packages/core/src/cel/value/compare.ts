import { compareUtf8 } from '../../kube/index.ts'
import type { CelScalar, CelValue } from './value.ts'

type CelNumber = Extract<CelScalar, { type: 'int' | 'uint' | 'double' }>

export function isNumber(value: CelValue): value is CelNumber {
  return value.type === 'int' || value.type === 'uint' || value.type === 'double'
}

/** Order of numbers whatever their types, integers as doubles where one is a double, as in cel-go; NaN is in no order (undefined). */
export function compareNumbers(a: CelNumber, b: CelNumber): number | undefined {
  if (a.type !== 'double' && b.type !== 'double') return compareIntegers(a.value, b.value)
  const [left, right] = [Number(a.value), Number(b.value)]
  if (left === right) return 0
  if (left < right) return -1
  return left > right ? 1 : undefined
}

/** The order of two values; undefined where there is none: NaN. `incomparable` where `<` is not defined for them. */
export function compareValues(a: CelValue, b: CelValue): number | undefined | 'incomparable' {
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  if (a.type === 'string' && b.type === 'string') return compareUtf8(a.value, b.value)
  if (a.type === 'bool' && b.type === 'bool') return Number(a.value) - Number(b.value)
  if (a.type === 'bytes' && b.type === 'bytes') return compareBytes(a.value, b.value)
  if (a.type === 'timestamp' && b.type === 'timestamp') return compareIntegers(a.nanos, b.nanos)
  if (a.type === 'duration' && b.type === 'duration') return compareIntegers(a.nanos, b.nanos)
  return 'incomparable'
}

function compareIntegers(a: bigint, b: bigint): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (const [index, byte] of a.entries()) {
    const other = b[index]
    if (other === undefined) return 1
    if (byte !== other) return byte - other
  }
  return a.length - b.length
}
