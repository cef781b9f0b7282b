import {
  generationOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
} from '@downsync/core'
import { nonZero, statusOf } from '../shared/object.ts'
import { isAvailable, isReady, phaseOf } from '../shared/pods.ts'
import { intAt } from '../shared/read.ts'
import { REVISION_LABEL } from '../shared/revisions.ts'
import type { Revisions } from './revision-step.ts'
import type { StatefulSetSpec } from './stateful-set-spec.ts'

export function isRunningAndReady(pod: KubeObject): boolean {
  return phaseOf(pod) === 'Running' && isReady(pod)
}

/**
 * The status that follows from the Pods.
 * @param isReplacing a Pod of the current revision is being deleted for the update just now
 */
export function statusOfSet(
  spec: StatefulSetSpec,
  { current, update }: Revisions,
  collisions: number,
  pods: readonly KubeObject[],
  now: number,
  isReplacing: boolean,
): JsonObject {
  // A server gives every Pod a phase.
  const ready = pods.filter(isRunningAndReady)
  const of = (revision: KubeObject) =>
    pods.filter((pod) => !isDeleting(pod) && memberOf(labelsOf(pod), REVISION_LABEL) === nameOf(revision))
      .length
  const updated = of(update)
  // Once all is updated, what was the update is what is current.
  const isThrough =
    spec.isRolling && [updated, ready.length, pods.length].every((count) => count === spec.replicas)
  const observed = Math.max(
    generationOf(spec.object),
    intAt(statusOf(spec.object), 'observedGeneration') ?? 0,
  )
  return {
    ...nonZero({
      observedGeneration: observed,
      readyReplicas: ready.length,
      currentReplicas: isThrough ? updated : Math.max(0, of(current) - (isReplacing ? 1 : 0)),
      updatedReplicas: updated,
    }),
    replicas: pods.length,
    availableReplicas: ready.filter((pod) => isAvailable(pod, spec.minReadySeconds, now)).length,
    currentRevision: nameOf(isThrough ? update : current),
    updateRevision: nameOf(update),
    collisionCount: collisions,
  }
}
