import { type ErrorLine, objectLine } from '../bind/index.ts'
import type { Wanted } from '../deliver/index.ts'
import { equalJson, idKey, manifestKey, type ObjectId } from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import { type PairDemand, pairKey, wantedIn } from './demands.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** One object that somebody else delivers differently, or as well, in one WEC (BND-9). */
export type Conflict = Readonly<{ id: ObjectId; text: string }>

/** The stage `conflicts`: by WEC, what each Binding is in conflict about, by its name. */
export function conflictsStage(
  wrapped: WrappedStages,
  bindings: BindingStages,
  demand: Stage<PairDemand>,
): Stage<ReadonlyMap<string, readonly Conflict[]>> {
  const otherWdses = otherWdsesStage(wrapped)
  return {
    name: 'conflicts',
    compute: (read, wec) => {
      const conflicts = new Map<string, Conflict[]>()
      const say = (binding: string, id: ObjectId, text: string) => {
        const known = conflicts.get(binding)
        if (known === undefined) conflicts.set(binding, [{ id, text }])
        else known.push({ id, text })
      }
      const foreign = read.get(otherWdses, wec)
      for (const [key, holders] of holdersIn(read, bindings, demand, wec)) {
        const wds = foreign.get(key)
        if (wds === undefined && isOfOneMind(holders)) continue
        for (const { binding, wanted } of holders) {
          const rival = holders.find((other) => other.binding !== binding && differs(other.wanted, wanted))
          if (rival !== undefined) say(binding, wanted.id, `Binding ${rival.binding} delivers it differently`)
          if (wds !== undefined) say(binding, wanted.id, `WDS ${wds} delivers it as well`)
        }
      }
      return conflicts
    },
  }
}

// Quick, and nearly always so: all Bindings deliver the same value of one object.
function isOfOneMind(holders: readonly Holder[]): boolean {
  const [first] = holders
  return holders.every(
    ({ wanted }) => wanted.strategy === first?.wanted.strategy && wanted.content === first.wanted.content,
  )
}

/** The lines of one Binding's conflicts in all its WECs: one for each object and rival, with the first WEC and the number of others. */
export function conflictLines(byWec: Iterable<readonly [string, readonly Conflict[]]>): readonly ErrorLine[] {
  const grouped = new Map<string, { conflict: Conflict; wec: string; more: number }>()
  for (const [wec, conflicts] of byWec) {
    for (const conflict of conflicts) {
      const key = `${idKey(conflict.id)}\u0000${conflict.text}`
      const known = grouped.get(key)
      if (known === undefined) grouped.set(key, { conflict, wec, more: 0 })
      else known.more += 1
    }
  }
  return [...grouped.values()].map(({ conflict, wec, more }) => {
    const others = more === 0 ? '' : ` (and ${more} more WEC${more === 1 ? '' : 's'})`
    return objectLine(conflict.id, conflict.text + others, wec)
  })
}

type Holder = Readonly<{ binding: string; wanted: Wanted }>

function holdersIn(
  read: Read,
  bindings: BindingStages,
  demand: Stage<PairDemand>,
  wec: string,
): ReadonlyMap<string, readonly Holder[]> {
  const holders = new Map<string, Holder[]>()
  for (const binding of read.bucket(bindings.bindingsByWec, wec).keys()) {
    for (const wanted of wantedIn(read.get(demand, pairKey(binding, wec)))) {
      const key = manifestKey(wanted.manifest)
      const known = holders.get(key)
      if (known === undefined) holders.set(key, [{ binding, wanted }])
      else known.push({ binding, wanted })
    }
  }
  return holders
}

// Frozen content is not compared: what stands is nobody's present wish.
function differs(a: Wanted, b: Wanted): boolean {
  if (a.strategy !== b.strategy) return true
  return a.content !== undefined && b.content !== undefined && !equalJson(a.content, b.content)
}

// By WEC: the WDS that delivers an object there too, by `manifestKey`.
function otherWdsesStage(wrapped: WrappedStages): Stage<ReadonlyMap<string, string>> {
  return {
    name: 'otherWdses',
    compute: (read, wec) => {
      const found = new Map<string, string>()
      for (const other of read.bucket(wrapped.byMailbox, wec).values()) {
        if (other.kind !== 'others' || other.wds === '') continue
        for (const manifest of other.manifests) found.set(manifestKey(manifest), other.wds)
      }
      return found
    },
    same: (a, b) => a.size === b.size && [...a].every(([key, wds]) => b.get(key) === wds),
  }
}
