import { describeId, type ObjectId } from '../kube/index.ts'
import { describeUnseen } from './synced.ts'
import type { ConditionValue, Unseen } from './types.ts'

/** How one pair that counts stands, as far as `Ready` looks at it. */
export type PairStanding = Readonly<{
  id: ObjectId
  wec: string
  state: 'applied' | 'pending' | 'failed' | 'frozen'
  /** The transport's text, or why it is frozen. */
  message: string
}>

/** A WEC of which something is not known that is asked for: how a Binding's objects are there (RPT-9, RPT-10). */
export type Unheard = Readonly<{ wec: string }> &
  Readonly<
    /** It is not available; `at`: when its last report was made. */
    | { kind: 'unavailable'; at: string | undefined }
    /** It has applied the object and not reported it. */
    | { kind: 'silent'; object: ObjectId }
  >

/** How many pairs there are, how many are applied, and the first of each kind that is not. */
export type PairTally = Readonly<{
  total: number
  applied: number
  frozen: PairStanding | null
  failed: PairStanding | null
  pending: PairStanding | null
}>

/** Sums pairs up; a pair is copied, so that nothing else of it is kept. */
export function tallyOf(pairs: Iterable<PairStanding>): PairTally {
  let [total, applied] = [0, 0]
  const first: { [State in 'frozen' | 'failed' | 'pending']: PairStanding | null } = {
    frozen: null,
    failed: null,
    pending: null,
  }
  for (const { id, wec, state, message } of pairs) {
    total += 1
    if (state === 'applied') applied += 1
    else first[state] ??= { id, wec, state, message }
  }
  return { total, applied, ...first }
}

/**
 * The condition `Ready`: every wrapped object is applied in every destination, as far as the transport reports
 * it (BND-7, FRZ-4).
 * @param tallies of its WECs, in their order
 * @param binding whether it is paused, the WECs of it that get nothing (CLU-4), and those that are not heard, in their order
 */
export function readyCondition(
  binding: Readonly<{ paused: boolean; unusable: readonly string[]; unheard: readonly Unheard[] }>,
  tallies: Iterable<PairTally>,
  itsUnseen: readonly Unseen[],
): ConditionValue {
  if (binding.paused) return ready('False', 'Paused', 'nothing is written for it while it is paused')
  const tally = sumOf(tallies)
  // False goes before Unknown (FRZ-4).
  if (tally.frozen !== null) return ready('False', 'Frozen', standingMessage(tally, tally.frozen))
  if (tally.failed !== null) return ready('False', 'ApplyFailed', standingMessage(tally, tally.failed))
  if (itsUnseen.length > 0) return ready('Unknown', 'ResourceUnseen', describeUnseen(itsUnseen))
  const [unusable] = binding.unusable
  if (unusable !== undefined) {
    const more = binding.unusable.length === 1 ? '' : ` (and ${binding.unusable.length - 1} more)`
    return ready('False', 'DestinationUnusable', `nothing can be delivered to ${unusable}${more}`)
  }
  if (tally.total === 0) return ready('True', 'NothingToDeliver', 'no object or no destination')
  if (tally.pending !== null) return ready('False', 'NotApplied', standingMessage(tally, tally.pending))
  if (binding.unheard.length > 0) return ready('Unknown', 'NotReported', unheardMessage(binding.unheard))
  return ready('True', 'AllApplied', `all ${tally.total} are applied`)
}

function sumOf(tallies: Iterable<PairTally>): PairTally {
  let sum: PairTally = { total: 0, applied: 0, frozen: null, failed: null, pending: null }
  for (const one of tallies) {
    sum = {
      total: sum.total + one.total,
      applied: sum.applied + one.applied,
      frozen: sum.frozen ?? one.frozen,
      failed: sum.failed ?? one.failed,
      pending: sum.pending ?? one.pending,
    }
  }
  return sum
}

const MOST_UNHEARD = 10

function unheardMessage(unheard: readonly Unheard[]): string {
  const shown = unheard.slice(0, MOST_UNHEARD).map(describeUnheard)
  const more = unheard.length - shown.length
  const all = more === 0 ? shown : [...shown, `and ${more} more`]
  return `all is applied, and how it is now is not known: ${all.join(', ')}`
}

function describeUnheard(one: Unheard): string {
  if (one.kind === 'silent') return `${one.wec} (it has not reported ${describeId(one.object)})`
  return `${one.wec} (not available; its last report is of ${one.at ?? 'an unknown time'})`
}

function standingMessage(tally: PairTally, first: PairStanding): string {
  const detail = first.message === '' ? '' : `: ${first.message}`
  return `${tally.total - tally.applied} of ${tally.total} not applied; first ${describeId(first.id)} in ${first.wec}${detail}`
}

function ready(status: ConditionValue['status'], reason: string, message: string): ConditionValue {
  return { type: 'Ready', status, reason, message }
}
