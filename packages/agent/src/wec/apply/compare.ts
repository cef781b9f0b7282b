import { canonicalJson, equalJson, isDeeperThan, isList, isObject, type Json, memberOf } from '@downsync/core'

/** Whether a value says nothing to the server that stores it, so that it is as good as left out. */
export type IsBlank = (value: Json | undefined) => boolean

/**
 * What a server leaves out of an object of this API group. Go types of built-in kinds drop zeros and empty lists; custom resources
 * keep all but null. An empty object may mean something (`emptyDir: {}`) and never counts as blank.
 */
export function blankIn(group: string): IsBlank {
  const isBuiltIn = !group.includes('.') || group.endsWith('.k8s.io')
  return isBuiltIn ? isZero : isNothing
}

function isNothing(value: Json | undefined): boolean {
  return value === undefined || value === null
}

function isZero(value: Json | undefined): boolean {
  if (isNothing(value) || value === '' || value === 0 || value === false) return true
  return isList(value) && value.length === 0
}

/** Whether two values are the same to a server. */
export function isSameValue(a: Json | undefined, b: Json | undefined, isBlank: IsBlank): boolean {
  return isShallow(a) && isShallow(b) ? same(a, b, isBlank) : textOf(a) === textOf(b)
}

/**
 * Whether a value says all that `wanted` says. What `wanted` does not speak of, such as defaults, may be there besides, but
 * no more items in a list.
 */
export function saysAll(value: Json | undefined, wanted: Json | undefined, isBlank: IsBlank): boolean {
  return isShallow(value) && isShallow(wanted)
    ? says(value, wanted, isBlank)
    : textOf(value) === textOf(wanted)
}

/**
 * Whether two values, both as the server gave them, agree wherever `wanted` speaks; how the server put what is wanted (`1` for
 * `1000m`, a field that it does not know) does not matter.
 */
export function agreeWhere(wanted: Json | undefined, a: Json | undefined, b: Json | undefined): boolean {
  const canRecur = isShallow(wanted) && isShallow(a) && isShallow(b)
  return canRecur ? agree(wanted, a, b) : textOf(a) === textOf(b)
}

function same(a: Json | undefined, b: Json | undefined, isBlank: IsBlank): boolean {
  if (a === b || (isBlank(a) && isBlank(b))) return true
  if (isList(a) && isList(b))
    return a.length === b.length && a.every((item, index) => same(item, b[index], isBlank))
  if (isObject(a) && isObject(b))
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].every((key) =>
      same(memberOf(a, key), memberOf(b, key), isBlank),
    )
  return equalJson(a, b)
}

function says(value: Json | undefined, wanted: Json | undefined, isBlank: IsBlank): boolean {
  // A null asks for the default, whatever that is.
  if (isNothing(wanted) || value === wanted || (isBlank(value) && isBlank(wanted))) return true
  if (isList(wanted) && isList(value))
    return value.length === wanted.length && wanted.every((item, index) => says(value[index], item, isBlank))
  if (isObject(wanted) && isObject(value))
    return Object.entries(wanted).every(([key, member]) => says(memberOf(value, key), member, isBlank))
  return equalJson(value, wanted)
}

function agree(wanted: Json | undefined, a: Json | undefined, b: Json | undefined): boolean {
  if (a === b) return true
  if (isObject(wanted) && isObject(a) && isObject(b))
    return Object.entries(wanted).every(([key, member]) => agree(member, memberOf(a, key), memberOf(b, key)))
  // A list that the server made another length of is compared whole.
  if (isList(wanted) && isList(a) && isList(b) && wanted.length === a.length && a.length === b.length)
    return wanted.every((item, index) => agree(item, a[index], b[index]))
  return equalJson(a, b)
}

function isShallow(value: Json | undefined): boolean {
  return !isDeeperThan(value ?? null, RECURSION_DEPTH)
}

// Deeper than anything real, and well below what any call stack allows.
const RECURSION_DEPTH = 500

function textOf(value: Json | undefined): string {
  return canonicalJson(value ?? null)
}
