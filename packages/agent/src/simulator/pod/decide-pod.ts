import {
  equalJson,
  isDeleting,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import { type Decision, decided, nothing, refusal, type Write } from '../shared/decision.ts'
import { createdAt, statusOf, withStatus } from '../shared/object.ts'
import { hasEnded, phaseOf } from '../shared/pods.ts'
import { countAt, intAt, timeOf } from '../shared/read.ts'
import { PODS } from '../shared/resources.ts'
import type { World } from '../shared/world.ts'
import { type Behaviour, behaviourOf, restartPolicyOf } from './behaviour.ts'
import { backingOff, ended, expired, gated, running, unpullable, waiting } from './pod-status.ts'

/** Milliseconds from when a Pod is made until its containers run. */
export type StartDelay = (pod: KubeObject) => number

/** A container that ends is started again after this, doubled each time, and never after longer than the other. */
const FIRST_RESTART = 10_000
const LAST_RESTART = 300_000

/** The next state of a Pod, as a scheduler and a kubelet would bring it about. */
export function decidePod(world: World, pod: KubeObject, startDelay: StartDelay): Decision {
  if (isDeleting(pod)) return decided(endWrites(pod, world.now))
  if (hasEnded(pod)) return nothing
  const behaviour = behaviourOf(pod)
  if (!behaviour.ok) return refusal(behaviour.message)
  const { now } = world
  if (listAt(pod, 'spec', 'schedulingGates').length > 0) return decided(statusWrites(pod, gated(pod, now)))
  const limit = intAt(pod, 'spec', 'activeDeadlineSeconds')
  const startedAt = timeOf(stringAt(pod, 'status', 'startTime'))
  const expiresAt = limit === undefined || startedAt === undefined ? undefined : startedAt + limit * 1000
  if (expiresAt !== undefined && expiresAt <= now) return decided(statusWrites(pod, expired(pod, now)))
  const step =
    phaseOf(pod) === 'Running'
      ? runOn(pod, behaviour.value, now)
      : start(world, pod, behaviour.value, startDelay)
  const wakeAt = [step.until, expiresAt].filter((time) => time !== undefined)
  return decided(statusWrites(pod, step.status), wakeAt.length === 0 ? undefined : Math.min(...wakeAt))
}

/** The status that a Pod has now, and until when. */
type Step = Readonly<{ status: JsonObject; until?: number }>

function start(world: World, pod: KubeObject, behaviour: Behaviour, startDelay: StartDelay): Step {
  const { now } = world
  // The server's time is whole seconds: within that second, it is when the Pod was first seen.
  const made = createdAt(pod)
  const at = Math.min(Math.max(world.seenAt(pod), made), made + 999) + startDelay(pod)
  if (now < at) return { status: waiting(pod, now), until: at }
  if (behaviour.outcome === 'image-pull-failure') return { status: unpullable(pod, now) }
  return begun(pod, behaviour, now, 0)
}

// What ends at once is not first said to run.
function begun(pod: KubeObject, behaviour: Behaviour, now: number, restarts: number): Step {
  if (isBounded(behaviour) && behaviour.runSeconds === 0) return over(pod, behaviour, now, restarts)
  return runningSince(pod, behaviour, now, now, restarts)
}

const isBounded = ({ outcome }: Behaviour) => outcome === 'succeed' || outcome === 'crash'

function runningSince(
  pod: KubeObject,
  behaviour: Behaviour,
  since: number,
  now: number,
  restarts: number,
): Step {
  const readyAt = since + readyDelay(pod)
  const isReady = behaviour.outcome !== 'never-ready' && now >= readyAt
  const times = [
    ...(isBounded(behaviour) ? [since + behaviour.runSeconds * 1000] : []),
    ...(isReady || behaviour.outcome === 'never-ready' ? [] : [readyAt]),
  ]
  const status = running(pod, { since, now, restarts, isReady })
  return times.length === 0 ? { status } : { status, until: Math.min(...times) }
}

// A container with a probe counts as ready when that may have looked first.
function readyDelay(pod: KubeObject): number {
  const delays = listAt(pod, 'spec', 'containers').map((container) =>
    countAt(container, 'readinessProbe', 'initialDelaySeconds'),
  )
  return Math.max(0, ...delays) * 1000
}

function runOn(pod: KubeObject, behaviour: Behaviour, now: number): Step {
  const [first] = listAt(pod, 'status', 'containerStatuses')
  const restarts = countAt(first, 'restartCount')
  const since = timeOf(stringAt(first, 'state', 'running', 'startedAt'))
  if (since !== undefined) {
    if (isBounded(behaviour) && now >= since + behaviour.runSeconds * 1000)
      return over(pod, behaviour, now, restarts)
    return runningSince(pod, behaviour, since, now, restarts)
  }
  const endedAt = timeOf(stringAt(first, 'lastState', 'terminated', 'finishedAt'))
  // Somebody else said that it runs.
  if (endedAt === undefined) return begun(pod, behaviour, now, restarts)
  const again = endedAt + Math.min(LAST_RESTART, FIRST_RESTART * 2 ** Math.min(restarts, 10))
  if (now < again) return { status: statusOf(pod), until: again }
  return begun(pod, behaviour, now, restarts + 1)
}

function over(pod: KubeObject, { outcome }: Behaviour, now: number, restarts: number): Step {
  const exitCode = outcome === 'succeed' ? 0 : 1
  const policy = restartPolicyOf(pod)
  const isRestarted = policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0)
  if (!isRestarted) return { status: ended(pod, { exitCode, now, restarts }) }
  const status = backingOff(pod, { exitCode, now, restarts })
  return { status, until: now + Math.min(LAST_RESTART, FIRST_RESTART * 2 ** Math.min(restarts, 10)) }
}

/** How a container that was told to end says so. */
const TERMINATED = 143

// First its end is told, for who counts it; then it goes, unless a finalizer holds it.
function endWrites(pod: KubeObject, now: number): readonly Write[] {
  if (!hasEnded(pod)) {
    const restarts = countAt(listAt(pod, 'status', 'containerStatuses')[0], 'restartCount')
    return statusWrites(pod, ended(pod, { exitCode: TERMINATED, now, restarts }))
  }
  const grace = countAt(pod, 'metadata', 'deletionGracePeriodSeconds')
  return grace > 0 ? [{ verb: 'delete', resource: PODS, object: pod, atOnce: true }] : []
}

function statusWrites(pod: KubeObject, status: JsonObject): readonly Write[] {
  if (equalJson(status, memberOf(pod, 'status'))) return []
  return [{ verb: 'updateStatus', resource: PODS, object: withStatus(pod, status) }]
}
