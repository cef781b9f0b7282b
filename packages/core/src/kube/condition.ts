import { isObject, type Json, type JsonObject, listAt, memberOf, stringAt, withMember } from './json.ts'

/** A condition as it is read; what is no string reads as `''`, an absent time stays absent. */
export type Condition = Readonly<{
  type: string
  status: string
  reason: string
  message: string
  lastTransitionTime?: string
  lastUpdateTime?: string
  observedGeneration?: number
}>

/** A condition as its owner wants it; times are what `mergeConditions` adds. */
export type ConditionWanted = Readonly<{ type: string; status: string; reason: string; message: string }>

/** The conditions in `.status.conditions` of an object; what is no condition is passed over. */
export function conditionsOf(object: Json | undefined): readonly Condition[] {
  return conditionsIn(memberOf(memberOf(object, 'status'), 'conditions'))
}

/** The conditions in a list, wherever it stands (manifests have their own); empty for what is no list. */
export function conditionsIn(list: Json | undefined): readonly Condition[] {
  return listAt(list).filter(isCondition).map(readCondition)
}

/** The condition of a type; the first, should there be several. */
export function conditionOf(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type)
}

/**
 * The list of conditions with ours as wanted (BND-7). Others' stay as and where they are, and so does ours
 * when nothing about it changes; `lastTransitionTime`, and with it `lastUpdateTime`, moves only when `status`
 * does, and never goes back (P-1).
 * @param there the list as it stands; entries that are no objects are dropped
 * @param owned the conditions that the writer owns, each type once
 * @param now RFC 3339
 * @returns the standing ones in their order, then new ones as `owned` lists them; equal to `there` when
 * nothing changes
 */
export function mergeConditions(
  there: readonly Json[],
  owned: readonly ConditionWanted[],
  now: string,
): readonly JsonObject[] {
  const missing = new Map(owned.map((wanted) => [wanted.type, wanted]))
  const ours = new Set(missing.keys())
  const merged: JsonObject[] = []
  for (const standing of there) {
    if (!isObject(standing)) continue
    const type = stringAt(standing, 'type') ?? ''
    const wanted = missing.get(type)
    missing.delete(type)
    if (wanted !== undefined) merged.push(updated(standing, wanted, now))
    else if (!ours.has(type)) merged.push(standing)
  }
  return [...merged, ...[...missing.values()].map((wanted) => created(wanted, now))]
}

function created(wanted: ConditionWanted, now: string): JsonObject {
  return {
    type: wanted.type,
    status: wanted.status,
    lastUpdateTime: now,
    lastTransitionTime: now,
    reason: wanted.reason,
    message: wanted.message,
  }
}

function updated(standing: JsonObject, wanted: ConditionWanted, now: string): JsonObject {
  const said = withMember(withMember(standing, 'reason', wanted.reason), 'message', wanted.message)
  if (memberOf(standing, 'status') === wanted.status) return said
  return ['lastTransitionTime', 'lastUpdateTime'].reduce(
    (condition, field) => withMember(condition, field, later(stringAt(standing, field), now)),
    withMember(said, 'status', wanted.status),
  )
}

// What is no time counts as no time.
function later(there: string | undefined, now: string): string {
  return there !== undefined && Date.parse(there) > Date.parse(now) ? there : now
}

function isCondition(value: Json): value is JsonObject {
  return stringAt(value, 'type') !== undefined
}

function readCondition(value: JsonObject): Condition {
  const transition = stringAt(value, 'lastTransitionTime')
  const update = stringAt(value, 'lastUpdateTime')
  const generation = memberOf(value, 'observedGeneration')
  return {
    type: stringAt(value, 'type') ?? '',
    status: stringAt(value, 'status') ?? '',
    reason: stringAt(value, 'reason') ?? '',
    message: stringAt(value, 'message') ?? '',
    ...(transition === undefined ? {} : { lastTransitionTime: transition }),
    ...(update === undefined ? {} : { lastUpdateTime: update }),
    ...(typeof generation === 'number' ? { observedGeneration: generation } : {}),
  }
}
