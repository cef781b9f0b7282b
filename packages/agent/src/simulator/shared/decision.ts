import type { KubeObject } from '@downsync/core'
import type { Resource } from './resources.ts'

/** One write. An object to be updated carries the resourceVersion that it was made from. */
export type Write = Readonly<
  { resource: Resource; object: KubeObject } & (
    | { verb: 'create' | 'update' | 'updateStatus' }
    /** `atOnce`: without the time that a Pod is given to end. */
    | { verb: 'delete'; atOnce?: boolean; foreground?: boolean }
  )
>

/** What is to be done for one object now; nothing where all is as it should be. */
export type Decision = Readonly<{
  /** In this order; after one that fails the rest is left for the next decision. At most one for each object. */
  writes: readonly Write[]
  /** When to decide again though nothing may have changed: milliseconds since 1970. */
  wakeAt?: number
  /** Why the object is left alone, for its author. */
  refusal?: string
}>

export const nothing: Decision = { writes: [] }

export function refusal(message: string): Decision {
  return { writes: [], refusal: message }
}

/** The earlier of two times, of which either may be none. */
export function earlier(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.min(a, b)
}

/** A decision with the time to decide again, if there is one. */
export function decided(writes: readonly Write[], wakeAt?: number): Decision {
  return wakeAt === undefined ? { writes } : { writes, wakeAt }
}
