import {
  type GroupResource,
  type KubeObject,
  namespaceOf,
  resourceKey,
  resourceVersionOf,
  withMember,
} from '@downsync/core'
import { Collection } from './collection.ts'
import type { Commit, Journal, ObjectStore, StoreEvent } from './object-store.ts'

export type StoreOptions = Readonly<{
  /** How many changes are remembered before the older half is compacted; default 20,000. */
  history?: number
  journal?: Journal
  /** What an earlier life left: the last commit of each object that still is, in the order of revisions. */
  restore?: Readonly<{ revision: number; commits: Iterable<Commit> }>
}>

const HISTORY = 20_000
// A client takes revision 0 for "any"; a server never starts with it.
const FIRST_REVISION = 1

/** A store in memory; `options.journal` is told of every commit. */
export function createMemoryStore(options: StoreOptions = {}): ObjectStore {
  const { journal, history = HISTORY } = options
  const collections = new Map<string, Collection>()
  const listeners = new Set<(event: StoreEvent) => void>()
  let revision = FIRST_REVISION
  let compacted = FIRST_REVISION
  let remembered = 0

  function collectionOf(resource: GroupResource): Collection {
    const key = resourceKey(resource)
    const known = collections.get(key)
    if (known !== undefined) return known
    const made = new Collection()
    collections.set(key, made)
    return made
  }

  function commit(event: StoreEvent): void {
    revision = event.revision
    journal?.append({ revision, id: event.id, object: event.type === 'DELETED' ? undefined : event.object })
    remembered++
    collectionOf(event.id).commit(event)
    for (const listener of Array.from(listeners)) listener(event)
    if (remembered > history) compact(revision - Math.floor(history / 2))
  }

  function compact(to = revision): void {
    if (to <= compacted) return
    compacted = Math.min(to, revision)
    for (const collection of collections.values()) remembered -= collection.forget(compacted)
  }

  if (options.restore !== undefined) {
    for (const { id, object, revision: at } of options.restore.commits)
      if (object !== undefined) collectionOf(id).commit({ type: 'ADDED', revision: at, id, object })
    revision = Math.max(revision, options.restore.revision)
    compact()
  }

  return {
    revision: () => revision,
    compactedTo: () => compacted,
    get: (id) => collections.get(resourceKey(id))?.get(id),
    put(id, object) {
      const previous = collectionOf(id).get(id)
      const next = revision + 1
      const stored = atRevision(object, next)
      commit(
        previous === undefined
          ? { type: 'ADDED', revision: next, id, object: stored }
          : { type: 'MODIFIED', revision: next, id, object: stored, previous },
      )
      return stored
    },
    remove(id) {
      const previous = collectionOf(id).get(id)
      if (previous === undefined) return undefined
      const next = revision + 1
      const last = atRevision(previous, next)
      commit({ type: 'DELETED', revision: next, id, object: last, previous })
      return last
    },
    list({ resource, namespace }, at = revision) {
      if (at < compacted && at < collectionOf(resource).changedAt()) return undefined
      const all = collectionOf(resource).at(at)
      return namespace === undefined ? all : all.filter((object) => namespaceOf(object) === namespace)
    },
    changedAt: (resource) => collections.get(resourceKey(resource))?.changedAt() ?? 0,
    watch({ resource, namespace }, after, listener) {
      if (after < compacted) return undefined
      const collection = collectionOf(resource)
      const hear = (event: StoreEvent): void => {
        if (namespace === undefined || event.id.namespace === namespace) listener(event)
      }
      for (const event of collection.since(after)) hear(event)
      return collection.listen(hear)
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    compact,
    *objects() {
      for (const collection of collections.values()) yield* collection.objects()
    },
    flushed: () => journal?.flushed() ?? Promise.resolve(),
  }
}

function atRevision(object: KubeObject, revision: number): KubeObject {
  if (resourceVersionOf(object) === String(revision)) return object
  return { ...object, metadata: withMember(object.metadata, 'resourceVersion', String(revision)) }
}
