import type { Budget } from '../execute/budget.ts'
import { showValue } from '../format/format-value.ts'
import type { Bytes } from '../text/bytes.ts'
import { typeName, type Value } from './value.ts'

/** A comparison's answer, or Go's message why there is none. */
export type Comparison = Readonly<{ ok: true; value: boolean } | { ok: false; message: Bytes }>

const BAD_TYPE: Comparison = { ok: false, message: 'invalid type for comparison' }

function answer(value: boolean): Comparison {
  return { ok: true, value }
}

/** Whether two values are equal. Numbers of different types are not compared, but for `int` and `uint8`. */
export function equals(left: Value, right: Value, budget: Budget): Comparison {
  if (left.kind === 'nil' || right.kind === 'nil') return answer(left.kind === right.kind)
  switch (left.kind) {
    case 'bool':
      if (right.kind === 'bool') return answer(left.value === right.value)
      break
    case 'int':
    case 'uint8':
      if (right.kind === 'int' || right.kind === 'uint8') return answer(left.value === right.value)
      break
    case 'float64':
      if (right.kind === 'float64') return answer(left.value === right.value)
      break
    case 'complex128':
      if (right.kind === 'complex128') {
        return answer(left.real === right.real && left.imaginary === right.imaginary)
      }
      break
    case 'string':
      if (right.kind === 'string') {
        budget.spendBytes(Math.min(left.value.length, right.value.length))
        return answer(left.value === right.value)
      }
      break
    case 'map':
      if (right.kind === 'map') {
        return { ok: false, message: `non-comparable type ${showValue(right)}: ${typeName(right)}` }
      }
      break
  }
  return incompatible(left, right)
}

/** Whether the left one comes before: numbers by size, strings by their bytes. */
export function isLess(left: Value, right: Value, budget: Budget): Comparison {
  if (!hasBasicKind(left) || !hasBasicKind(right)) return BAD_TYPE
  switch (left.kind) {
    case 'int':
    case 'uint8':
      if (right.kind === 'int' || right.kind === 'uint8') return answer(left.value < right.value)
      break
    case 'float64':
      if (right.kind === 'float64') return answer(left.value < right.value)
      break
    case 'string':
      if (right.kind === 'string') {
        budget.spendBytes(Math.min(left.value.length, right.value.length))
        return answer(left.value < right.value)
      }
      break
    default:
      if (left.kind === right.kind) return BAD_TYPE
  }
  return incompatible(left, right)
}

type Basic = Exclude<Value, { kind: 'nil' | 'map' }>

function hasBasicKind(value: Value): value is Basic {
  return value.kind !== 'nil' && value.kind !== 'map'
}

function incompatible(
  left: Exclude<Value, { kind: 'nil' }>,
  right: Exclude<Value, { kind: 'nil' }>,
): Comparison {
  return {
    ok: false,
    message: `incompatible types for comparison: ${typeName(left)} and ${typeName(right)}`,
  }
}
