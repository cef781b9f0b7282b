import { setTimeout as wait } from 'node:timers/promises'
import type { JsonObject } from '@downsync/core'

/** One line of a log, as data: whoever runs the program decides how it looks. */
export type LogEntry = Readonly<{
  level: 'debug' | 'info' | 'warn' | 'error'
  message: string
  fields?: JsonObject
}>

/** All that adapters take from outside, besides the API servers. */
export type Environment = Readonly<{
  log(entry: LogEntry): void
  /** Milliseconds since 1970. */
  now(): number
  /** At least 0, less than 1. */
  random(): number
  /** Resolves after so many milliseconds, or at once when the signal aborts; it keeps no process alive. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}>

/** The machine's clock and randomness, and a log that says nothing. */
export const realEnvironment: Environment = {
  log: () => undefined,
  now: () => Date.now(),
  random: () => Math.random(),
  async sleep(milliseconds, signal) {
    try {
      await wait(milliseconds, undefined, { ref: false, ...(signal && { signal }) })
    } catch {
      // Aborted: whoever sleeps looks at the signal.
    }
  },
}
