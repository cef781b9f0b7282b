import { compareUtf8, type Json, type JsonObject, memberOf, stringAt, withMember } from '../kube/index.ts'
import { type ConditionDecided, conditionsOfList, isTrue } from './conditions.ts'
import type { Reading } from './reading.ts'

/** Why the whole is not there yet, where nothing else in the aggregate could say so. */
export type Lack = Readonly<{ reading: Reading; reason: string; message: string }>

/**
 * AGG-1: kstatus looks past a generation that is missing, and Jobs have none. So where no lower one can be shown, or where upstream
 * keeps us from taking back that all have started, this condition says it: kstatus' own word for what is under way.
 */
export function withReconciling(
  conditions: readonly ConditionDecided[],
  lack: Lack | undefined,
  object: JsonObject,
  earlier: Json | undefined,
): readonly ConditionDecided[] {
  if (lack === undefined || conditions.some(isReconciling)) return conditions
  const { reading, reason, message } = lack
  const standing = conditionsOfList(memberOf(earlier, 'conditions')).find(
    (one) => stringAt(one, 'type') === 'Reconciling' && isTrue(one),
  )
  // There is no clock here (P-1): it has been so since it was first said, or since that WEC last changed.
  const at =
    stringAt(standing, 'lastTransitionTime') ??
    latestIn(reading.status) ??
    stringAt(object, 'metadata', 'creationTimestamp')
  const value: JsonObject = {
    type: 'Reconciling',
    status: 'True',
    reason,
    message: `${reading.wec}: ${message}`,
  }
  const added: ConditionDecided = {
    type: 'Reconciling',
    value: at === undefined ? value : withMember(value, 'lastTransitionTime', at),
    from: [reading.wec],
  }
  const others = conditions.filter(({ type }) => type !== 'Reconciling')
  // What has failed says so before it says that something is under way.
  const stalled = others.filter((one) => one.type === 'Stalled' && isTrue(one.value))
  return [...stalled, added, ...others.filter((one) => !stalled.includes(one))]
}

function isReconciling({ type, value }: ConditionDecided): boolean {
  return type === 'Reconciling' && isTrue(value)
}

function latestIn(status: JsonObject | undefined): string | undefined {
  return conditionsOfList(memberOf(status, 'conditions'))
    .flatMap((one) => stringAt(one, 'lastTransitionTime') ?? [])
    .sort(compareUtf8)
    .at(-1)
}
