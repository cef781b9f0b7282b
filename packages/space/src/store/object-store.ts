import type { GroupResource, KubeObject, ObjectId } from '@downsync/core'

/** One write that has happened: the state of an object from this revision on. */
export type Commit = Readonly<{ revision: number; id: ObjectId; object: KubeObject | undefined }>

/** Where commits are kept beyond the life of the process. */
export type Journal = Readonly<{
  /** Called in the order of revisions, before anybody is told of the commit. */
  append(commit: Commit): void
  /** The history up to this revision is forgotten: of each object, only its state then is still needed. */
  compacted(to: number): void
  /**
   * Resolves once everything appended before the call is safe; no write is acknowledged, and no watcher told of it, earlier.
   * Rejects, and from then on always, when it cannot be kept.
   */
  flushed(): Promise<void>
}>

/** What an earlier life left. */
export type StoredState = Readonly<{
  /** The revision up to which history is forgotten. */
  compactedTo: number
  /** The last commit, at that revision, of each object that there was then. */
  objects: Iterable<Commit>
  /** Every commit since, in the order of revisions, without a gap. */
  commits: Iterable<Commit>
}>

/** A change of an object as watchers see it. */
export type StoreEvent = Readonly<{
  type: 'ADDED' | 'MODIFIED' | 'DELETED'
  revision: number
  id: ObjectId
  /** The new state; of a deleted object the last, with the revision of the deletion. */
  object: KubeObject
  /** The state before, unless the object is new. */
  previous?: KubeObject
}>

/** What may be listed or watched together: a resource, in one namespace or in all. */
export type Scope = Readonly<{ resource: GroupResource; namespace?: string }>

/** Objects with their history under one counter of revisions. All of it is synchronous: a read and a write in a row see nothing between. */
export type ObjectStore = Readonly<{
  /** The revision of the last write; grows by one with each. */
  revision(): number
  /** The revision up to which all writes are safe; watchers know this much, and nothing later. */
  safeRevision(): number
  /** The oldest revision that can still be listed, and from which a watch can start. */
  compactedTo(): number
  get(id: ObjectId): KubeObject | undefined
  /** Stores the object, with the new revision as its `metadata.resourceVersion`, and returns it so. */
  put(id: ObjectId, object: KubeObject): KubeObject
  /** Takes the object away; returns its last state with the new revision, or undefined where there is none. */
  remove(id: ObjectId): KubeObject | undefined
  /**
   * Objects in the order of their keys (namespace/name, bytewise).
   * @param at a revision not later than the present; default: now
   * @returns undefined where the history of that revision is gone
   */
  list(scope: Scope, at?: number): readonly KubeObject[] | undefined
  /** The revision of the last change of any object of a resource; 0 where there was none. */
  changedAt(resource: GroupResource): number
  /**
   * Calls back for every change after a revision once it is safe, first for the past ones, in their order.
   * @returns what ends it; undefined where the history after that revision is gone
   */
  watch(scope: Scope, after: number, listener: (event: StoreEvent) => void): (() => void) | undefined
  /** Calls back for every change of any object, in order and at once, until the returned function is called. */
  onChange(listener: (event: StoreEvent) => void): () => void
  /** Forgets the history up to a revision; default: all of it that is safe. */
  compact(to?: number): void
  /** Every object, for a snapshot of the whole state. */
  objects(): Iterable<KubeObject>
  /** Resolves once all writes so far are safe. */
  flushed(): Promise<void>
}>
