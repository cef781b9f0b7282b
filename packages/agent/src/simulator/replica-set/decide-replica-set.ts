import {
  compileSelector,
  conditionOf,
  conditionsOf,
  equalJson,
  generationOf,
  isDeleting,
  isObject,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  testSelector,
} from '@downsync/core'
import { claim } from '../shared/claim.ts'
import { type Decision, decided, refusal, type Write } from '../shared/decision.ts'
import { nonZero, objectAt, statusOf, withStatus } from '../shared/object.ts'
import { byDispensability, isActive, isAvailable, isReady, nextAvailable } from '../shared/pods.ts'
import { specReader, timeText } from '../shared/read.ts'
import { PODS, REPLICA_SETS } from '../shared/resources.ts'
import { selectionOf } from '../shared/selection.ts'
import { podOf, templateOf } from '../shared/template.ts'
import type { FailedWrite, World } from '../shared/world.ts'

/** Pods made or deleted at a time. */
const BURST = 500

/** What a ReplicaSet needs next: as many Pods as it shall have, and its status. */
export function decideReplicaSet(world: World, object: KubeObject): Decision {
  const reader = specReader(object)
  const selection = selectionOf(object, templateOf(object))
  if (!selection.ok) return refusal(selection.message)
  const replicas = reader.count('replicas') ?? 1
  const minReadySeconds = reader.count('minReadySeconds') ?? 0
  const fault = reader.fault()
  if (fault !== undefined) return refusal(fault)
  const { selector, template } = selection
  const owner = { object, resource: REPLICA_SETS }
  const { mine, writes } = claim(world, owner, PODS, selector)
  if (writes.length > 0) return { writes }
  const active = mine.filter(isActive)
  const diff = replicas - active.length
  const failed = world.failedWrite
  const status = statusWith(object, template, active, minReadySeconds, world.now, isAbout(failed, diff))
  const changes = isDeleting(object) ? [] : podWrites(owner, template, active, diff)
  return decided(
    // Said before it is tried again.
    failed === undefined ? [...changes, ...status] : [...status, ...changes],
    nextAvailable(active, minReadySeconds, world.now),
  )
}

function podWrites(
  owner: Readonly<{ object: KubeObject; resource: typeof REPLICA_SETS }>,
  template: JsonObject,
  active: readonly KubeObject[],
  diff: number,
): readonly Write[] {
  if (diff >= 0)
    return Array.from({ length: Math.min(diff, BURST) }, () => ({
      verb: 'create',
      resource: PODS,
      object: podOf(owner, template),
    }))
  return [...active]
    .sort(byDispensability)
    .slice(0, Math.min(-diff, BURST))
    .map((pod) => ({ verb: 'delete', resource: PODS, object: pod }))
}

function isAbout(failed: FailedWrite | undefined, diff: number): FailedWrite | undefined {
  return (failed?.verb === 'create' && diff > 0) || (failed?.verb === 'delete' && diff < 0)
    ? failed
    : undefined
}

function statusWith(
  object: KubeObject,
  template: JsonObject,
  active: readonly KubeObject[],
  minReadySeconds: number,
  now: number,
  failed: FailedWrite | undefined,
): readonly Write[] {
  const compiled = compileSelector({ matchLabels: objectAt(template, 'metadata', 'labels') }, 'labels')
  const isFullyLabelled = (pod: KubeObject) => compiled.ok && testSelector(compiled.value, labelsOf(pod))
  const conditions = conditionsWith(object, failed, now)
  const status = {
    replicas: active.length,
    ...nonZero({
      observedGeneration: generationOf(object),
      fullyLabeledReplicas: active.filter(isFullyLabelled).length,
      readyReplicas: active.filter(isReady).length,
      availableReplicas: active.filter((pod) => isAvailable(pod, minReadySeconds, now)).length,
    }),
    ...(conditions.length === 0 ? {} : { conditions }),
  }
  if (equalJson(status, statusOf(object))) return []
  return [{ verb: 'updateStatus', resource: REPLICA_SETS, object: withStatus(object, status) }]
}

function conditionsWith(
  object: KubeObject,
  failed: FailedWrite | undefined,
  now: number,
): readonly JsonObject[] {
  const there = listAt(statusOf(object), 'conditions').filter(isObject)
  const isSaid = conditionOf(conditionsOf(object), 'ReplicaFailure') !== undefined
  if (failed !== undefined && isSaid) return there
  const others = there.filter((one) => one['type'] !== 'ReplicaFailure')
  if (failed === undefined) return others
  const reason = failed.verb === 'create' ? 'FailedCreate' : 'FailedDelete'
  return [
    ...others,
    {
      type: 'ReplicaFailure',
      status: 'True',
      lastTransitionTime: timeText(now),
      reason,
      message: failed.message,
    },
  ]
}
