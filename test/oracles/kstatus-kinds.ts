import { type Json, type JsonObject, listAt, memberOf, valueAt } from '@downsync/core'
import { conditionsIn, firstOf, intAt, isTrue, textAt, typeOf } from './read.ts'
import type { KStatus } from './verdicts.ts'

/** The rules of kstatus for kinds that it knows, by `group/Kind`. */
export const kindRules: Readonly<Record<string, (object: JsonObject) => KStatus>> = {
  'apps/Deployment': deployment,
  'apps/ReplicaSet': replicaSet,
  'apps/StatefulSet': statefulSet,
  'apps/DaemonSet': daemonSet,
  'batch/Job': job,
  'batch/CronJob': always,
  'policy/PodDisruptionBudget': always,
  '/Pod': pod,
  '/Service': service,
  '/PersistentVolumeClaim': claim,
}

const NO_DEADLINE = 2 ** 31 - 1

function always(): KStatus {
  return 'Current'
}

function deployment(object: JsonObject): KStatus {
  // Without a deadline the controller sets no Progressing condition.
  const deadline = intAt(object, NO_DEADLINE, 'spec', 'progressDeadlineSeconds')
  let progressed = deadline === NO_DEADLINE
  let available = false
  for (const condition of conditionsIn(object)) {
    const reason = textAt(condition, 'reason')
    if (typeOf(condition) === 'Progressing') {
      if (reason === 'ProgressDeadlineExceeded') return 'Failed'
      if (isTrue(condition) && reason === 'NewReplicaSetAvailable') progressed = true
    }
    if (typeOf(condition) === 'Available' && isTrue(condition)) available = true
  }
  const wanted = intAt(object, 1, 'spec', 'replicas')
  const all = count(object, 'replicas')
  const updated = count(object, 'updatedReplicas')
  if (wanted > all) return 'InProgress'
  if (wanted > updated) return 'InProgress'
  if (all > wanted) return 'InProgress'
  if (updated > count(object, 'availableReplicas')) return 'InProgress'
  if (wanted > count(object, 'readyReplicas')) return 'InProgress'
  if (!progressed) return 'InProgress'
  return available ? 'Current' : 'InProgress'
}

function replicaSet(object: JsonObject): KStatus {
  for (const condition of conditionsIn(object))
    if (typeOf(condition) === 'ReplicaFailure' && isTrue(condition)) return 'InProgress'
  const wanted = intAt(object, 1, 'spec', 'replicas')
  if (wanted > count(object, 'fullyLabeledReplicas')) return 'InProgress'
  if (wanted > count(object, 'availableReplicas')) return 'InProgress'
  if (wanted > count(object, 'readyReplicas')) return 'InProgress'
  return count(object, 'replicas') > wanted ? 'InProgress' : 'Current'
}

function statefulSet(object: JsonObject): KStatus {
  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return 'Current'
  const wanted = intAt(object, 1, 'spec', 'replicas')
  const all = count(object, 'replicas')
  if (wanted > all) return 'InProgress'
  if (wanted > count(object, 'readyReplicas')) return 'InProgress'
  if (all > wanted) return 'InProgress'
  const partition = intAt(object, -1, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  if (partition !== -1)
    return count(object, 'updatedReplicas') < wanted - partition ? 'InProgress' : 'Current'
  if (wanted > count(object, 'currentReplicas')) return 'InProgress'
  const [current, update] = [
    textAt(object, 'status', 'currentRevision'),
    textAt(object, 'status', 'updateRevision'),
  ]
  return current === update ? 'Current' : 'InProgress'
}

function daemonSet(object: JsonObject): KStatus {
  if (valueAt(object, 'metadata', 'generation') === undefined) return 'InProgress'
  if (valueAt(object, 'status', 'observedGeneration') === undefined) return 'InProgress'
  const wanted = intAt(object, -1, 'status', 'desiredNumberScheduled')
  if (wanted === -1) return 'InProgress'
  if (wanted > count(object, 'currentNumberScheduled')) return 'InProgress'
  if (wanted > count(object, 'updatedNumberScheduled')) return 'InProgress'
  if (wanted > count(object, 'numberAvailable')) return 'InProgress'
  return wanted > count(object, 'numberReady') ? 'InProgress' : 'Current'
}

function job(object: JsonObject): KStatus {
  for (const condition of conditionsIn(object)) {
    if (typeOf(condition) === 'Complete' && isTrue(condition)) return 'Current'
    if (typeOf(condition) === 'Failed' && isTrue(condition)) return 'Failed'
  }
  return textAt(object, 'status', 'startTime') === '' ? 'InProgress' : 'Current'
}

function pod(object: JsonObject): KStatus {
  switch (textAt(object, 'status', 'phase')) {
    case 'Succeeded':
    case 'Failed':
      return 'Current'
    case 'Running':
      return runningPod(object)
    case 'Pending': {
      const scheduled = firstOf(object, 'PodScheduled')
      // It waits 15 s after creation; the objects that are judged here are older than that.
      const isUnschedulable =
        memberOf(scheduled, 'status') === 'False' && textAt(scheduled, 'reason') === 'Unschedulable'
      return isUnschedulable ? 'Failed' : 'InProgress'
    }
    case '':
      return 'InProgress'
    default:
      return 'Unknown'
  }
}

function runningPod(object: JsonObject): KStatus {
  if (conditionsIn(object).some((one) => typeOf(one) === 'Ready' && isTrue(one))) return 'Current'
  if (valueAt(object, 'status', 'containerStatuses') === null) return 'Unknown'
  const isLooping = (container: Json) =>
    textAt(container, 'state', 'waiting', 'reason') === 'CrashLoopBackOff'
  return listAt(object, 'status', 'containerStatuses').some(isLooping) ? 'Failed' : 'InProgress'
}

function service(object: JsonObject): KStatus {
  const isBalanced = textAt(object, 'spec', 'type') === 'LoadBalancer'
  return isBalanced && textAt(object, 'spec', 'clusterIP') === '' ? 'InProgress' : 'Current'
}

function claim(object: JsonObject): KStatus {
  return textAt(object, 'status', 'phase') === 'Bound' ? 'Current' : 'InProgress'
}

function count(object: JsonObject, field: string): number {
  return intAt(object, 0, 'status', field)
}
