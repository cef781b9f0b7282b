import { compareUtf8, equalJson, isList, isObject, type Json, memberOf } from '../kube/index.ts'
import type { Operator } from './query.ts'
import { type Run, spend } from './run.ts'

/** RFC 9535, section 2.3.5.2.2; undefined is Nothing. Numbers are compared by what they are, bigint or not. */
export function compares(
  run: Run,
  left: Json | undefined,
  operator: Operator,
  right: Json | undefined,
): boolean {
  switch (operator) {
    case '==':
      return isEqual(run, left, right)
    case '!=':
      return !isEqual(run, left, right)
    case '<':
      return isLess(left, right)
    case '>':
      return isLess(right, left)
    case '<=':
      return isLess(left, right) || isEqual(run, left, right)
    case '>=':
      return isLess(right, left) || isEqual(run, left, right)
  }
}

function isLess(left: Json | undefined, right: Json | undefined): boolean {
  if (typeof left === 'string' && typeof right === 'string') return compareUtf8(left, right) < 0
  return isNumber(left) && isNumber(right) && left < right
}

// Takes no stack: values are as deep as documents are.
function isEqual(run: Run, left: Json | undefined, right: Json | undefined): boolean {
  const pairs: [Json | undefined, Json | undefined][] = [[left, right]]
  for (let pair = pairs.pop(); pair !== undefined; pair = pairs.pop()) {
    if (!spend(run, 1)) return false
    const [a, b] = pair
    if (isList(a)) {
      if (!isList(b) || a.length !== b.length) return false
      for (const [index, item] of a.entries()) pairs.push([item, b[index]])
    } else if (isObject(a)) {
      const keys = Object.keys(a)
      if (!isObject(b) || keys.length !== Object.keys(b).length) return false
      for (const key of keys) pairs.push([a[key], memberOf(b, key)])
    } else if (!isSame(a, b)) return false
  }
  return true
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  // −0 is 0, other than for `equalJson`; of a number and a bigint `===` is false.
  return a === b || (isNumber(a) && isNumber(b) && equalJson(a, b))
}

function isNumber(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
