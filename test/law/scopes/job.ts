import type { JsonObject } from '@downsync/core'
import { condition, deleted, type MemberState, objectFor, product, type Scope } from '../scope.ts'

const START = '2024-02-20T03:00:00Z'
const LATER = '2024-02-20T04:00:00Z'
const END = '2024-02-21T03:00:00Z'

const complete = [condition('SuccessCriteriaMet', 'True'), condition('Complete', 'True')]
const failed = [condition('FailureTarget', 'True'), condition('Failed', 'True')]
/** Ended or not; with what a server would ask for. */
const ends: readonly (readonly JsonObject[])[] = [
  [],
  complete,
  failed,
  [condition('Complete', 'False')],
  [condition('Failed', 'False')],
  [condition('FailureTarget', 'True')],
  [condition('SuccessCriteriaMet', 'True')],
  [...complete, condition('Failed', 'False')],
]
const suspensions: readonly (readonly JsonObject[])[] = [
  [],
  [condition('Suspended', 'True')],
  [condition('Suspended', 'False')],
  [condition('Stalled', 'True')],
  [condition('Reconciling', 'True')],
]
const counts: readonly JsonObject[] = product([0, 1, 2], [0, 1, 2], [0, 1, 2]).map(
  ([active, succeeded, failures]) => ({ active, ready: active, succeeded, failed: failures }),
)

function statuses(
  starts: readonly (string | undefined)[],
  suspended: readonly (readonly JsonObject[])[],
  numbers: readonly JsonObject[],
): readonly MemberState[] {
  return product(ends, suspended, starts, numbers).flatMap(([end, more, start, count]) => {
    const isComplete = end.includes(complete[1] ?? {})
    const hasEnded = isComplete || end === failed
    if (hasEnded && (start === undefined || count['active'] !== 0)) return []
    const status = {
      ...count,
      conditions: [...end, ...more],
      ...(start !== undefined && { startTime: start }),
      ...(isComplete && { completionTime: END }),
    }
    return [{ status, current: true }]
  })
}

const behind: readonly MemberState[] = [
  { status: { startTime: START, active: 1 }, current: false },
  { status: { startTime: START, completionTime: END, conditions: complete }, current: false },
  { status: { startTime: START, conditions: failed }, current: false },
  { status: undefined, current: true },
  { status: undefined, current: false },
]
const objects = [{}, { suspend: true }, { completions: 2, parallelism: 2, completionMode: 'Indexed' }].map(
  (spec) => objectFor('batch/v1', 'Job', spec),
)

export const jobScope: Scope = {
  kind: 'Job',
  rounds: [
    {
      objects,
      states: [...statuses([undefined, START], suspensions.slice(0, 3), counts), ...behind],
      wecs: 2,
    },
    {
      objects,
      states: [...statuses([undefined, START, LATER], suspensions, [{ active: 0 }]), ...behind],
      wecs: 3,
    },
    {
      objects: objects.map(deleted),
      states: [...statuses([START], [[]], counts.slice(0, 1)), ...behind],
      wecs: 2,
    },
  ],
}
