import {
  generationOf,
  isObject,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  mergeConditions,
  withMember,
} from '../kube/index.ts'
import type { ConditionValue } from './types.ts'

/**
 * The `.status` of a policy or a Binding (BND-7): what is ours is as given, what other writers put there stays. Equal to what
 * stands when nothing of ours changed.
 */
export function controlStatus(
  object: KubeObject,
  own: Readonly<{ conditions: readonly ConditionValue[]; errors: readonly string[] }>,
  now: string,
): JsonObject {
  const there = memberOf(object, 'status')
  const base: JsonObject = isObject(there) ? there : {}
  const conditions = mergeConditions(listAt(base, 'conditions'), own.conditions, now)
  const observed = withMember(base, 'observedGeneration', generationOf(object))
  const withErrors = withMember(observed, 'errors', own.errors.length > 0 ? own.errors : undefined)
  return withMember(withErrors, 'conditions', conditions)
}
