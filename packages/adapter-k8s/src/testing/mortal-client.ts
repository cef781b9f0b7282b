import type { SpaceClient } from '../client/types.ts'

/** When a process dies: at the write of this number, from 1 on, before it is sent or while it is under way. */
export type Death = Readonly<{ write: number; isSent: boolean }>

/** Clients of a process that can die at any moment: what it has sent goes its way, and it hears and says nothing more. */
export type Mortality = Readonly<{
  wrap(client: SpaceClient): SpaceClient
  kill(): void
  /** Resolves when it has died. */
  readonly died: Promise<void>
  /** Writes asked for so far. */
  readonly writes: number
}>

/** @param death when it dies by itself; default: never */
export function createMortality(death?: Death): Mortality {
  const dying = new AbortController()
  const { signal } = dying
  let writes = 0
  let tellDeath = (): void => undefined
  const died = new Promise<void>((resolve) => {
    tellDeath = resolve
  })
  const never = new Promise<never>(() => undefined)

  function kill(): void {
    dying.abort()
    tellDeath()
  }

  return {
    died,
    kill,
    get writes() {
      return writes
    },
    wrap: (client) => ({
      server: client.server,
      async request(request, given) {
        if (signal.aborted) return never
        if (request.method !== 'GET') {
          writes++
          if (writes === death?.write) {
            if (death.isSent) await client.request(request)
            kill()
          }
        }
        if (signal.aborted) return never
        const answer = await client.request(request, given)
        return signal.aborted ? never : answer
      },
      async watch(request, onLine, given, onOpen) {
        if (signal.aborted) return never
        const both = AbortSignal.any([signal, given])
        const end = await client.watch(request, onLine, both, onOpen)
        return signal.aborted ? never : end
      },
      close: () => client.close(),
    }),
  }
}
