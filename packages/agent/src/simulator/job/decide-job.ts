import {
  conditionOf,
  conditionsOf,
  controllerOwnerOf,
  equalJson,
  isDeleting,
  isObject,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  namespaceOf,
  stringAt,
  uidOf,
  withMember,
} from '@downsync/core'
import { claim } from '../shared/claim.ts'
import { type Decision, decided, earlier, nothing, refusal, type Write } from '../shared/decision.ts'
import { statusOf, withStatus } from '../shared/object.ts'
import { isReady, phaseOf } from '../shared/pods.ts'
import { countAt, timeOf, timeText } from '../shared/read.ts'
import { JOBS, PODS } from '../shared/resources.ts'
import type { World } from '../shared/world.ts'
import {
  announcedEnding,
  announcements,
  deadlineOf,
  type Ending,
  failureOf,
  hasFinished,
  successOf,
} from './finish.ts'
import { indexOf, indexText } from './indexes.ts'
import { isForeign, type JobSpec, readJob } from './job-spec.ts'
import { hasFailed, isTracked, type Tally, tallyOf } from './tally.ts'
import { untracked, type Workforce, workforceOf } from './workers.ts'

/** What a Job needs next: its Pods, their count, its end. */
export function decideJob(world: World, object: KubeObject): Decision {
  if (isForeign(object)) return nothing
  const read = readJob(object)
  if (!read.ok) return refusal(read.message)
  const spec = read.value
  if (hasFinished(object)) return expiry(spec, world.now)
  const claims = claim(world, { object, resource: JOBS }, PODS, spec.selector)
  if (claims.writes.length > 0) return { writes: claims.writes }
  const tally = tallyOf(spec, claims.mine)
  const failure = announcedEnding(spec) ?? failureOf(spec, tally, world.now)
  const workforce =
    failure === undefined && !isDeleting(object) ? workforceOf(spec, tally, world.now) : stood(tally, failure)
  const ending = failure ?? successOf(spec, tally, workforce.active)
  const status = statusAfter(spec, tally, workforce, ending, world.now)
  const changed: readonly Write[] = equalJson(status, statusOf(object))
    ? []
    : [{ verb: 'updateStatus', resource: JOBS, object: withStatus(object, status) }]
  const busy = new Set(workforce.writes.map((write) => uidOf(write.object)))
  const counted = countedPods(spec, tally, ending).filter((pod) => !busy.has(uidOf(pod)))
  const releases = counted.map((pod): Write => ({ verb: 'update', resource: PODS, object: untracked(pod) }))
  return decided(
    [...workforce.writes, ...changed, ...releases],
    earlier(workforce.wakeAt, ending === undefined ? deadlineOf(spec) : undefined),
  )
}

/** A Pod whose Job is gone is counted by nobody any more. */
export function decideJobPod(world: World, pod: KubeObject): Decision {
  const owner = controllerOwnerOf(pod)
  if (!isTracked(pod) || (owner !== undefined && owner.kind !== JOBS.kind)) return nothing
  const job = owner && world.get(JOBS, namespaceOf(pod), owner.name)
  if (job !== undefined && uidOf(job) === owner?.uid) return nothing
  return decided([{ verb: 'update', resource: PODS, object: untracked(pod) }])
}

function expiry({ object, timeToLive }: JobSpec, now: number): Decision {
  if (timeToLive === undefined || isDeleting(object)) return nothing
  const finished = conditionsOf(object).find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  )
  const at = (timeOf(finished?.lastTransitionTime) ?? now) + timeToLive * 1000
  if (now < at) return decided([], at)
  return decided([{ verb: 'delete', resource: JOBS, object, foreground: true }])
}

// A Job that fails ends what it has; what is being deleted changes nothing.
function stood({ active, terminating }: Tally, failure: Ending | undefined): Workforce {
  const ready = active.filter(isReady).length
  if (failure === undefined) return { writes: [], active: active.length, ready, terminating }
  return {
    writes: active.map((object) => ({ verb: 'delete', resource: PODS, object })),
    active: 0,
    ready: 0,
    terminating: terminating + active.length,
  }
}

function statusAfter(
  spec: JobSpec,
  tally: Tally,
  workforce: Workforce,
  ending: Ending | undefined,
  now: number,
): JsonObject {
  const before = statusOf(spec.object)
  const counts = countsAfter(spec, tally, ending)
  const isOver =
    ending !== undefined &&
    workforce.terminating === 0 &&
    workforce.writes.length === 0 &&
    isAllCounted(spec, tally, counts)
  const { conditions, startTime } = suspension(spec, ending, now)
  const ended = isOver ? withEnding(withAnnouncement(conditions, ending, now), ending, now) : undefined
  const announced = ended ?? (ending === undefined ? conditions : withAnnouncement(conditions, ending, now))
  const members = {
    conditions: announced.length === 0 ? undefined : announced,
    startTime: startTime ?? memberOf(before, 'startTime'),
    completionTime:
      isOver && ending.outcome === 'Complete' ? timeText(now) : memberOf(before, 'completionTime'),
    active: workforce.active === 0 ? undefined : workforce.active,
    ready: workforce.ready,
    terminating: workforce.terminating,
    succeeded: counts.succeeded === 0 ? undefined : counts.succeeded,
    failed: counts.failed === 0 ? undefined : counts.failed,
    completedIndexes: spec.isIndexed && tally.indexes.size > 0 ? indexText(tally.indexes) : undefined,
    uncountedTerminatedPods: counts.uncounted,
  }
  return Object.entries(members).reduce((status, [key, value]) => withMember(status, key, value), before)
}

type Counts = Readonly<{ succeeded: number; failed: number; uncounted: JsonObject }>

// A Pod is written down first, then let go, then counted: it is never counted twice, and never forgotten.
function countsAfter(spec: JobSpec, tally: Tally, ending: Ending | undefined): Counts {
  const before = statusOf(spec.object)
  const tracked = new Set(tally.pods.filter(isTracked).map(uidOf))
  const settled = (uids: readonly string[]) => uids.filter((uid) => !tracked.has(uid)).length
  const open = (uids: readonly string[]) => uids.filter((uid) => tracked.has(uid))
  const { uncounted } = tally
  const succeeded = spec.isIndexed ? [] : [...open(uncounted.succeeded), ...tally.newSucceeded.map(uidOf)]
  const failed = [...open(uncounted.failed), ...newlyFailed(spec, tally, ending).map(uidOf)]
  return {
    succeeded: spec.isIndexed
      ? tally.indexes.size
      : countAt(before, 'succeeded') + settled(uncounted.succeeded),
    failed: countAt(before, 'failed') + settled(uncounted.failed),
    uncounted: {
      ...(succeeded.length === 0 ? {} : { succeeded }),
      ...(failed.length === 0 ? {} : { failed }),
    },
  }
}

// Whatever has not ended when its Job fails has failed with it.
function newlyFailed(spec: JobSpec, tally: Tally, ending: Ending | undefined): readonly KubeObject[] {
  if (ending?.outcome !== 'Failed') return tally.newFailed
  const known = new Set(tally.uncounted.failed)
  return tally.pods.filter(
    (pod) =>
      isTracked(pod) &&
      !known.has(uidOf(pod)) &&
      phaseOf(pod) !== 'Succeeded' &&
      (!spec.isIndexed || indexOf(pod, spec.completions) !== undefined),
  )
}

/** The Pods that the status as it stands has written down, or that are not to be. */
function countedPods(spec: JobSpec, tally: Tally, ending: Ending | undefined): readonly KubeObject[] {
  const written = new Set([...tally.uncounted.succeeded, ...tally.uncounted.failed])
  const isEnding = ending !== undefined && announcedEnding(spec) !== undefined
  return tally.pods.filter(isTracked).filter((pod) => {
    if (written.has(uidOf(pod))) return true
    const index = indexOf(pod, spec.completions)
    if (spec.isIndexed && phaseOf(pod) === 'Succeeded')
      return index === undefined || tally.indexesBefore.has(index)
    const isMisplaced = spec.isIndexed && index === undefined
    if (isMisplaced && (hasFailed(spec, pod) || isEnding)) return true
    return isDeleting(spec.object) && !hasFailed(spec, pod) && phaseOf(pod) !== 'Succeeded'
  })
}

function isAllCounted(spec: JobSpec, tally: Tally, { uncounted }: Counts): boolean {
  if (Object.keys(uncounted).length > 0) return false
  return spec.isIndexed ? tally.pods.every((pod) => !isTracked(pod)) : true
}

function suspension(
  spec: JobSpec,
  ending: Ending | undefined,
  now: number,
): Readonly<{ conditions: readonly JsonObject[]; startTime: string | undefined }> {
  const { object, isSuspended } = spec
  const there = listAt(statusOf(object), 'conditions').filter(isObject)
  const isStarted = memberOf(statusOf(object), 'startTime') !== undefined
  const startTime = isStarted || isSuspended ? undefined : timeText(now)
  if (ending !== undefined || isDeleting(object)) return { conditions: there, startTime }
  const said = conditionOf(conditionsOf(object), 'Suspended')
  if (isSuspended) {
    if (said?.status === 'True') return { conditions: there, startTime }
    const suspended = condition('Suspended', 'True', 'JobSuspended', 'Job suspended', now)
    return { conditions: replaced(there, suspended), startTime }
  }
  if (said === undefined || said.status === 'False') return { conditions: there, startTime }
  // The time of a pause does not count against the deadline.
  const resumed = condition('Suspended', 'False', 'JobResumed', 'Job resumed', now)
  return { conditions: replaced(there, resumed), startTime: timeText(now) }
}

function withAnnouncement(
  conditions: readonly JsonObject[],
  { outcome, reason, message }: Ending,
  now: number,
): readonly JsonObject[] {
  const type = announcements[outcome]
  if (conditions.some((one) => stringAt(one, 'type') === type)) return conditions
  return [...conditions, condition(type, 'True', reason, message, now)]
}

function withEnding(
  conditions: readonly JsonObject[],
  { outcome, reason, message }: Ending,
  now: number,
): readonly JsonObject[] {
  return replaced(conditions, condition(outcome, 'True', reason, message, now))
}

// In its place, where it was said before.
function replaced(conditions: readonly JsonObject[], wanted: JsonObject): readonly JsonObject[] {
  const type = stringAt(wanted, 'type')
  const isThere = conditions.some((one) => stringAt(one, 'type') === type)
  if (!isThere) return [...conditions, wanted]
  return conditions.map((one) => (stringAt(one, 'type') === type ? wanted : one))
}

function condition(type: string, status: string, reason: string, message: string, now: number): JsonObject {
  return {
    type,
    status,
    lastProbeTime: timeText(now),
    lastTransitionTime: timeText(now),
    reason,
    message,
  }
}
