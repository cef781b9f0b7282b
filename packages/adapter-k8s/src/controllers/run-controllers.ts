import { createEngine, type Outcome, plan, type Space, snapshotOf, type WorldEvent } from '@downsync/core'
import { watchSpace } from '../feed/watch-space.ts'
import { createWriter } from '../writer/create-writer.ts'
import { createActionQueue } from './action-queue.ts'
import { controllerOf } from './controller-of.ts'
import { createSender } from './create-sender.ts'
import { createOwnWrites } from './own-writes.ts'
import { retryDelay } from './retry-delay.ts'
import type { ControllerName, ControllerOptions, Controllers } from './types.ts'
import { wantedResources } from './wanted-resources.ts'

const ALL: readonly ControllerName[] = ['binding', 'transport', 'status']
const CONCURRENCY = 8
/** How long the engine works at one go; milliseconds. */
const SLICE = 20
/** How long answers wait at most while others are under way: milliseconds at least, and as many times what a round takes. */
const PATIENCE = 50
const PATIENT_ROUNDS = 4

/**
 * Runs the controllers of one WDS: follows both spaces, keeps the decision up to date, and writes what it plans, until it is
 * stopped. Whatever goes wrong is waited out. All that it knows comes from the spaces, so it can end at any moment.
 *
 * A controller that is not run here is taken to run elsewhere: what comes after a write of it waits until that is seen to
 * have landed.
 */
export function runControllers(options: ControllerOptions): Controllers {
  const { settings, environment, wdsName, controllers = ALL, concurrency = CONCURRENCY } = options
  const nothing = { resources: [], objects: [] }
  let now = timeText(environment.now())
  let pending: WorldEvent[] = []
  /** What the latest plan was made of. */
  let planned: Outcome | undefined
  let rounds = 0
  /** Milliseconds, of the last round. */
  let roundTook = 0
  /** Something has come since the last turn began. */
  let hasNews = false
  let areInputsRead = false
  let isTurning = false
  /** A turn comes by itself before long. */
  let isPatient = false
  let isStopped = false
  const waiting: (() => void)[] = []
  let becomeReady = (): void => undefined
  const ready = new Promise<void>((resolve) => {
    becomeReady = resolve
  })

  const engine = createEngine(settings, snapshotOf({ wdsName, now, wds: nothing, its: nothing }).snapshot)
  const ownWrites = createOwnWrites()
  const queue = createActionQueue({
    isOurs: (action) => controllers.includes(controllerOf(action)),
    delay: (failures, retryAfter) => retryDelay(failures, environment.random(), retryAfter),
  })
  const wants = wantedResources(settings)
  const feeds = { wds: feedOf('wds'), its: feedOf('its') }
  const sender = createSender({
    write: createWriter({
      clients: { wds: options.wds, its: options.its },
      resourceOf: (ref) => feeds[ref.space].served(ref.group, ref.resource),
      environment,
    }),
    queue,
    ownWrites,
    concurrency,
    environment,
    planned: (ref) => planned?.snapshot.get(ref),
    onAnswered,
  })

  void readInputs()

  async function readInputs(): Promise<void> {
    await Promise.all([feeds.wds.ready, feeds.its.ready])
    areInputsRead = true
    schedule()
  }

  function feedOf(space: Space) {
    return watchSpace({
      client: options[space],
      space,
      environment,
      wants: wants[space],
      onEvents(events) {
        if (take(ownWrites.take(events))) schedule()
      },
    })
  }

  function take(events: readonly WorldEvent[]): boolean {
    for (const event of events) pending.push(event)
    return events.length > 0
  }

  // What our own writes did was planned so: one look at all of them does, once they are answered. What is slow does not hold up
  // for long what the others bring about.
  function onAnswered(events: readonly WorldEvent[]): void {
    take(events)
    sender.pump()
    if (sender.isBusy) void scheduleSoon()
    else schedule()
  }

  async function scheduleSoon(): Promise<void> {
    if (isPatient) return
    isPatient = true
    await environment.sleep(Math.max(PATIENCE, PATIENT_ROUNDS * roundTook))
    isPatient = false
    if (pending.length > 0) schedule()
  }

  // All that comes in one turn of the event loop is taken in together.
  function schedule(): void {
    if (hasNews || isStopped) return
    hasNews = true
    if (!isTurning) setImmediate(() => void turn())
  }

  async function turn(): Promise<void> {
    isTurning = true
    hasNews = false
    await round()
    isTurning = false
    if (hasNews) setImmediate(() => void turn())
    else tellIfIdle()
  }

  async function round(): Promise<void> {
    const begun = environment.now()
    try {
      accept()
      if (!areInputsRead) return
      while (engine.work(sliceOver()) === 'more') {
        await nextTurn()
        if (isStopped) return
      }
      planned = engine.outcome()
      queue.replace(plan(planned).actions, environment.now())
      rounds++
      roundTook = environment.now() - begun
      becomeReady()
      tellOutcome(planned)
    } catch (error) {
      // A programmer's mistake in core: nothing is sent of a plan that is not of this world.
      queue.replace([], environment.now())
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      environment.log({ level: 'error', message: `no plan could be made: ${message}` })
    }
    sender.pump()
  }

  function tellOutcome(outcome: Outcome): void {
    try {
      options.onOutcome?.(outcome)
    } catch (error) {
      const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
      environment.log({ level: 'error', message: `an outcome was not taken: ${message}` })
    }
  }

  function accept(): void {
    const events = pending
    pending = []
    const time = timeText(environment.now())
    if (time !== now) events.push({ kind: 'now', now: time })
    now = time
    engine.accept(events)
    queue.mark()
  }

  function sliceOver(): () => boolean {
    const end = environment.now() + SLICE
    return () => environment.now() >= end
  }

  function isIdle(): boolean {
    if (isStopped) return true
    return areInputsRead && rounds > 0 && !hasNews && !isTurning && pending.length === 0 && queue.isIdle
  }

  function tellIfIdle(): void {
    if (isIdle()) for (const resolve of waiting.splice(0)) resolve()
  }

  return {
    ready,
    outcome: () => engine.outcome(),
    counts: () => ({ rounds, ...sender.counts }),
    idle: () =>
      new Promise((resolve) => {
        waiting.push(resolve)
        tellIfIdle()
      }),
    async stop() {
      isStopped = true
      for (const feed of [feeds.wds, feeds.its]) feed.stop()
      await sender.stop()
      becomeReady()
      tellIfIdle()
    },
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

/** RFC 3339, to the second, as API servers write times. */
function timeText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}
