import type { Environment, LogEntry } from '../environment.ts'

/** An environment in which nobody waits long, and which remembers what was asked of it. */
export type TestEnvironment = Environment &
  Readonly<{
    logged: LogEntry[]
    /** Milliseconds that were to be slept. */
    sleeps: number[]
  }>

/** Sleeps end at the next turn of the event loop; the clock is the real one, randomness always `random`. */
export function createTestEnvironment(random = 0.5): TestEnvironment {
  const logged: LogEntry[] = []
  const sleeps: number[] = []
  return {
    logged,
    sleeps,
    log: (entry) => void logged.push(entry),
    now: () => Date.now(),
    random: () => random,
    async sleep(milliseconds) {
      sleeps.push(milliseconds)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
    },
  }
}
