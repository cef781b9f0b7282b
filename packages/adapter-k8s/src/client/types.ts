import type { Json } from '@downsync/core'

/** What is asked of an API server. */
export type ApiRequest = Readonly<{
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Absolute, each segment already escaped: `/api/v1/namespaces/default/configmaps`. */
  path: string
  query?: Readonly<Record<string, string>>
  body?: Json
  /** Of the body; default `application/json`. */
  contentType?: string
  /** Forms of the answer that are wanted, best first; default `application/json`. */
  accept?: string
  /** Milliseconds until it is given up; default 30,000. */
  timeout?: number
}>

/** What came of a request. */
export type ApiAnswer =
  | Readonly<{
      kind: 'answer'
      code: number
      /** Without loss (NUM-1); null where the body is empty or no JSON. */
      body: Json
      /** Seconds, from `Retry-After`. */
      retryAfter?: number
    }>
  /** There is none. `mayHaveLanded`: the request was sent, so a write may have been done all the same. */
  | Readonly<{ kind: 'noAnswer'; message: string; mayHaveLanded: boolean }>

/** One line of a watch: ADDED, MODIFIED, DELETED, BOOKMARK or ERROR with what it is about. */
export type WatchLine = Readonly<{ type: string; object: Json }>

/** How a watch ended. */
export type WatchEnd =
  /** By the server, in order; also at its timeout, or because the signal aborted. */
  | Readonly<{ kind: 'ended' }>
  /** It never began: the server answered with something else. */
  | Readonly<{ kind: 'refused'; code: number; body: Json; retryAfter?: number }>
  /** The connection broke, or said nothing for `idleTimeout`. */
  | Readonly<{ kind: 'broken'; message: string }>

export type WatchRequest = Readonly<{
  path: string
  /** Besides `watch=true`. */
  query: Readonly<Record<string, string>>
  /** Milliseconds without a byte after which the connection counts as dead. */
  idleTimeout: number
}>

/** One API server, as one user sees it. Nothing in it knows resources; it never throws for what a server does. */
export interface SpaceClient {
  /** The server's URL, for messages. */
  readonly server: string
  request(request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer>
  /**
   * Streams a watch until it ends.
   * @param onOpen the server has accepted it
   * @param onLine called in order, never again once the signal has aborted
   */
  watch(
    request: WatchRequest,
    onLine: (line: WatchLine) => void,
    signal: AbortSignal,
    onOpen?: () => void,
  ): Promise<WatchEnd>
  /** Gives up its connections. */
  close(): void
}
