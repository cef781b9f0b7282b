import {
  annotationsOf,
  conditionOf,
  conditionsOf,
  isDeleting,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import { createdAt } from './object.ts'
import { countAt, timeOf } from './read.ts'

export function phaseOf(pod: KubeObject): string {
  return stringAt(pod, 'status', 'phase') ?? ''
}

export function hasEnded(pod: KubeObject): boolean {
  return phaseOf(pod) === 'Succeeded' || phaseOf(pod) === 'Failed'
}

/** Neither ended nor about to. */
export function isActive(pod: KubeObject): boolean {
  return !hasEnded(pod) && !isDeleting(pod)
}

export function isReady(pod: KubeObject): boolean {
  return conditionOf(conditionsOf(pod), 'Ready')?.status === 'True'
}

/** Since when it is ready; undefined where it is not. */
export function readySince(pod: KubeObject): number | undefined {
  return isReady(pod) ? (timeOf(conditionOf(conditionsOf(pod), 'Ready')?.lastTransitionTime) ?? 0) : undefined
}

/** When a Pod counts, or will count, as available: ready for so many seconds. Undefined where it is not ready. */
export function availableAt(pod: KubeObject, minReadySeconds: number): number | undefined {
  const since = readySince(pod)
  return since === undefined ? undefined : since + minReadySeconds * 1000
}

export function isAvailable(pod: KubeObject, minReadySeconds: number, now: number): boolean {
  const at = availableAt(pod, minReadySeconds)
  return at !== undefined && at <= now
}

/** The first time at which one of these Pods comes to be available. */
export function nextAvailable(
  pods: readonly KubeObject[],
  minReadySeconds: number,
  now: number,
): number | undefined {
  const times = pods
    .map((pod) => availableAt(pod, minReadySeconds))
    .filter((at) => at !== undefined)
    .filter((at) => at > now)
  return times.length === 0 ? undefined : Math.min(...times)
}

/** The restarts of all its containers. */
export function restartsOf(pod: KubeObject): number {
  return ['initContainerStatuses', 'containerStatuses']
    .flatMap((list) => listAt(pod, 'status', list))
    .reduce<number>((sum, status) => sum + countAt(status, 'restartCount'), 0)
}

/** When its containers had all ended; undefined while one has not. */
function containersEndedAt(pod: KubeObject): number | undefined {
  const times = listAt(pod, 'status', 'containerStatuses').map((status) =>
    timeOf(stringAt(status, 'state', 'terminated', 'finishedAt')),
  )
  const known = times.filter((time) => time !== undefined)
  return times.length > 0 && known.length === times.length ? Math.max(...known) : undefined
}

/** When a Pod that is no longer active ended, as well as can be told. */
export function endedAt(pod: KubeObject): number {
  const ready = conditionOf(conditionsOf(pod), 'Ready')
  const notReadySince = ready?.status === 'False' ? timeOf(ready.lastTransitionTime) : undefined
  const grace = countAt(pod, 'metadata', 'deletionGracePeriodSeconds') * 1000
  const deletion = timeOf(memberOf(pod.metadata, 'deletionTimestamp'))
  return (
    containersEndedAt(pod) ?? notReadySince ?? (deletion === undefined ? createdAt(pod) : deletion - grace)
  )
}

const PHASES: readonly string[] = ['Pending', 'Unknown', 'Running']

/** Those to be deleted first stand first: what is least far, cheapest, youngest. */
export function byDispensability(a: KubeObject, b: KubeObject): number {
  const isBound = (pod: KubeObject) => (stringAt(pod, 'spec', 'nodeName') ?? '') !== ''
  return (
    Number(isBound(a)) - Number(isBound(b)) ||
    PHASES.indexOf(phaseOf(a)) - PHASES.indexOf(phaseOf(b)) ||
    Number(isReady(a)) - Number(isReady(b)) ||
    deletionCost(a) - deletionCost(b) ||
    (readySince(b) ?? 0) - (readySince(a) ?? 0) ||
    restartsOf(b) - restartsOf(a) ||
    createdAt(b) - createdAt(a) ||
    (uidOf(a) < uidOf(b) ? -1 : 1)
  )
}

function deletionCost(pod: KubeObject): number {
  const text = stringAt(annotationsOf(pod), 'controller.kubernetes.io/pod-deletion-cost') ?? ''
  return /^-?\d{1,10}$/.test(text) ? Number(text) : 0
}
