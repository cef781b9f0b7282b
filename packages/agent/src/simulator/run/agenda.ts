import { idKey } from '@downsync/core'
import type { Subject } from './affected.ts'

/** What is to be decided about, and when. */
export type Agenda = Readonly<{
  /** Default: now. A later time gives way to an earlier one. */
  add(subject: Subject, at?: number): void
  /** After something failed; until then there is work left. */
  addAgain(subject: Subject, at: number): void
  /** What is due, taken off. */
  take(now: number): readonly Subject[]
  /** The next time at which something is due; undefined where nothing ever is. */
  next(): number | undefined
  /** Whether nothing is due, or to be tried again. */
  isDone(now: number): boolean
}>

type Entry = Readonly<{ subject: Subject; at: number; isRepeat: boolean }>

export function createAgenda(): Agenda {
  const entries = new Map<string, Entry>()

  function put(entry: Entry): void {
    const key = keyOf(entry.subject)
    const there = entries.get(key)
    if (there === undefined || entry.at < there.at) entries.set(key, entry)
  }

  return {
    add: (subject, at = 0) => put({ subject, at, isRepeat: false }),
    addAgain: (subject, at) => put({ subject, at, isRepeat: true }),
    take(now) {
      const due = [...entries].filter(([, { at }]) => at <= now)
      for (const [key] of due) entries.delete(key)
      return due.map(([, { subject }]) => subject)
    },
    next() {
      const times = [...entries.values()].map(({ at }) => at)
      return times.length === 0 ? undefined : times.reduce((a, b) => Math.min(a, b))
    },
    isDone: (now) => [...entries.values()].every(({ at, isRepeat }) => at > now && !isRepeat),
  }
}

/** One string for one subject. */
export function keyOf({ resource: { group, resource }, namespace, name }: Subject): string {
  return idKey({ group, resource, namespace, name })
}
