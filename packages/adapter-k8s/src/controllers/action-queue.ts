import { type Action, type Ref, refKey, type Space } from '@downsync/core'
import { createRepeats } from './create-repeats.ts'
import { createUnknownWithdrawals } from './unknown-withdrawals.ts'

/** How an attempt at an action went, as far as the queue cares. */
export type Tried = 'landed' | 'refused' | 'conflict' | 'failed'

export type QueueOptions = Readonly<{
  /** Whether this process makes such writes; others wait for those that it does not make. */
  isOurs(action: Action): boolean
  /** Milliseconds until something that went wrong so often in a row, or was undone so often, is sent again. */
  delay(times: number, retryAfter?: number): number
}>

/**
 * Which actions of the latest plan may be sent now: each after those that it waits for (`after`), one at a time for each
 * object, none that withdraws while what came of an earlier plan's withdrawal from that mailbox is not known, and what went
 * wrong not before its time. A value of the plan, kept up to date; time comes in as milliseconds.
 */
export interface ActionQueue {
  /** The events so far are taken in: the next plan knows of everything that was answered until now. */
  mark(): void
  /** The latest plan, of the events up to the last `mark`; what it does not hold any more is not sent. */
  replace(actions: readonly Action[], now: number): void
  /** The next action to send in a space; it counts as under way until `answered`. */
  next(space: Space, now: number): Action | undefined
  answered(action: Action, how: Tried, now: number, retryAfter?: number): void
  /** When the next one that waits for its time may be sent. */
  readonly nextAt: number | undefined
  /** Whether nothing is under way, and nothing of ours waits but for writes that are not ours. */
  readonly isIdle: boolean
}

type Attempt = Readonly<{
  action: Action
  how: Tried
  failures: number
  notBefore: number
  /** The plans from this one on know of it. */
  knownFrom: number
}>

export function createActionQueue({ isOurs, delay }: QueueOptions): ActionQueue {
  const attempts = new Map<string, Attempt>()
  const repeats = createRepeats(delay)
  const withdrawals = createUnknownWithdrawals()
  const underWay = new Set<string>()
  let marks = 0
  // Which mark the plan is of.
  let planOf = 0
  let planned = new Map<string, Action>()
  /** What may be sent, first come first served. */
  let lines: Record<Space, Line> = { wds: createLine(), its: createLine() }
  /** What waits for a write, by the key of what it waits for. */
  let blocked = new Map<string, string[]>()
  /** What waits for its time. */
  let timed = new Map<string, number>()

  /** Puts an action of the plan where it belongs now. */
  function sort(key: string, now: number): void {
    const action = planned.get(key)
    if (action === undefined || !isOurs(action) || underWay.has(key)) return
    const attempt = attempts.get(key)
    // A plan that does not know what came of it says nothing of whether it is still to be done.
    if (attempt !== undefined && isAnswered(attempt.how) && attempt.knownFrom > planOf) return
    const obstacle = obstacleOf(action)
    if (obstacle !== undefined) {
      const others = blocked.get(obstacle)
      if (others === undefined) blocked.set(obstacle, [key])
      else others.push(key)
    } else if (dueAt(action) > now) timed.set(key, dueAt(action))
    else lines[action.ref.space].add(key)
  }

  function dueAt(action: Action): number {
    const attempt = attempts.get(refKey(action.ref))
    const isHeld = attempt !== undefined && hasToWait(attempt, action)
    return Math.max(isHeld ? attempt.notBefore : 0, repeats.notBefore(action))
  }

  function obstacleOf(action: Action): string | undefined {
    const own = refKey(action.ref)
    const first = action.after
      .map((ref: Ref) => refKey(ref))
      .find((key) => key !== own && (underWay.has(key) || (planned.has(key) && !hasLanded(key))))
    return first ?? withdrawals.obstacleOf(action, planOf)
  }

  function hasLanded(key: string): boolean {
    const attempt = attempts.get(key)
    return attempt?.how === 'landed' && attempt.knownFrom > planOf
  }

  function moveDue(now: number): void {
    for (const [key, time] of timed) {
      if (time > now) continue
      timed.delete(key)
      const action = planned.get(key)
      if (action !== undefined) lines[action.ref.space].add(key)
    }
  }

  return {
    mark() {
      marks++
    },
    replace(actions, now) {
      planOf = marks
      planned = new Map()
      // Of several on one object the first: the others were computed from what it changes.
      for (const action of actions) {
        const key = refKey(action.ref)
        if (!planned.has(key)) planned.set(key, action)
      }
      for (const [key, attempt] of attempts) {
        const isOver = !planned.has(key) && attempt.knownFrom <= planOf && !underWay.has(key)
        if (isOver) attempts.delete(key)
      }
      withdrawals.planned(planOf, (sent) => {
        const action = planned.get(refKey(sent.ref))
        return action !== undefined && isSame(action, sent)
      })
      lines = { wds: createLine(), its: createLine() }
      blocked = new Map()
      timed = new Map()
      for (const key of planned.keys()) sort(key, now)
    },
    next(space, now) {
      moveDue(now)
      const key = lines[space].take()
      const action = key === undefined ? undefined : planned.get(key)
      if (key === undefined || action === undefined) return undefined
      underWay.add(key)
      withdrawals.sent(action, planOf)
      return action
    },
    answered(action, how, now, retryAfter) {
      const key = refKey(action.ref)
      underWay.delete(key)
      withdrawals.answered(action, isAnswered(how), marks + 1)
      const before = attempts.get(key)
      const isAgain = before !== undefined && (before.how === 'failed' || isSame(before.action, action))
      const failures = isAgain ? before.failures + 1 : 1
      const notBefore = now + delay(failures, retryAfter)
      if (how === 'landed') repeats.landed(action, now)
      attempts.set(key, { action, how, failures, notBefore, knownFrom: marks + 1 })
      const waiting = blocked.get(key) ?? []
      blocked.delete(key)
      for (const one of [key, ...waiting]) sort(one, now)
    },
    get nextAt() {
      let least: number | undefined
      for (const time of timed.values()) least = Math.min(least ?? time, time)
      return least
    },
    get isIdle() {
      return underWay.size + lines.wds.length + lines.its.length + timed.size === 0
    },
  }
}

type Line = Readonly<{ add(key: string): void; take(): string | undefined; readonly length: number }>

// Taking the first out of a long list costs its length, so it stays where it is.
function createLine(): Line {
  const keys: string[] = []
  let taken = 0
  return {
    add: (key) => void keys.push(key),
    take: () => (taken < keys.length ? keys[taken++] : undefined),
    get length() {
      return keys.length - taken
    },
  }
}

// Whether the server's answer is an event, so that a plan will follow that knows it.
function isAnswered(how: Tried): boolean {
  return how === 'landed' || how === 'refused'
}

// What is still planned as it was tried has to wait, whatever came of it: after a conflict until the newer state is seen. What
// a server failed to do waits, whatever is planned now.
function hasToWait(attempt: Attempt, action: Action): boolean {
  return attempt.how === 'failed' || isSame(attempt.action, action)
}

function isSame(a: Action, b: Action): boolean {
  if (a.kind !== b.kind || a.intent !== b.intent) return false
  if (a.kind === 'create' || b.kind === 'create') return true
  return a.uid === b.uid && a.resourceVersion === b.resourceVersion
}
