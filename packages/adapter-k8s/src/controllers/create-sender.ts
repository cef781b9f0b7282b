import {
  type Action,
  describeId,
  type KubeObject,
  type Ref,
  resourceVersionOf,
  type Space,
  type WorldEvent,
} from '@downsync/core'
import type { Environment } from '../environment.ts'
import type { Write, WriteResult } from '../writer/types.ts'
import type { ActionQueue, Tried } from './action-queue.ts'
import type { Landed, OwnWrites } from './own-writes.ts'
import type { Counts } from './types.ts'

export type SenderOptions = Readonly<{
  write: Write
  queue: ActionQueue
  ownWrites: OwnWrites
  /** Writes under way at the same time, in each space. */
  concurrency: number
  environment: Environment
  /** The object as the latest plan was made from it. */
  planned(ref: Ref): KubeObject | undefined
  /** Called after each answer, with what is to be told of it. */
  onAnswered(events: readonly WorldEvent[]): void
}>

/** Sends what the queue gives, as much at a time as it may, and tells what came of it. */
export interface Sender {
  /** Sends what can be sent now, and by itself what waits for its time. */
  pump(): void
  /** Whether a write is under way. */
  readonly isBusy: boolean
  readonly counts: Omit<Counts, 'rounds'>
  /** Sends nothing more; resolves once every write under way is answered. */
  stop(): Promise<void>
}

const SPACES: readonly Space[] = ['wds', 'its']
/** How long the same failure of a space is not told again; milliseconds. */
const QUIET = 60_000

export function createSender(options: SenderOptions): Sender {
  const { queue, ownWrites, concurrency, environment } = options
  const stopping = new AbortController()
  const underWay: Record<Space, number> = { wds: 0, its: 0 }
  const answers = new Set<Promise<void>>()
  const counts = { writes: 0, conflicts: 0, refusals: 0, failures: 0 }
  const told = new Map<Space, Readonly<{ message: string; at: number }>>()
  let wakesAt = Number.POSITIVE_INFINITY

  function pump(): void {
    if (stopping.signal.aborted) return
    for (const space of SPACES) {
      while (underWay[space] < concurrency) {
        const action = queue.next(space, environment.now())
        if (action === undefined) break
        const answer = send(action).catch(tellMistake)
        answers.add(answer)
        void answer.finally(() => answers.delete(answer))
      }
    }
    void wakeForNext()
  }

  async function wakeForNext(): Promise<void> {
    const at = queue.nextAt
    if (at === undefined || at >= wakesAt) return
    wakesAt = at
    await environment.sleep(Math.max(0, at - environment.now()), stopping.signal)
    if (wakesAt === at) wakesAt = Number.POSITIVE_INFINITY
    pump()
  }

  async function send(action: Action): Promise<void> {
    const { ref } = action
    if (isOrdered(action)) ownWrites.begin(ref)
    underWay[ref.space]++
    const result = await tried(action)
    underWay[ref.space]--
    options.onAnswered(taken(action, result))
  }

  // Of a programmer, in taking an answer in: the other answers are taken all the same.
  function tellMistake(error: unknown): void {
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error)
    environment.log({ level: 'error', message: `an answer was not taken in: ${message}` })
  }

  async function tried(action: Action): Promise<WriteResult> {
    try {
      return await options.write(action)
    } catch (error) {
      // A programmer's mistake in a writer: the other writes go on.
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
  }

  function taken(action: Action, result: WriteResult): readonly WorldEvent[] {
    switch (result.kind) {
      case 'done':
        if (result.unchanged || isStill(action, result.object, options.planned(action.ref)))
          return refused(action, 200, 'the server took it and changed nothing')
        counts.writes++
        return finished(action, 'landed', landedBy(action, result.object))
      case 'refused':
        return refused(action, result.code, result.message)
      case 'conflict':
        counts.conflicts++
        return finished(action, 'conflict')
      case 'failed':
        counts.failures++
        warn(action, result.message)
        return finished(action, 'failed', undefined, result.retryAfter)
    }
  }

  // P-6b: not tried again until an input changes. What was held back meanwhile is such a change, so it comes after.
  function refused(action: Action, code: number, message: string): readonly WorldEvent[] {
    const { ref, intent } = action
    counts.refusals++
    environment.log({
      level: 'warn',
      message: `the ${ref.space.toUpperCase()} refused the ${action.kind} of ${describeId(ref)}: ${message}`,
      fields: { code },
    })
    return [{ kind: 'refused', ref, code, message, intent }, ...finished(action, 'refused')]
  }

  function finished(action: Action, how: Tried, landed?: Landed, retryAfter?: number): readonly WorldEvent[] {
    queue.answered(action, how, environment.now(), retryAfter)
    return isOrdered(action) ? ownWrites.end(action.ref, landed) : []
  }

  function warn({ ref }: Action, message: string): void {
    const last = told.get(ref.space)
    const at = environment.now()
    if (last?.message === message && at - last.at < QUIET) return
    told.set(ref.space, { message, at })
    environment.log({
      level: 'warn',
      message: `a write to the ${ref.space.toUpperCase()} failed: ${message}`,
    })
  }

  return {
    pump,
    get isBusy() {
      return underWay.wds + underWay.its > 0
    },
    counts,
    async stop() {
      stopping.abort()
      await Promise.all(answers)
    },
  }
}

// A write that lands on any resourceVersion may be answered with one that was told before.
function isOrdered(action: Action): boolean {
  return action.kind === 'create' || action.resourceVersion !== undefined
}

// P-6b. A write that lands on any resourceVersion changed nothing if the object is still as it was planned from.
function isStill(action: Action, object: KubeObject | undefined, planned: KubeObject | undefined): boolean {
  if (isOrdered(action) || object === undefined || planned === undefined) return false
  return resourceVersionOf(object) === resourceVersionOf(planned)
}

function landedBy(action: Action, object: KubeObject | undefined): Landed | undefined {
  if (object !== undefined) return { kind: 'stands', object }
  return action.kind === 'create' ? undefined : { kind: 'gone', ref: action.ref, uid: action.uid }
}
