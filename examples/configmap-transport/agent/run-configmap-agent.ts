import { type Environment, type SpaceClient, startReflector } from '@downsync/adapter-k8s'
import { nameOf } from '@downsync/core'
import { configMaps } from '../transport/names.ts'
import type { Context } from './context.ts'
import { createObjectStore } from './object-store.ts'
import { runPass } from './pass.ts'
import { createRefusals } from './refusals.ts'
import { createRepairs } from './repairs.ts'
import { requestsOf } from './requests.ts'
import { watchWec } from './wec-view.ts'

export type ConfigMapAgentOptions = Readonly<{
  /** With rights on the ConfigMaps of its mailbox. */
  its: SpaceClient
  /** With rights on whatever is to be delivered, and to see all workload. */
  wec: SpaceClient
  /** Its name in the inventory, which is that of its mailbox. */
  wecName: string
  environment: Environment
}>

/** The agent of one WEC. */
export type ConfigMapAgent = Readonly<{
  /** Resolves when nothing is to be done or to be tried again; what the WEC refuses is waited for by nobody. */
  idle(): Promise<void>
  /** Begins nothing any more, and waits for what is under way. */
  stop(): Promise<void>
}>

const FIRST_WAIT = 100
const LONGEST_WAIT = 5000

/**
 * Runs the agent of one WEC: whenever something changes in its mailbox or in the WEC it looks at everything, and writes what follows.
 *
 * It has no memory of its own: an object that bears its mark and that nothing in the mailbox holds is withdrawn. So it may end at any
 * moment; and nothing is done before both sides are known completely (SNP-1).
 */
export function runConfigMapAgent({ its, wec, wecName, environment }: ConfigMapAgentOptions): ConfigMapAgent {
  const stopping = new AbortController()
  const { signal } = stopping
  const mailbox = createObjectStore()
  let isReady = false
  let isDirty = false
  let failures = 0
  let running: Promise<void> | undefined
  let isRetrying = false
  let later = new AbortController()
  let idlers: (() => void)[] = []

  const reflector = startReflector({
    client: its,
    target: { ...configMaps, namespaced: true, namespace: wecName },
    environment,
    onEvents(events) {
      for (const event of events)
        if (event.kind === 'put') mailbox.put(nameOf(event.object), event.object)
        else if (event.kind === 'deleted') mailbox.remove(event.id.name, event.uid)
      wake()
    },
  })
  const view = watchWec(wec, environment, wake)
  const context: Context = {
    wecName,
    environment,
    mailbox,
    view,
    its: requestsOf(its, signal),
    wec: requestsOf(wec, signal),
    left: new Map(),
    refusals: createRefusals(),
    repairs: createRepairs(),
  }
  const ready = begin()

  async function begin(): Promise<void> {
    await Promise.all([reflector.synced, view.ready])
    isReady = true
    wake()
  }

  function wake(): void {
    isDirty = true
    later.abort()
    if (isReady && !signal.aborted) running ??= work()
  }

  async function work(): Promise<void> {
    // Nothing follows from a mailbox of which something may have been missed.
    while (isDirty && !signal.aborted && reflector.known === true) {
      isDirty = false
      const verdict = await attempt()
      failures = verdict === 'retry' ? failures + 1 : 0
      isRetrying = verdict === 'retry'
      lookAgain()
    }
    running = undefined
    tellIdlers()
  }

  async function attempt(): Promise<'done' | 'retry'> {
    try {
      return await runPass(context)
    } catch (error) {
      // A programmer's mistake; the next pass may have a better day.
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      environment.log({ level: 'error', message: `${wecName}: ${message}` })
      return 'retry'
    }
  }

  /** Sees to it again by itself: soon where something failed, and when what was refused or put back too often has its turn. */
  function lookAgain(): void {
    const now = environment.now()
    const retry = isRetrying ? now + Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (failures - 1)) : undefined
    const times = [retry, context.refusals.next(now), context.repairs.next(now)].flatMap((time) => time ?? [])
    if (times.length === 0 || signal.aborted) return
    later = new AbortController()
    void sleepUntil(Math.min(...times), later.signal)
  }

  async function sleepUntil(time: number, waking: AbortSignal): Promise<void> {
    await environment.sleep(Math.max(1, time - environment.now()), waking)
    if (!waking.aborted) wake()
  }

  function isIdle(): boolean {
    return signal.aborted || (isReady && running === undefined && !isRetrying && !isDirty)
  }

  function tellIdlers(): void {
    if (!isIdle()) return
    const told = idlers
    idlers = []
    for (const tell of told) tell()
  }

  return {
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve)
        tellIdlers()
      }),
    async stop() {
      stopping.abort()
      later.abort()
      reflector.stop()
      view.stop()
      await ready
      await running
      tellIdlers()
    },
  }
}
