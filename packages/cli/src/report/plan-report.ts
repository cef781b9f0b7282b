import type { Action, Outcome, Settings } from '@downsync/core'
import type { World } from '../world/build-world.ts'
import { type BindingReport, bindingReports, policiesWithoutBinding } from './bindings.ts'
import { type NotDelivered, notDelivered } from './not-delivered.ts'
import { comparePairs, type PairChanges, pairsIn, rulesIn } from './pairs.ts'
import { runRounds } from './rounds.ts'
import { type WrappedWrite, wrappedWrites } from './wrapped-writes.ts'

/** Everything that a plan has to say, before it is printed. */
export type PlanReport = Readonly<{
  outcome: Outcome
  bindings: readonly BindingReport[]
  /** Invalid policies that never had a Binding. */
  unbound: readonly string[]
  notDelivered: readonly NotDelivered[]
  wrapped: readonly WrappedWrite[]
  pairs: PairChanges
  /** By `pairKey`: by which rules a pair changes or vanishes. */
  rules: ReadonlyMap<string, readonly string[]>
  /** Pairs that stood in mailboxes before. */
  standing: number
  rounds: readonly (readonly Action[])[]
  settled: boolean
  dropped: readonly Readonly<{ action: Action; why: string }>[]
}>

/** Plans a world to its end, and collects what goes where and why. */
export function reportPlan({ snapshot }: World, settings: Settings): PlanReport {
  const { first, last, rounds, settled, dropped } = runRounds(snapshot, settings)
  const bindings = bindingReports(last)
  const before = pairsIn(snapshot, settings.transport)
  return {
    outcome: last,
    bindings,
    unbound: policiesWithoutBinding(last),
    notDelivered: notDelivered(last, bindings),
    wrapped: wrappedWrites(first.snapshot, last.snapshot, settings.transport),
    pairs: comparePairs(before, pairsIn(last.snapshot, settings.transport)),
    rules: rulesIn(rounds.flat()),
    standing: before.length,
    rounds,
    settled,
    dropped,
  }
}
