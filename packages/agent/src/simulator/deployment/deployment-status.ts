import {
  conditionOf,
  conditionsIn,
  generationOf,
  isObject,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  stringAt,
} from '@downsync/core'
import { given, nonZero, statusOf } from '../shared/object.ts'
import { countAt, intAt, timeOf, timeText } from '../shared/read.ts'
import { removeCondition, setCondition } from './conditions.ts'
import type { DeploymentSpec } from './deployment-spec.ts'
import { allOf, type Sets, sizeOf, statusCount, sumOf } from './replica-sets.ts'

const PROGRESSING = 'Progressing'
const COMPLETE = 'NewReplicaSetAvailable'
const TIMED_OUT = 'ProgressDeadlineExceeded'

/** The status that follows from the ReplicaSets, whether or not a rollout is going on. */
export function plainStatus(spec: DeploymentSpec, sets: Sets, now: number): JsonObject {
  const all = allOf(sets)
  const available = sumOf(all, statusCount('availableReplicas'))
  const isAvailable = available >= spec.replicas - spec.maxUnavailable
  const conditions = setCondition(
    listAt(statusOf(spec.object), 'conditions').filter(isObject),
    isAvailable
      ? {
          type: 'Available',
          status: 'True',
          reason: 'MinimumReplicasAvailable',
          message: 'Deployment has minimum availability.',
        }
      : {
          type: 'Available',
          status: 'False',
          reason: 'MinimumReplicasUnavailable',
          message: 'Deployment does not have minimum availability.',
        },
    timeText(now),
  )
  return {
    ...nonZero({
      observedGeneration: generationOf(spec.object),
      replicas: sumOf(all, statusCount('replicas')),
      updatedReplicas: sets.current === undefined ? 0 : statusCount('replicas')(sets.current),
      readyReplicas: sumOf(all, statusCount('readyReplicas')),
      availableReplicas: available,
      unavailableReplicas: Math.max(0, sumOf(all, sizeOf) - available),
    }),
    ...given({ collisionCount: memberOf(statusOf(spec.object), 'collisionCount') }),
    conditions,
  }
}

/** The same during a rollout: with how it gets on, and what keeps ReplicaSets from making Pods. */
export function rolloutStatus(spec: DeploymentSpec, sets: Sets, now: number): JsonObject {
  const status = plainStatus(spec, sets, now)
  const there = listAt(status, 'conditions').filter(isObject)
  const progressed =
    spec.progressDeadline === undefined
      ? removeCondition(there, PROGRESSING)
      : withProgress(spec, sets, status, there, now)
  const failure = failureOf(sets)
  const conditions =
    failure === undefined
      ? removeCondition(progressed, 'ReplicaFailure')
      : setCondition(progressed, failure, timeText(now), stringAt(failure, 'lastTransitionTime'))
  return { ...status, conditions }
}

function withProgress(
  spec: DeploymentSpec,
  sets: Sets,
  status: JsonObject,
  conditions: readonly JsonObject[],
  now: number,
): readonly JsonObject[] {
  const current = progressOf(spec.object)
  const isOver =
    countAt(status, 'replicas') === countAt(status, 'updatedReplicas') && current?.reason === COMPLETE
  if (isOver) return conditions
  const subject =
    sets.current === undefined
      ? `Deployment "${nameOf(spec.object)}"`
      : `ReplicaSet "${nameOf(sets.current)}"`
  const say = (state: string, reason: string, text: string) => ({
    type: PROGRESSING,
    status: state,
    reason,
    message: `${subject} ${text}`,
  })
  if (isComplete(spec, status))
    return setCondition(conditions, say('True', COMPLETE, 'has successfully progressed.'), timeText(now))
  if (hasProgressed(statusOf(spec.object), status)) {
    const since = current?.status === 'True' ? current.lastTransitionTime : undefined
    // Told anew each time, for its lastUpdateTime is what the deadline counts from.
    const others = removeCondition(conditions, PROGRESSING)
    return setCondition(others, say('True', 'ReplicaSetUpdated', 'is progressing.'), timeText(now), since)
  }
  return hasTimedOut(spec, now)
    ? setCondition(conditions, say('False', TIMED_OUT, 'has timed out progressing.'), timeText(now))
    : conditions
}

/** Whether a status says that all Pods are of the present template and available. */
export function isComplete({ object, replicas }: DeploymentSpec, status: JsonObject): boolean {
  return (
    ['updatedReplicas', 'replicas', 'availableReplicas'].every(
      (field) => countAt(status, field) === replicas,
    ) && (intAt(status, 'observedGeneration') ?? 0) >= generationOf(object)
  )
}

function hasProgressed(before: JsonObject, after: JsonObject): boolean {
  const old = (status: JsonObject) => countAt(status, 'replicas') - countAt(status, 'updatedReplicas')
  return (
    old(after) < old(before) ||
    ['updatedReplicas', 'readyReplicas', 'availableReplicas'].some(
      (field) => countAt(after, field) > countAt(before, field),
    )
  )
}

function hasTimedOut(spec: DeploymentSpec, now: number): boolean {
  const progress = progressOf(spec.object)
  if (progress?.reason === TIMED_OUT) return true
  const deadline = deadlineOf(spec)
  return deadline !== undefined && deadline < now
}

/** When a rollout counts as stuck unless it gets on: milliseconds since 1970; undefined where nothing is waited for. */
export function deadlineOf(spec: DeploymentSpec): number | undefined {
  const progress = progressOf(spec.object)
  if (spec.progressDeadline === undefined || progress === undefined) return undefined
  if (progress.reason === COMPLETE || progress.reason === TIMED_OUT) return undefined
  const since = timeOf(progress.lastUpdateTime)
  return since === undefined ? undefined : since + spec.progressDeadline * 1000
}

export function progressOf(deployment: KubeObject) {
  return conditionOf(conditionsIn(memberOf(statusOf(deployment), 'conditions')), PROGRESSING)
}

/** The status with another condition about progress, and nothing else changed. */
export function withProgressing(
  deployment: KubeObject,
  state: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  now: number,
): JsonObject {
  const status = statusOf(deployment)
  const conditions = listAt(status, 'conditions').filter(isObject)
  const condition = { type: PROGRESSING, status: state, reason, message }
  return { ...status, conditions: setCondition(conditions, condition, timeText(now)) }
}

function failureOf(sets: Sets): (JsonObject & Condition) | undefined {
  const [first] = [...(sets.current === undefined ? [] : [sets.current]), ...sets.old].flatMap((set) =>
    listAt(statusOf(set), 'conditions').filter((one) => stringAt(one, 'type') === 'ReplicaFailure'),
  )
  if (first === undefined) return undefined
  return {
    type: 'ReplicaFailure',
    status: stringAt(first, 'status') ?? '',
    reason: stringAt(first, 'reason') ?? '',
    message: stringAt(first, 'message') ?? '',
    ...given({ lastTransitionTime: stringAt(first, 'lastTransitionTime') }),
  }
}

type Condition = Readonly<{ type: string; status: string; reason: string; message: string }>
