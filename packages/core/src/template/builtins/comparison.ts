import { type Comparison, equals, isLess } from '../value/compare.ts'
import { boolValue, NIL, type Value } from '../value/value.ts'
import { type Builtin, type CallContext, failed, type Returned, returned } from './builtin.ts'

type Compare = (left: Value, right: Value, context: CallContext) => Comparison

const equal: Compare = (left, right, { budget }) => equals(left, right, budget)
const less: Compare = (left, right, { budget }) => isLess(left, right, budget)

// Composed as in Go, which says first what is wrong with `<`.
const lessOrEqual: Compare = (left, right, context) => {
  const isBefore = less(left, right, context)
  return isBefore.ok && !isBefore.value ? equal(left, right, context) : isBefore
}

function not(comparison: Comparison): Comparison {
  return comparison.ok ? { ok: true, value: !comparison.value } : comparison
}

export const eq: Builtin = {
  arity: 1,
  isVariadic: true,
  call([first = NIL, ...others], context) {
    if (others.length === 0) return failed('missing argument for comparison')
    for (const other of others) {
      const comparison = equal(first, other, context)
      if (!comparison.ok || comparison.value) return toReturned(comparison)
    }
    return returned(boolValue(false))
  },
}

export const ne = ofTwo((left, right, context) => not(equal(left, right, context)))
export const lt = ofTwo(less)
export const le = ofTwo(lessOrEqual)
export const gt = ofTwo((left, right, context) => not(lessOrEqual(left, right, context)))
export const ge = ofTwo((left, right, context) => not(less(left, right, context)))

function ofTwo(compare: Compare): Builtin {
  return {
    arity: 2,
    isVariadic: false,
    call: ([left = NIL, right = NIL], context) => toReturned(compare(left, right, context)),
  }
}

function toReturned(comparison: Comparison): Returned {
  return comparison.ok ? returned(boolValue(comparison.value)) : comparison
}
