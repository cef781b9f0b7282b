import type { KubeObject } from '@downsync/core'
import type { Resource } from './resources.ts'

/** A write that the server refused. */
export type FailedWrite = Readonly<{ verb: 'create' | 'update' | 'updateStatus' | 'delete'; message: string }>

/** All that decisions are made from: a space as it was told, and a clock. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: number
  get(resource: Resource, namespace: string, name: string): KubeObject | undefined
  all(resource: Resource): readonly KubeObject[]
  /** Whose controller has this uid. */
  ownedBy(resource: Resource, uid: string): readonly KubeObject[]
  /** In a namespace, without a controller. */
  orphans(resource: Resource, namespace: string): readonly KubeObject[]
  /** When an object was told first to this process, milliseconds since 1970: finer than `creationTimestamp`. */
  seenAt(object: KubeObject): number
  /** The last attempt to write for the object that is decided about, where the server refused it. */
  readonly failedWrite: FailedWrite | undefined
}
