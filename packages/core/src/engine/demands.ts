import { frozenReason, type Wanted } from '../deliver/index.ts'
import { manifestKey, type Problem } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type CustomizedStage, customizedKey } from './customized.ts'
import type { Read, Stage } from './stage.ts'
import type { Undecided } from './undecided.ts'
import type { Usability } from './usability.ts'
import { sameWanted, type Wishes } from './wishes.ts'

/** What one Binding wants in one WEC, before the mailbox is looked at as a whole. */
export type PairDemand = Readonly<{
  /** `deliver`: the items and nothing else; `hold`: what stands stays (P-4); `none`: nothing is wanted. */
  kind: Usability['kind']
  /** Those with templates as before: see `wantedIn`. */
  items: readonly Wanted[]
  /** By `manifestKey`: what is wanted here of items with templates. */
  customized: ReadonlyMap<string, CustomizedPair>
  /** `manifestKey`s of what is listed and never wrapped (DLV-1). */
  withheld: readonly string[]
}>

/** An object with templates in one WEC; with a problem, it is frozen there (CUS-4). */
export type CustomizedPair = Readonly<{ wanted: Wanted; problem: Problem | undefined }>

const NOT_CUSTOMIZED: PairDemand['customized'] = new Map()
const NONE: PairDemand = { kind: 'none', items: [], customized: NOT_CUSTOMIZED, withheld: [] }
const HOLD: PairDemand = { ...NONE, kind: 'hold' }

/** All that is wanted, as it is wanted here. Made when it is asked for: lists of items are shared between WECs. */
export function wantedIn({ items, customized }: PairDemand): readonly Wanted[] {
  if (customized.size === 0) return items
  return items.map((item) => customized.get(manifestKey(item.manifest))?.wanted ?? item)
}

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
  customized: CustomizedStage,
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
      const kept = undecided(read, effective, wec, wished)
      return {
        kind: 'deliver',
        items: kept.length === 0 ? items : [...items, ...kept],
        customized: wished.templated.size === 0 ? NOT_CUSTOMIZED : customizedIn(read, wec, wished, items),
        withheld,
      }
    },
    // The lists are those of `wishes` for as long as nothing in this WEC makes a difference.
    same: (a, b) =>
      a.kind === b.kind &&
      a.items === b.items &&
      a.withheld === b.withheld &&
      sameCustomized(a.customized, b.customized),
  }

  function customizedIn(
    read: Read,
    wec: string,
    { templated }: Wishes,
    items: readonly Wanted[],
  ): PairDemand['customized'] {
    const pairs = new Map<string, CustomizedPair>()
    for (const item of items) {
      const key = manifestKey(item.manifest)
      const objectKey = templated.get(key)
      const made = objectKey === undefined ? undefined : read.get(customized, customizedKey(objectKey, wec))
      // Of an identity that is wanted twice, the first counts.
      if (made === undefined || pairs.has(key)) continue
      const { frozen: _, ...wanted } = item
      pairs.set(
        key,
        made.kind === 'content'
          ? { wanted: { ...wanted, content: made.content, bytes: made.bytes }, problem: undefined }
          : { wanted: { ...wanted, frozen: frozenReason(made.problem) }, problem: made.problem },
      )
    }
    return pairs
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

function sameCustomized(a: PairDemand['customized'], b: PairDemand['customized']): boolean {
  return (
    a.size === b.size &&
    [...a].every(([key, { wanted, problem }]) => {
      const other = b.get(key)
      return other !== undefined && other.problem === problem && sameWanted(other.wanted, wanted)
    })
  )
}
