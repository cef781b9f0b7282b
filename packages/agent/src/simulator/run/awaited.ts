import { isDeleting, type KubeObject, nameOf, namespaceOf, resourceVersionOf, uidOf } from '@downsync/core'
import type { Write } from '../shared/decision.ts'
import type { Resource } from '../shared/resources.ts'
import { keyOf } from './agenda.ts'
import { hasReached, type ObjectIndex } from './object-index.ts'

/**
 * Writes whose effect has not been told yet. While there are any, nothing is decided: it would be decided from what is not so any more,
 * and a Pod be made twice.
 */
export type Awaited = Readonly<{
  /** After a write that landed, under this version; the name is the server's where it made one. */
  landed(write: Write, name: string, version: string, now: number): void
  /** After one that was made from an outdated object: until that is told anew. */
  outdated(write: Write, now: number): void
  told(resource: Resource, object: KubeObject): void
  gone(resource: Resource, namespace: string, name: string): void
  /** Until when to wait; undefined when nothing is awaited. What took too long is not waited for: it has been and gone, unseen. */
  until(now: number): number | undefined
}>

const PATIENCE = 5_000

type Entry = Readonly<{ isTold(object: KubeObject): boolean; until: number }>

export function createAwaited(index: ObjectIndex): Awaited {
  const entries = new Map<string, Entry[]>()

  function add(resource: Resource, namespace: string, name: string, entry: Entry, isNew: boolean): void {
    const there = index.get(resource, namespace, name)
    // It may have been told before the answer came.
    if (there === undefined ? !isNew : entry.isTold(there)) return
    const key = keyOf({ resource, namespace, name })
    entries.set(key, [...(entries.get(key) ?? []), entry])
  }

  return {
    landed({ verb, resource, object }, name, version, now) {
      const isTold =
        verb === 'delete'
          ? (told: KubeObject) => isDeleting(told) || uidOf(told) !== uidOf(object)
          : (told: KubeObject) => hasReached(told, version)
      const entry = { isTold, until: now + PATIENCE }
      add(resource, namespaceOf(object), name, entry, verb === 'create')
    },
    outdated({ resource, object }, now) {
      const isTold = (told: KubeObject) =>
        resourceVersionOf(told) !== resourceVersionOf(object) || uidOf(told) !== uidOf(object)
      add(resource, namespaceOf(object), nameOf(object), { isTold, until: now + PATIENCE }, false)
    },
    told(resource, object) {
      const key = keyOf({ resource, namespace: namespaceOf(object), name: nameOf(object) })
      const left = (entries.get(key) ?? []).filter((entry) => !entry.isTold(object))
      if (left.length === 0) entries.delete(key)
      else entries.set(key, left)
    },
    gone(resource, namespace, name) {
      entries.delete(keyOf({ resource, namespace, name }))
    },
    until(now) {
      for (const [key, list] of entries) if (list.every((entry) => entry.until <= now)) entries.delete(key)
      const times = [...entries.values()].flat().map((entry) => entry.until)
      return times.length === 0 ? undefined : Math.min(...times)
    },
  }
}
