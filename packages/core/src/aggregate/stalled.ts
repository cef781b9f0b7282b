import { type JsonObject, memberOf, stringAt } from '../kube/index.ts'
import { type ConditionDecided, conditionOfType, conditionsOfList, isTrue } from './conditions.ts'
import { latestOf, toldBy } from './donor.ts'
import type { KindTable } from './kind-table.ts'
import type { Reading } from './reading.ts'

/**
 * AGG-1: kstatus' own word for what has failed. A failure in one WEC is told by it where the condition that says so there cannot be
 * written (a Job that still runs elsewhere), or would not be reached (something is under way in another WEC).
 * @param saysFailed whether the whole says by itself that it has failed
 * @param open a WEC because of which it does not
 */
export function stalledBy(
  table: KindTable,
  readings: readonly Reading[],
  saysFailed: boolean,
  open: string | undefined,
): ConditionDecided | undefined {
  const stances = readings.map(({ wec, status }) => {
    const list = conditionsOfList(memberOf(status, 'conditions'))
    return {
      wec,
      condition: failureIn(list, table),
      isUnderWay: isTrue(conditionOfType(list, 'Reconciling')),
    }
  })
  // What is under way, it says, has not failed.
  const donor = latestOf(
    stances.flatMap(({ wec, condition, isUnderWay }) =>
      condition === undefined || isUnderWay ? [] : [{ wec, condition }],
    ),
  )
  if (donor === undefined) return undefined
  const busy = stances.find(({ isUnderWay }) => isUnderWay)?.wec
  if (saysFailed && busy === undefined) return undefined
  const hider = saysFailed ? busy : open
  const from = hider === undefined || hider === donor.wec ? [donor.wec] : [donor.wec, hider]
  return { type: 'Stalled', value: toldBy('Stalled', 'True', donor), from }
}

function failureIn(list: readonly JsonObject[], table: KindTable): JsonObject | undefined {
  return list.find((one) => {
    const type = stringAt(one, 'type') ?? ''
    if (table.ends !== undefined) return type === table.ends.failed && isTrue(one)
    const { reasons } = table.conditions ?? {}
    const own = reasons !== undefined && Object.hasOwn(reasons, type) ? reasons[type] : undefined
    return own?.decisive.includes(stringAt(one, 'reason') ?? '') === true
  })
}
