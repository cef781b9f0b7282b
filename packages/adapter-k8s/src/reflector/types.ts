import type { KubeObject, ObjectId } from '@downsync/core'
import type { SpaceClient } from '../client/types.ts'
import type { Environment } from '../environment.ts'

/** What is to be followed: a resource, whole or in part. */
export type ReflectorTarget = Readonly<{
  group: string
  version: string
  resource: string
  kind: string
  namespaced: boolean
  /** Only in this namespace. */
  namespace?: string
  labelSelector?: string
  fieldSelector?: string
}>

/** What a reflector has to say; of one list or watch line after the other. */
export type ReflectorEvent =
  | Readonly<{ kind: 'put'; object: KubeObject }>
  | Readonly<{ kind: 'deleted'; id: ObjectId; uid: string }>
  /** Everything there is has been told, and no change since was lost (SNP-1). */
  | Readonly<{ kind: 'known' }>
  /** From now on something may have been missed; what was told stays as it is. */
  | Readonly<{ kind: 'unknown'; why: string }>

export type ReflectorOptions = Readonly<{
  client: SpaceClient
  target: ReflectorTarget
  environment: Environment
  /** Objects a page; default 500. */
  pageSize?: number
  /** What is kept of an object for `objects` and `get`: at least its identity, uid and versions. Default: all of it. */
  retain?(object: KubeObject): KubeObject
  /** Objects that were told already, by a reflector before this one: the first list tells the difference to them. */
  told?: Iterable<KubeObject>
  /** Called in order; an exception in it is logged and ends nothing. Several at once: what one list, or one chunk of a watch, brought. */
  onEvents(events: readonly ReflectorEvent[]): void
}>

/** Follows one resource for as long as it runs, whatever the server and the network do. */
export interface Reflector {
  readonly target: ReflectorTarget
  /** Resolves when the resource has become known for the first time, or the reflector was stopped. */
  readonly synced: Promise<void>
  /** What it has told, by `namespace/name` or name: objects as they are now. */
  objects(): Iterable<KubeObject>
  get(namespace: string, name: string): KubeObject | undefined
  readonly known: true | Readonly<{ why: string }>
  stop(): void
}
