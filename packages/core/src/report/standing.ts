import { isObserved } from '../aggregate/index.ts'
import { memberOf } from '../kube/index.ts'
import type { Place } from './types.ts'

/** How a WEC counts: with a report of what the WDS wants now, with one of something else, or with none (AGG-4, AGG-5). */
export type Standing = 'current' | 'behind' | 'silent'

/** How an object in one of its WECs counts. */
export function standingIn({ record, isCurrent }: Place): Standing {
  if (record === undefined || record === 'unreadable' || record.report.status === undefined) return 'silent'
  const { status, generation } = record.report
  return isCurrent && isObserved(memberOf(status, 'observedGeneration'), generation) ? 'current' : 'behind'
}
