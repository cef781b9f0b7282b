import type { Action, KubeObject } from '@downsync/core'

/** What came of an action (ACT-1, P-6b). */
export type WriteResult =
  /** It landed. `object`: as the server has it now; absent when it is gone. `unchanged`: under the same resourceVersion as before (P-6b). */
  | Readonly<{ kind: 'done'; object?: KubeObject; unchanged: boolean }>
  /** What it was computed from is not so any more: the next plan decides. */
  | Readonly<{ kind: 'conflict'; message: string }>
  /** The server will not have it, however often it is asked (4xx other than 409). */
  | Readonly<{ kind: 'refused'; code: number; message: string }>
  /** Nobody knows, or not now: 401, 408, 429, 5xx, no answer. Seconds to wait if the server said. */
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

/** Executes one action; decides nothing. */
export type Write = (action: Action, signal?: AbortSignal) => Promise<WriteResult>
