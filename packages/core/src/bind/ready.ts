import { describeId, type ObjectId } from '../kube/index.ts'
import { describeUnseen } from './synced.ts'
import type { ConditionValue, EffectiveBinding, Unseen } from './types.ts'

/** How one pair that counts stands, as far as `Ready` looks at it. */
export type PairStanding = Readonly<{
  id: ObjectId
  wec: string
  state: 'applied' | 'pending' | 'failed' | 'frozen'
  /** The transport's text, or why it is frozen. */
  message: string
}>

/** The condition `Ready`: every wrapped object is applied in every destination, as far as the transport reports it (BND-7, FRZ-4). */
export function readyCondition(
  binding: EffectiveBinding,
  pairs: Iterable<PairStanding>,
  itsUnseen: readonly Unseen[],
): ConditionValue {
  if (binding.paused) return ready('False', 'Paused', 'nothing is written for it while it is paused')
  const tally = tallyOf(pairs)
  // False goes before Unknown (FRZ-4).
  if (tally.frozen !== undefined) return ready('False', 'Frozen', standingMessage(tally, tally.frozen))
  if (tally.failed !== undefined) return ready('False', 'ApplyFailed', standingMessage(tally, tally.failed))
  if (itsUnseen.length > 0) return ready('Unknown', 'ResourceUnseen', describeUnseen(itsUnseen))
  if (tally.total === 0) return ready('True', 'NothingToDeliver', 'no object or no destination')
  if (tally.pending !== undefined) return ready('False', 'NotApplied', standingMessage(tally, tally.pending))
  return ready('True', 'AllApplied', `all ${tally.total} are applied`)
}

type Tally = {
  total: number
  applied: number
  frozen?: PairStanding
  failed?: PairStanding
  pending?: PairStanding
}

function tallyOf(pairs: Iterable<PairStanding>): Tally {
  const tally: Tally = { total: 0, applied: 0 }
  for (const pair of pairs) {
    tally.total += 1
    if (pair.state === 'applied') tally.applied += 1
    else tally[pair.state] ??= pair
  }
  return tally
}

function standingMessage(tally: Tally, first: PairStanding): string {
  const detail = first.message === '' ? '' : `: ${first.message}`
  return `${tally.total - tally.applied} of ${tally.total} not applied; first ${describeId(first.id)} in ${first.wec}${detail}`
}

function ready(status: ConditionValue['status'], reason: string, message: string): ConditionValue {
  return { type: 'Ready', status, reason, message }
}
