import { hashText, labelValueFor, manifestKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type PairDemand, pairKey } from './demands.ts'
import type { Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** Whether the withdrawals of one Binding wait to be confirmed (GRD-1). */
export type WithdrawalGuard = Readonly<{ held: boolean; count: number; digest: string }>

/** The stage `guard`: by the name of a Binding. */
export function guardStage(
  bindings: BindingStages,
  wrapped: WrappedStages,
  demand: Stage<PairDemand>,
  limit: number | undefined,
): Stage<WithdrawalGuard> {
  return {
    name: 'guard',
    compute: (read, name) => {
      if (limit === undefined) return { held: false, count: 0, digest: '' }
      const { effective } = read.get(bindings.decision, name)
      const unwanted = new Set<string>()
      for (const { wec, shard } of read.bucket(wrapped.byBinding, labelValueFor(name)).values()) {
        if (shard === undefined || shard.deleting) continue
        const wanted = read.get(demand, pairKey(name, wec))
        if (wanted.kind === 'hold') continue
        const keys = new Set(wanted.items.map((item) => manifestKey(item.manifest)))
        for (const { id } of shard.bundle.items) {
          if (!keys.has(manifestKey(id))) unwanted.add(pairKey(manifestKey(id), wec))
        }
      }
      const digest = digestOf(effective?.wecs ?? [], (wec) => read.get(demand, pairKey(name, wec)))
      const held = unwanted.size > limit && effective?.confirmation !== digest
      return { held, count: unwanted.size, digest }
    },
    same: (a, b) => a.held === b.held && a.count === b.count && a.digest === b.digest,
  }
}

// Of the pairs that are still wanted: it holds while the withdrawals land, and no longer when something else is wanted.
function digestOf(wecs: readonly string[], demandIn: (wec: string) => PairDemand): string {
  const wanted = wecs.flatMap((wec) =>
    demandIn(wec)
      .items.map((item) => pairKey(manifestKey(item.manifest), wec))
      .sort(),
  )
  return hashText(wanted.join('\n'), 16)
}
