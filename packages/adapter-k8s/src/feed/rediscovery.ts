import type { SpaceClient } from '../client/types.ts'
import { discover } from '../discovery/discover.ts'
import type { Discovery } from '../discovery/types.ts'
import type { Environment } from '../environment.ts'
import { createBackOff } from '../reflector/back-off.ts'

const FIRST_LOOK = 50
const LONGEST_LOOK = 300_000

export type RediscoveryOptions = Readonly<{
  client: SpaceClient
  environment: Environment
  /** The next reading waits for it. */
  onDiscovery(discovery: Discovery, signal: AbortSignal): Promise<void>
  /** Whether discovery shows what it should by now: else it is read again, after short delays that grow. */
  isUpToDate(discovery: Discovery): boolean
  /** Milliseconds after which it is read again in any case; undefined: only when asked. */
  interval(): number | undefined
}>

/** Reads discovery, one reading at a time: at once, when asked, and as long as it is not up to date. */
export type Rediscovery = Readonly<{
  /** Something may have changed: reads again, also when a reading is under way. */
  ask(): void
  stop(): void
}>

export function startRediscovery(options: RediscoveryOptions): Rediscovery {
  const { client, environment } = options
  const stopping = new AbortController()
  const { signal } = stopping
  const backOff = createBackOff(environment)
  let waking = new AbortController()
  let looks = 0

  async function run(): Promise<void> {
    while (!signal.aborted) {
      waking = new AbortController()
      const found = await discover(client, signal)
      if (signal.aborted) return
      if (found.ok) {
        backOff.reset()
        await options.onDiscovery(found.value, signal)
        await pause(found.value)
      } else {
        // Nothing changes by what could not be read.
        const fields = { why: found.message }
        environment.log({
          level: 'warn',
          message: `${client.server} cannot be discovered: ${found.message}`,
          fields,
        })
        await backOff.wait(signal)
      }
    }
  }

  async function pause(discovery: Discovery): Promise<void> {
    if (signal.aborted) return
    const delay = isSettled(discovery)
      ? options.interval()
      : Math.min(LONGEST_LOOK, FIRST_LOOK * 2 ** looks++)
    if (delay === undefined) await whenAborted(waking.signal)
    else await environment.sleep(delay, waking.signal)
  }

  function isSettled(discovery: Discovery): boolean {
    return discovery.unread.length === 0 && options.isUpToDate(discovery)
  }

  run().catch((error: unknown) => {
    const message = error instanceof Error ? error.message : String(error)
    environment.log({ level: 'error', message: `discovery of ${client.server} has stopped: ${message}` })
  })

  return {
    ask() {
      looks = 0
      waking.abort()
    },
    stop() {
      stopping.abort()
      waking.abort()
    },
  }
}

async function whenAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
}
