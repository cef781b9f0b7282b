import type { User } from '../auth/index.ts'
import type { Pace } from './sink.ts'

/** A request as a fault sees it. */
export type RequestInfo = Readonly<{
  method: string
  path: string
  /** get, list, watch, create, update, patch, delete, deletecollection. */
  verb: string
  group: string
  /** `''` for what is no resource: health, discovery. */
  resource: string
  /** `status`, or `''`. */
  subresource: string
  namespace: string
  name: string
  user: User
}>

/** What goes wrong with a request. */
export type Fault =
  /** Answered so instead of being done. */
  | Readonly<{ kind: 'status'; code: 409 | 410 | 429 | 500 | 502 | 503 | 504; retryAfterSeconds?: number }>
  /** The connection breaks: before anything is done, or after it is done and before it is answered. */
  | Readonly<{ kind: 'cut'; isDone: boolean }>
  /** The connection stays open and nothing ever comes. */
  | Readonly<{ kind: 'silence' }>
  /** Done and answered, later. */
  | Readonly<{ kind: 'delay'; milliseconds: number }>
  /** Done; the answer comes piece by piece, a watch's for as long as it is open. */
  | (Readonly<{ kind: 'slow' }> & Pace)

export type FaultOrder = Readonly<{
  fault: Fault
  /** Default: any request. */
  matches?: (request: RequestInfo) => boolean
  /** How many requests it hits; default 1. */
  times?: number
}>

/** Trouble on demand. */
export type Faults = Readonly<{
  /** The next requests that match go wrong; several orders are taken in turn. Returns what withdraws it. */
  order(order: FaultOrder): () => void
  clear(): void
  /** Breaks the open watches that match; returns how many. */
  cutWatches(matches?: (request: RequestInfo) => boolean): number
  /** Open watches that match hear nothing more, though their connections stay open; returns how many. */
  silenceWatches(matches?: (request: RequestInfo) => boolean): number
  /** Forgets the history of revisions, so that watches and pages from before are 410. */
  compact(): void
}>

/** An open watch, as far as faults go. */
export type OpenWatch = Readonly<{ request: RequestInfo; cut(): void; silence(): void }>

/** Faults, with the half that the server asks. */
export type FaultDesk = Readonly<{
  faults: Faults
  next(request: RequestInfo): Fault | undefined
  opened(watch: OpenWatch): () => void
  /** Breaks every open watch. */
  closeAll(): void
}>

export function createFaultDesk(compact: () => void): FaultDesk {
  const orders = new Set<{ order: FaultOrder; left: number }>()
  const watches = new Set<OpenWatch>()
  function each(
    matches: ((request: RequestInfo) => boolean) | undefined,
    act: (watch: OpenWatch) => void,
  ): number {
    const hit = [...watches].filter((watch) => matches?.(watch.request) ?? true)
    for (const watch of hit) act(watch)
    return hit.length
  }
  return {
    faults: {
      order(order) {
        const entry = { order, left: order.times ?? 1 }
        orders.add(entry)
        return () => orders.delete(entry)
      },
      clear: () => orders.clear(),
      cutWatches: (matches) => each(matches, (watch) => watch.cut()),
      silenceWatches: (matches) => each(matches, (watch) => watch.silence()),
      compact,
    },
    next(request) {
      for (const entry of orders)
        if (entry.order.matches?.(request) ?? true) {
          entry.left--
          if (entry.left <= 0) orders.delete(entry)
          return entry.order.fault
        }
      return undefined
    },
    opened(watch) {
      watches.add(watch)
      return () => watches.delete(watch)
    },
    closeAll: () => void each(undefined, (watch) => watch.cut()),
  }
}
