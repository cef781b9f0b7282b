import type { Wanted } from '../deliver/index.ts'
import { manifestKey, type Problem } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { Read, Stage } from './stage.ts'
import type { Undecided } from './undecided.ts'
import type { Usability } from './usability.ts'
import type { Wishes, WishLine } from './wishes.ts'

/** What one Binding wants in one WEC, before the mailbox is looked at as a whole. */
export type PairDemand = Readonly<{
  /** `deliver`: the items and nothing else; `hold`: what stands stays (P-4); `none`: nothing is wanted. */
  kind: Usability['kind']
  items: readonly Wanted[]
  lines: readonly WishLine[]
  problems: readonly Problem[]
  /** `manifestKey`s of what is listed and never wrapped (DLV-1). */
  withheld: readonly string[]
  /** The WEC is the WDS itself: what is there leaves orphaned (DLV-2). */
  wecIsWds: boolean
}>

const NO_DEMAND: PairDemand = {
  kind: 'none',
  items: [],
  lines: [],
  problems: [],
  withheld: [],
  wecIsWds: false,
}

/** The key of one Binding in one WEC. */
export function pairKey(binding: string, wec: string): string {
  return `${wec}\u0000${binding}`
}

/** The stage `demand`: by `pairKey`. */
export function demandStage(
  inputs: Inputs,
  bindings: BindingStages,
  wishes: Stage<Wishes>,
  usability: Stage<Usability>,
  undecided: Undecided,
): Stage<PairDemand> {
  const listed = listedStage(inputs, bindings)
  return {
    name: 'demand',
    compute: (read, key) => {
      const [wec = '', name = ''] = key.split('\u0000')
      const { effective, holds } = read.get(bindings.delivered, name)
      if (holds) return { ...NO_DEMAND, kind: 'hold' }
      if (effective === undefined || effective.leaving) return NO_DEMAND
      const usable = read.get(usability, wec)
      if (!read.bucket(bindings.bindingsByWec, wec).has(name))
        return usable.inventoryUnseen ? { ...NO_DEMAND, kind: 'hold' } : NO_DEMAND
      if (usable.kind !== 'deliver') return unusableDemand(wec, usable)
      const wanted = withoutOwned(read, wec, read.get(wishes, name))
      const kept = undecided(read, effective, wec, wanted.manifests)
      const items = kept.length === 0 ? wanted.items : [...wanted.items, ...kept]
      const { lines, problems, withheld } = wanted
      return { ...NO_DEMAND, kind: 'deliver', items, lines, problems, withheld }
    },
    same: sameDemand,
  }

  // DLV-1: what an owner makes, the owner makes in the WEC as well.
  function withoutOwned(read: Read, wec: string, wishes: Wishes): Wishes {
    if (wishes.owners.size === 0) return wishes
    const there = read.get(listed, wec)
    const owned = new Set([...wishes.owners].filter(([, owner]) => there.has(owner)).map(([key]) => key))
    if (owned.size === 0) return wishes
    const items = wishes.items.filter((item) => !owned.has(manifestKey(item.manifest)))
    return { ...wishes, items, withheld: [...wishes.withheld, ...owned] }
  }
}

// The lists come from `wishes` as they are, so that they are the same as long as those are.
function sameDemand(a: PairDemand, b: PairDemand): boolean {
  return (
    a.kind === b.kind &&
    a.wecIsWds === b.wecIsWds &&
    a.items === b.items &&
    a.problems === b.problems &&
    a.withheld === b.withheld &&
    (a.lines === b.lines || (a.kind !== 'deliver' && b.kind !== 'deliver' && sameTexts(a.lines, b.lines)))
  )
}

function sameTexts(a: readonly WishLine[], b: readonly WishLine[]): boolean {
  return a.length === b.length && a.every(({ line }, index) => line.text === b[index]?.line.text)
}

function unusableDemand(wec: string, usable: Usability): PairDemand {
  const code = usable.wecIsWds ? 'WecIsWds' : 'DestinationUnusable'
  const lines = [{ code, line: { wec, text: `${wec}: ${usable.message}` } } as const]
  return { ...NO_DEMAND, kind: usable.kind, lines, wecIsWds: usable.wecIsWds }
}

// The manifests that any Binding lists for a WEC.
function listedStage(inputs: Inputs, bindings: BindingStages): Stage<ReadonlySet<string>> {
  return {
    name: 'listed',
    compute: (read, wec) => {
      const listed = new Set<string>()
      for (const name of read.bucket(bindings.bindingsByWec, wec).keys()) {
        const { effective } = read.get(bindings.delivered, name)
        if (effective === undefined || effective.leaving) continue
        for (const { id } of effective.entries) {
          const kind = read.get(inputs.resource, listKey('wds', id))?.kind ?? ''
          listed.add(manifestKey({ group: id.group, kind, namespace: id.namespace, name: id.name }))
        }
      }
      return listed
    },
  }
}
