import { type JsonObject, memberOf, valueAt } from '@downsync/core'
import { conditionsIn, firstOf, intAt, isTrue, specOf, statusOf, textAt, typeOf } from './read.ts'
import type { Health } from './verdicts.ts'

/** Argo CD's rules for what runs pods, by `group/Kind`. */
export const workloadRules: Readonly<Record<string, (object: JsonObject) => Health>> = {
  'apps/Deployment': deployment,
  'apps/ReplicaSet': replicaSet,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'batch/Job': job,
}

function deployment(object: JsonObject): Health {
  if (memberOf(specOf(object), 'paused') === true) return 'Suspended'
  if (isBehind(object)) return 'Progressing'
  if (textAt(firstOf(object, 'Progressing'), 'reason') === 'ProgressDeadlineExceeded') return 'Degraded'
  const status = statusOf(object)
  const wanted = memberOf(specOf(object), 'replicas')
  const updated = intAt(status, 0, 'updatedReplicas')
  if (typeof wanted === 'number' && updated < wanted) return 'Progressing'
  if (intAt(status, 0, 'replicas') > updated) return 'Progressing'
  return intAt(status, 0, 'availableReplicas') < updated ? 'Progressing' : 'Healthy'
}

function replicaSet(object: JsonObject): Health {
  if (isBehind(object)) return 'Progressing'
  const failure = firstOf(object, 'ReplicaFailure')
  if (failure !== undefined && isTrue(failure)) return 'Degraded'
  const wanted = memberOf(specOf(object), 'replicas')
  const available = intAt(statusOf(object), 0, 'availableReplicas')
  return typeof wanted === 'number' && available < wanted ? 'Progressing' : 'Healthy'
}

function statefulSet(object: JsonObject): Health {
  const status = statusOf(object)
  if (intAt(status, 0, 'observedGeneration') === 0) return 'Progressing'
  if (isBehind(object)) return 'Progressing'
  const wanted = memberOf(specOf(object), 'replicas')
  if (typeof wanted === 'number' && intAt(status, 0, 'readyReplicas') < wanted) return 'Progressing'
  const rolling = valueAt(object, 'spec', 'updateStrategy', 'rollingUpdate')
  const strategy = textAt(object, 'spec', 'updateStrategy', 'type')
  if (strategy === 'RollingUpdate' && rolling !== undefined && rolling !== null) {
    const partition = memberOf(rolling, 'partition')
    const updated = intAt(status, 0, 'updatedReplicas')
    if (typeof wanted === 'number' && typeof partition === 'number' && updated < wanted - partition)
      return 'Progressing'
    return 'Healthy'
  }
  if (strategy === 'OnDelete') return 'Healthy'
  return textAt(status, 'updateRevision') === textAt(status, 'currentRevision') ? 'Healthy' : 'Progressing'
}

function daemonSet(object: JsonObject): Health {
  if (isBehind(object)) return 'Progressing'
  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return 'Healthy'
  const status = statusOf(object)
  const wanted = intAt(status, 0, 'desiredNumberScheduled')
  if (intAt(status, 0, 'updatedNumberScheduled') < wanted) return 'Progressing'
  return intAt(status, 0, 'numberAvailable') < wanted ? 'Progressing' : 'Healthy'
}

// Complete, Failed and Suspended count in whatever status; only a suspension must be True to be told.
function job(object: JsonObject): Health {
  let hasEnded = false
  let hasFailed = false
  let isSuspended = false
  for (const condition of conditionsIn(object)) {
    switch (typeOf(condition)) {
      case 'Failed':
        hasEnded = true
        hasFailed = true
        break
      case 'Complete':
        hasEnded = true
        break
      case 'Suspended':
        hasEnded = true
        if (isTrue(condition)) isSuspended = true
        break
    }
  }
  if (!hasEnded) return 'Progressing'
  if (hasFailed) return 'Degraded'
  return isSuspended ? 'Suspended' : 'Healthy'
}

function isBehind(object: JsonObject): boolean {
  return intAt(object, 0, 'metadata', 'generation') > intAt(object, 0, 'status', 'observedGeneration')
}
