import {
  canonicalJson,
  equalJson,
  isDeeperThan,
  isList,
  isObject,
  type Json,
  objectOf,
} from '../kube/index.ts'

// What an API server would refuse long before; a fixed bound, since results must not depend on the size of a
// call stack (P-2).
const DEPTH = 500

/**
 * P-6a: whether two values of `.status` say the same. For built-in kinds absent, null, zero and empty are
 * equal, at any depth: servers send required zeros back. For others, only what is equal is equal.
 */
export function sameStatus(isBuiltIn: boolean, a: Json | undefined, b: Json | undefined): boolean {
  if (isDeep(a) || isDeep(b)) return textOf(a) === textOf(b)
  return isBuiltIn ? equalJson(withoutZeros(a), withoutZeros(b)) : equalJson(a, b)
}

// Items of a list keep their places, whatever they are.
function withoutZeros(value: Json | undefined): Json {
  if (isList(value)) return value.map((item) => withoutZeros(item))
  if (!isObject(value)) return isZero(value) ? null : (value ?? null)
  const members = Object.entries(value).map(([key, member]) => [key, withoutZeros(member)] as const)
  const kept = members.filter(([, member]) => !isZero(member))
  return kept.length === 0 ? null : objectOf(kept)
}

function isZero(value: Json | undefined): boolean {
  if (isList(value)) return value.length === 0
  // −0 and 0n are zeros too.
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) === 0
  return value === undefined || value === null || value === false || value === ''
}

function isDeep(value: Json | undefined): boolean {
  return value !== undefined && isDeeperThan(value, DEPTH)
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value)
}
