import {
  type GroupResource,
  type KubeObject,
  namespaceOf,
  resourceKey,
  resourceVersionOf,
  withMember,
} from '@downsync/core'
import { Collection } from './collection.ts'
import type { Commit, Journal, ObjectStore, StoredState, StoreEvent } from './object-store.ts'

export type StoreOptions = Readonly<{
  /** How many changes are remembered before the older half is compacted; default 20,000. */
  history?: number
  journal?: Journal
  restore?: StoredState
}>

const HISTORY = 20_000
// A client takes revision 0 for "any"; a server never starts with it.
const FIRST_REVISION = 1

/** A store in memory; `options.journal` is told of every commit. */
export function createMemoryStore(options: StoreOptions = {}): ObjectStore {
  const { journal, restore, history = HISTORY } = options
  const collections = new Map<string, Collection>()
  const listeners = new Set<(event: StoreEvent) => void>()
  // Committed, but not safe yet: watchers wait for it.
  const untold = new Map<number, StoreEvent>()
  let revision = Math.max(FIRST_REVISION, restore?.compactedTo ?? 0)
  let compacted = revision
  let safe = revision
  let remembered = 0

  function collectionOf(resource: GroupResource): Collection {
    const key = resourceKey(resource)
    const known = collections.get(key)
    if (known !== undefined) return known
    const made = new Collection(restore?.compactedTo ?? 0)
    collections.set(key, made)
    return made
  }

  function remember(event: StoreEvent): void {
    revision = event.revision
    remembered++
    collectionOf(event.id).commit(event)
  }

  function commit(event: StoreEvent): void {
    journal?.append(commitOf(event))
    remember(event)
    for (const listener of Array.from(listeners)) listener(event)
    if (journal === undefined) tell(event)
    else {
      untold.set(event.revision, event)
      // Where it cannot be kept nobody is told; whoever waits for the write learns why.
      journal.flushed().then(
        () => tellUpTo(event.revision),
        () => undefined,
      )
    }
    boundHistory()
  }

  function tell(event: StoreEvent): void {
    safe = event.revision
    collectionOf(event.id).tell(event)
  }

  function tellUpTo(last: number): void {
    while (safe < last) {
      const event = untold.get(safe + 1)
      if (event === undefined) return
      untold.delete(event.revision)
      tell(event)
    }
    boundHistory()
  }

  function boundHistory(): void {
    if (remembered > history) compact(revision - Math.floor(history / 2))
  }

  function compact(to = safe): void {
    const next = Math.min(to, safe)
    if (next <= compacted) return
    compacted = next
    for (const collection of collections.values()) remembered -= collection.forget(compacted)
    journal?.compacted(compacted)
  }

  function eventOf({ id, object, revision: at }: Commit): StoreEvent | undefined {
    const previous = collectionOf(id).get(id)
    if (object !== undefined)
      return previous === undefined
        ? { type: 'ADDED', revision: at, id, object }
        : { type: 'MODIFIED', revision: at, id, object, previous }
    return previous && { type: 'DELETED', revision: at, id, object: atRevision(previous, at), previous }
  }

  if (restore !== undefined) {
    for (const { id, object } of restore.objects)
      if (object !== undefined) collectionOf(id).restore(id, object)
    for (const one of restore.commits) {
      const event = eventOf(one)
      if (event !== undefined) remember(event)
    }
    safe = revision
    boundHistory()
  }

  return {
    revision: () => revision,
    safeRevision: () => safe,
    compactedTo: () => compacted,
    get: (id) => collections.get(resourceKey(id))?.get(id),
    put(id, object) {
      const stored = atRevision(object, revision + 1)
      const event = eventOf({ revision: revision + 1, id, object: stored })
      if (event !== undefined) commit(event)
      return stored
    },
    remove(id) {
      const event = eventOf({ revision: revision + 1, id, object: undefined })
      if (event !== undefined) commit(event)
      return event?.object
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
      for (const event of collection.since(after)) if (event.revision <= safe) hear(event)
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

function commitOf({ type, revision, id, object }: StoreEvent): Commit {
  return { revision, id, object: type === 'DELETED' ? undefined : object }
}

function atRevision(object: KubeObject, revision: number): KubeObject {
  if (resourceVersionOf(object) === String(revision)) return object
  return { ...object, metadata: withMember(object.metadata, 'resourceVersion', String(revision)) }
}
