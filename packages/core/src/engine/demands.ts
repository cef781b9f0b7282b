import type { Wanted } from '../deliver/index.ts'
import { manifestKey } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Read, Stage } from './stage.ts'
import type { Undecided } from './undecided.ts'
import type { Usability } from './usability.ts'
import type { Wishes } from './wishes.ts'

/** What one Binding wants in one WEC, before the mailbox is looked at as a whole. */
export type PairDemand = Readonly<{
  /** `deliver`: the items and nothing else; `hold`: what stands stays (P-4); `none`: nothing is wanted. */
  kind: Usability['kind']
  items: readonly Wanted[]
  /** `manifestKey`s of what is listed and never wrapped (DLV-1). */
  withheld: readonly string[]
}>

const NONE: PairDemand = { kind: 'none', items: [], withheld: [] }
const HOLD: PairDemand = { kind: 'hold', items: [], withheld: [] }

/** The key of one Binding in one WEC. */
export function pairKey(binding: string, wec: string): string {
  return `${wec}\u0000${binding}`
}

/** The stage `demand`: by `pairKey`. */
export function demandStage(
  bindings: BindingStages,
  wishes: Stage<Wishes>,
  usability: Stage<Usability>,
  undecided: Undecided,
): Stage<PairDemand> {
  return {
    name: 'demand',
    compute: (read, key) => {
      const [wec = '', name = ''] = key.split('\u0000')
      const { effective, holds } = read.get(bindings.delivered, name)
      if (holds) return HOLD
      if (effective === undefined || effective.leaving) return NONE
      const usable = read.get(usability, wec)
      if (!read.get(bindings.wecSet, name).has(wec)) return usable.inventoryUnseen ? HOLD : NONE
      if (usable.kind !== 'deliver') return usable.kind === 'hold' ? HOLD : NONE
      const wished = read.get(wishes, name)
      const { items, withheld } = withoutOwned(read, wec, wished)
      const kept = undecided(read, effective, wec, wished.manifests)
      return { kind: 'deliver', items: kept.length === 0 ? items : [...items, ...kept], withheld }
    },
    // The lists are those of `wishes` for as long as nothing in this WEC makes a difference.
    same: (a, b) => a.kind === b.kind && a.items === b.items && a.withheld === b.withheld,
  }

  // DLV-1: what an owner makes, the owner makes in the WEC as well.
  function withoutOwned(read: Read, wec: string, wished: Wishes): Pick<Wishes, 'items' | 'withheld'> {
    if (wished.owners.size === 0) return wished
    const others = [...read.bucket(bindings.bindingsByWec, wec).keys()].map((name) => read.get(wishes, name))
    const owned = new Set<string>()
    for (const [key, owner] of wished.owners)
      if (others.some(({ manifests }) => manifests.has(owner))) owned.add(key)
    if (owned.size === 0) return wished
    const items = wished.items.filter((item) => !owned.has(manifestKey(item.manifest)))
    return { items, withheld: [...wished.withheld, ...owned] }
  }
}
