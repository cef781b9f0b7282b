import { equalJson, type KubeObject } from '@downsync/core'
import { afterRepair, type Repairs, repairDelay } from '../apply/repair-delay.ts'
import type { Requirement } from '../apply/requirement.ts'

/** What the agent remembers of the objects that it applies; losing it costs nothing but a second look. */
export type Memory = Readonly<{
  /** The object as the server left it when this very requirement was met. */
  left(key: string, requirement: Requirement): KubeObject | undefined
  met(key: string, requirement: Requirement, left: KubeObject): void
  /** How long to wait before it is put back; milliseconds. */
  repairDelay(key: string, now: number): number
  repaired(key: string, now: number): void
  /** The WEC refused what was to be written over this state of the object; absent: to make it. */
  refused(key: string, requirement: Requirement, version: string | undefined, refusal: Refusal): void
  /** The last refusal of the very same, and how long to wait until it is asked for again; milliseconds. */
  refusal(
    key: string,
    requirement: Requirement,
    version: string | undefined,
    now: number,
  ): Waiting | undefined
  /** Something was made that may be what was missing: everything is asked for again. True where something was refused. */
  forgetRefusals(): boolean
  /** Since when there is trouble with it: since now, where that is news. */
  troubleSince(key: string, now: number): number
  troubleIsOver(key: string): void
  /** Only these are remembered on. */
  keep(prefix: string, keys: ReadonlySet<string>): void
}>

export type Refusal = Readonly<{ message: string; at: number }>
type Waiting = Readonly<{ message: string; wait: number }>

const FIRST_WAIT = 200
const LONGEST_WAIT = 120_000

/** By keys that begin with who asks, so that two works that want the same object do not take each other's word. */
export function createMemory(): Memory {
  const entries = new Map<string, Entry>()
  function entryOf(key: string): Entry {
    const known = entries.get(key) ?? {}
    entries.set(key, known)
    return known
  }
  return {
    left(key, requirement) {
      const met = entries.get(key)?.met
      return met !== undefined && isSame(met.requirement, requirement) ? met.left : undefined
    },
    met(key, requirement, left) {
      const entry = entryOf(key)
      entry.met = { requirement, left }
      delete entry.refused
    },
    repairDelay: (key, now) => repairDelay(entries.get(key)?.repairs, now),
    repaired(key, now) {
      const entry = entryOf(key)
      entry.repairs = afterRepair(entry.repairs, now)
    },
    refused(key, requirement, version, refusal) {
      const entry = entryOf(key)
      const count = (entry.refused?.count ?? 0) + 1
      entry.refused = { requirement, version, count, ...refusal }
    },
    refusal(key, requirement, version, now) {
      const refused = entries.get(key)?.refused
      if (refused === undefined || refused.version !== version || !isSame(refused.requirement, requirement))
        return undefined
      const wait = refused.at + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (refused.count - 1)) - now
      return wait > 0 ? { message: refused.message, wait } : undefined
    },
    forgetRefusals() {
      const found = [...entries.values()].filter((entry) => entry.refused !== undefined)
      for (const entry of found) delete entry.refused
      return found.length > 0
    },
    troubleSince(key, now) {
      const entry = entryOf(key)
      entry.troubleSince ??= now
      return entry.troubleSince
    },
    troubleIsOver(key) {
      const entry = entries.get(key)
      if (entry !== undefined) delete entry.troubleSince
    },
    keep(prefix, keys) {
      for (const key of entries.keys()) if (key.startsWith(prefix) && !keys.has(key)) entries.delete(key)
    },
  }
}

type Entry = {
  met?: Readonly<{ requirement: Requirement; left: KubeObject }>
  repairs?: Repairs
  refused?: Refusal & Readonly<{ requirement: Requirement; version: string | undefined; count: number }>
  troubleSince?: number
}

function isSame(a: Requirement, b: Requirement): boolean {
  return (
    a.ownership.isOwned === b.ownership.isOwned &&
    equalJson(a.strategy, b.strategy) &&
    equalJson(a.ownership.reference, b.ownership.reference) &&
    equalJson(a.content, b.content)
  )
}
