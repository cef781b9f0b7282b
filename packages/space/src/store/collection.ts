import { compareUtf8, type KubeObject, nameOf, namespaceOf, type ObjectId } from '@downsync/core'
import type { StoreEvent } from './object-store.ts'

/** The objects of one resource, what happened to them since the last compaction, and who wants to know. */
export class Collection {
  readonly #objects = new Map<string, KubeObject>()
  readonly #listeners = new Set<(event: StoreEvent) => void>()
  #log: StoreEvent[] = []
  #sorted: readonly string[] | undefined = []
  #changedAt: number

  /** @param since the revision from which on it is known what happened */
  constructor(since: number) {
    this.#changedAt = since
  }

  get(id: ObjectId): KubeObject | undefined {
    return this.#objects.get(storageKey(id.namespace, id.name))
  }

  objects(): Iterable<KubeObject> {
    return this.#objects.values()
  }

  changedAt(): number {
    return this.#changedAt
  }

  /** Puts an object where it was before anything that is remembered. */
  restore(id: ObjectId, object: KubeObject): void {
    this.#objects.set(storageKey(id.namespace, id.name), object)
    this.#sorted = undefined
  }

  /** Takes a change in. */
  commit(event: StoreEvent): void {
    const key = storageKey(event.id.namespace, event.id.name)
    if (event.type === 'DELETED') this.#objects.delete(key)
    else this.#objects.set(key, event.object)
    if (event.type !== 'MODIFIED') this.#sorted = undefined
    this.#log.push(event)
    this.#changedAt = event.revision
  }

  /** Tells every listener of a change. */
  tell(event: StoreEvent): void {
    for (const listener of Array.from(this.#listeners)) listener(event)
  }

  /** What stood there at a revision, sorted by key. */
  at(revision: number): readonly KubeObject[] {
    if (revision >= this.#changedAt) return this.#inOrder()
    const past = new Map(this.#objects)
    for (let index = this.#log.length - 1; index >= 0; index--) {
      const event = this.#log[index]
      if (event === undefined || event.revision <= revision) break
      const key = storageKey(event.id.namespace, event.id.name)
      if (event.previous === undefined) past.delete(key)
      else past.set(key, event.previous)
    }
    return sortedKeys(past).flatMap((key) => past.get(key) ?? [])
  }

  /** The changes after a revision. */
  since(revision: number): readonly StoreEvent[] {
    const first = this.#log.findIndex((event) => event.revision > revision)
    return first < 0 ? [] : this.#log.slice(first)
  }

  listen(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Forgets changes up to a revision; returns how many. */
  forget(revision: number): number {
    const before = this.#log.length
    this.#log = [...this.since(revision)]
    return before - this.#log.length
  }

  #inOrder(): readonly KubeObject[] {
    this.#sorted ??= sortedKeys(this.#objects)
    return this.#sorted.flatMap((key) => this.#objects.get(key) ?? [])
  }
}

/**
 * The key that lists are sorted by, and that continue tokens name. As in etcd, `/` separates: `a-b/x` comes
 * before `a/x`.
 */
export function storageKey(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`
}

export function storageKeyOf(object: KubeObject): string {
  return storageKey(namespaceOf(object), nameOf(object))
}

function sortedKeys(objects: ReadonlyMap<string, KubeObject>): readonly string[] {
  return [...objects.keys()].sort(compareUtf8)
}
