import { type Action, refKey } from '@downsync/core'

/**
 * Slows down what somebody else undoes each time it is written: a write that lands again and again with the same content on the
 * same object waits, longer each time (RPT-12). Time comes in as milliseconds.
 */
export interface Repeats {
  landed(action: Action, now: number): void
  /** When an action may be sent; 0 for one that repeats nothing. */
  notBefore(action: Action): number
}

/** After so many milliseconds without it, a write is the first of its kind again; more than it ever waits. */
const MEMORY = 120_000

/** @param delay milliseconds until what has landed so often in a row is sent again */
export function createRepeats(delay: (times: number) => number): Repeats {
  const last = new Map<string, Readonly<{ content: string; times: number; at: number; notBefore: number }>>()
  let forgottenAt = 0

  // Seldom, so that it costs nothing for each write.
  function forget(now: number): void {
    if (now - forgottenAt < MEMORY) return
    forgottenAt = now
    for (const [key, { at }] of last) if (now - at > MEMORY) last.delete(key)
  }

  return {
    landed(action, now) {
      const content = contentOf(action)
      if (content === undefined) return
      forget(now)
      const key = refKey(action.ref)
      const before = last.get(key)
      const isAgain = before?.content === content && now - before.at <= MEMORY
      const times = isAgain ? before.times + 1 : 1
      last.set(key, { content, times, at: now, notBefore: now + delay(times) })
    },
    notBefore(action) {
      const before = last.get(refKey(action.ref))
      return before !== undefined && before.content === contentOf(action) ? before.notBefore : 0
    },
  }
}

// What is created or deleted anew is another object.
function contentOf(action: Action): string | undefined {
  return action.kind === 'patch' ? `${action.uid} ${action.intent}` : undefined
}
