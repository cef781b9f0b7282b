import type { Environment } from '../environment.ts'

const FIRST = 800
const LONGEST = 30_000
/** What a server may ask for at most: more would look like a standstill. */
const LONGEST_ASKED = 600_000

/** How long to wait before something that failed is tried again. */
export type BackOff = Readonly<{
  /**
   * Waits: as long as the server asked for, else 0.8 s, doubled with each failure up to 30 s, and a random quarter more or
   * less, so that many who failed at once do not come back at once.
   * @param retryAfter seconds
   */
  wait(signal: AbortSignal, retryAfter?: number): Promise<void>
  /** It worked: the next failure is the first. */
  reset(): void
}>

export function createBackOff({ sleep, random }: Environment): BackOff {
  let failures = 0
  return {
    async wait(signal, retryAfter = 0) {
      const own = Math.min(LONGEST, FIRST * 2 ** failures)
      failures++
      const asked = Math.min(retryAfter * 1000, LONGEST_ASKED)
      const spread = asked > 0 ? 1 + random() / 4 : 0.75 + random() / 2
      await sleep(Math.round((asked > 0 ? asked : own) * spread), signal)
    },
    reset() {
      failures = 0
    },
  }
}
