/** Keys to look at, each once however often it is asked for. */
export type WorkQueue = Readonly<{
  add(key: string): void
  settled(): Promise<void>
  stop(): void
}>

/** Looks at keys one after the other, outside the call that adds them. */
export function createWorkQueue(look: (key: string) => void): WorkQueue {
  const waiting = new Set<string>()
  let round: Promise<void> | undefined
  let isStopped = false
  async function work(): Promise<void> {
    await Promise.resolve()
    for (const key of waiting) {
      waiting.delete(key)
      if (isStopped) continue
      try {
        look(key)
      } catch (error) {
        // One that cannot be looked at keeps no other from it.
        console.error('space: a controller failed at', key, error)
      }
    }
    round = undefined
  }
  return {
    add(key) {
      waiting.add(key)
      round ??= work()
    },
    async settled() {
      while (round !== undefined) await round
    },
    stop() {
      isStopped = true
      waiting.clear()
    },
  }
}
