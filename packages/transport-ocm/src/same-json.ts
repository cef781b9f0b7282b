import { canonicalJson, equalJson, isDeeperThan, type Json } from '@downsync/core'

/** Deeper than anything real, and well below what any engine's call stack allows. */
export const RECURSION_DEPTH = 500

/** `equalJson`, of values nested however deep. */
export function isSameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === b || a === undefined || b === undefined) return equalJson(a, b)
  const isDeep = isDeeperThan(a, RECURSION_DEPTH) || isDeeperThan(b, RECURSION_DEPTH)
  return isDeep ? canonicalJson(a) === canonicalJson(b) : equalJson(a, b)
}
