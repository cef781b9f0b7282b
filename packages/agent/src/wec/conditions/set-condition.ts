import { equalJson, type Json, type JsonObject, memberOf, stringAt, withMember } from '@downsync/core'

/** A condition as the agent says it; `observedGeneration` is that of the work. */
export type SaidCondition = Readonly<{
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message: string
  observedGeneration?: number
}>

/**
 * The list with a condition set: in its place, or at the end. Its `lastTransitionTime` moves with its status.
 * @param now RFC 3339
 * @param isDated it moves with the observed generation too (manifests, from v1.2 on)
 * @returns the list itself where nothing changes
 */
export function setCondition(
  conditions: readonly Json[],
  said: SaidCondition,
  now: string,
  isDated = false,
): readonly Json[] {
  const there = conditions.find((condition) => stringAt(condition, 'type') === said.type)
  const { observedGeneration, ...rest } = said
  const since = memberOf(there, 'lastTransitionTime')
  const isOld =
    typeof since === 'string' &&
    memberOf(there, 'status') === said.status &&
    (!isDated || equalJson(memberOf(there, 'observedGeneration'), observedGeneration))
  const next: JsonObject = {
    ...rest,
    lastTransitionTime: isOld ? since : now,
    ...(observedGeneration === undefined ? {} : { observedGeneration }),
  }
  if (there === undefined) return [...conditions, next]
  return equalJson(there, next)
    ? conditions
    : conditions.map((condition) => (condition === there ? next : condition))
}

const RULE_PREFIX = 'ConditionRule'

/** Whether a rule made the condition, or the aggregation of rules. */
export function isOfRule(condition: Json): boolean {
  return stringAt(condition, 'reason')?.startsWith(RULE_PREFIX) ?? false
}

/** Without what rules of another generation said: a rule that is gone says nothing. */
export function withoutOldRules(conditions: readonly Json[], generation: number): readonly Json[] {
  return conditions.filter(
    (condition) => !isOfRule(condition) || equalJson(memberOf(condition, 'observedGeneration'), generation),
  )
}

/** The condition with another generation, for those that carry none before v1.2. */
export function undated(said: SaidCondition): SaidCondition {
  // A JSON object again, without the member.
  return withMember(said, 'observedGeneration', undefined) as SaidCondition
}
