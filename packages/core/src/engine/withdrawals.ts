import { hashText, labelValueFor, manifestKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type PairDemand, pairKey } from './demands.ts'
import type { Inputs } from './inputs.ts'
import type { Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** Whether the withdrawals of one Binding wait to be confirmed (GRD-1). */
export type WithdrawalGuard = Readonly<{ held: boolean; count: number; digest: string }>

/** The stage `guard`: by the name of a Binding. */
export function guardStage(
  inputs: Inputs,
  bindings: BindingStages,
  wrapped: WrappedStages,
  demand: Stage<PairDemand>,
  limit: number | undefined,
): Stage<WithdrawalGuard> {
  const unwanted: Stage<number> = {
    name: 'unwanted',
    compute: (read, key) => {
      const [wec = '', name = ''] = key.split('\u0000')
      const wanted = read.get(demand, key)
      if (wanted.kind === 'hold') return 0
      const wdsId = read.get(inputs.wdsId, '')
      const label = labelValueFor(name)
      const keys = new Set(wanted.items.map((item) => manifestKey(item.manifest)))
      const found = new Set<string>()
      for (const one of read.bucket(wrapped.byMailbox, wec).values()) {
        if (one.kind !== 'ours' || one.shard.bindingLabel !== label || one.shard.deleting) continue
        const unknown = [...one.shard.items.keys()].filter((item) => !keys.has(item))
        // WRP-6: another WDS's of our name is not ours to withdraw.
        const isForeign = one.shard.wdsId !== undefined && one.shard.wdsId !== wdsId
        if (isForeign && unknown.length === one.shard.items.size) continue
        for (const item of unknown) found.add(item)
      }
      return found.size
    },
  }
  const wantedDigest: Stage<string> = {
    name: 'wantedDigest',
    compute: (read, key) => {
      const keys = read.get(demand, key).items.map((item) => manifestKey(item.manifest))
      return keys.length === 0 ? '' : hashText(keys.sort().join('\n'), 16)
    },
  }
  return {
    name: 'guard',
    compute: (read, name) => {
      if (limit === undefined) return { held: false, count: 0, digest: '' }
      const { effective } = read.get(bindings.delivered, name)
      const count = read
        .get(wrapped.mailboxesOf, labelValueFor(name))
        .reduce((sum, wec) => sum + read.get(unwanted, pairKey(name, wec)), 0)
      if (count <= limit) return { held: false, count, digest: '' }
      // Of the pairs that are still wanted: it holds while the withdrawals land, and no longer when something else is wanted.
      const parts = (effective?.wecs ?? []).flatMap((wec) => {
        const digest = read.get(wantedDigest, pairKey(name, wec))
        return digest === '' ? [] : [`${wec} ${digest}`]
      })
      const digest = hashText(parts.join('\n'), 16)
      return { held: effective?.confirmation !== digest, count, digest }
    },
    same: (a, b) => a.held === b.held && a.count === b.count && a.digest === b.digest,
  }
}
