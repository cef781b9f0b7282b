import type { Verdict } from '../wec/loop/work-queue.ts'

// A timer takes no more than 31 bits of milliseconds; who wakes early looks, and goes on waiting.
const LONGEST = 2 ** 31 - 1

/** Asks for another look at a time, where nothing happens until then; both in milliseconds since 1970. */
export function lookAgainAt(at: number, now: number): Verdict {
  return { kind: 'again', after: Math.min(LONGEST, Math.max(0, at - now)) }
}
