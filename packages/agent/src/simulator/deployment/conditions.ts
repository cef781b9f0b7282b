import { type ConditionWanted, type JsonObject, stringAt } from '@downsync/core'

/**
 * The conditions of a Deployment with one set as kube-controller-manager does: what says the same status and reason stays, even
 * with another message; what is new goes to the end.
 * @param since when its status came to be so, if that is known; default: as before, or now
 */
export function setCondition(
  conditions: readonly JsonObject[],
  { type, status, reason, message }: ConditionWanted,
  now: string,
  since?: string,
): readonly JsonObject[] {
  const current = conditions.find((one) => stringAt(one, 'type') === type)
  const isSameStatus = stringAt(current, 'status') === status
  if (current !== undefined && isSameStatus && stringAt(current, 'reason') === reason) return conditions
  const before = isSameStatus ? stringAt(current, 'lastTransitionTime') : undefined
  const condition = {
    type,
    status,
    lastUpdateTime: now,
    lastTransitionTime: before ?? since ?? now,
    reason,
    message,
  }
  return [...removeCondition(conditions, type), condition]
}

export function removeCondition(conditions: readonly JsonObject[], type: string): readonly JsonObject[] {
  return conditions.filter((one) => stringAt(one, 'type') !== type)
}
