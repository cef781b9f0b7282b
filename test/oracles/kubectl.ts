import { type JsonObject, memberOf } from '@downsync/core'
import { firstOf, groupKindOf, intAt, specOf, statusOf, textAt } from './read.ts'

/** What one look of `kubectl rollout status` finds: whether it may stop waiting, with which error, or what it waits for. */
export type RolloutStatus = Readonly<{ done: boolean; error: string | null; message: string }>

/** How `kubectl rollout status` judges an object; undefined for kinds that have no rollout. */
export function rolloutStatus(object: JsonObject): RolloutStatus | undefined {
  switch (groupKindOf(object)) {
    case 'apps/Deployment':
      return deployment(object)
    case 'apps/DaemonSet':
      return daemonSet(object)
    case 'apps/StatefulSet':
      return statefulSet(object)
    default:
      return undefined
  }
}

function deployment(object: JsonObject): RolloutStatus {
  const name = textAt(object, 'metadata', 'name')
  if (generation(object) > observed(object))
    return waiting('Waiting for deployment spec update to be observed...')
  if (textAt(firstOf(object, 'Progressing'), 'reason') === 'ProgressDeadlineExceeded')
    return { done: false, error: `deployment "${name}" exceeded its progress deadline`, message: '' }
  const status = statusOf(object)
  const wanted = memberOf(specOf(object), 'replicas')
  const updated = intAt(status, 0, 'updatedReplicas')
  const all = intAt(status, 0, 'replicas')
  const available = intAt(status, 0, 'availableReplicas')
  const rollout = `Waiting for deployment "${name}" rollout to finish:`
  if (typeof wanted === 'number' && updated < wanted)
    return waiting(`${rollout} ${updated} out of ${wanted} new replicas have been updated...`)
  if (all > updated) return waiting(`${rollout} ${all - updated} old replicas are pending termination...`)
  if (available < updated)
    return waiting(`${rollout} ${available} of ${updated} updated replicas are available...`)
  return done(`deployment "${name}" successfully rolled out`)
}

function daemonSet(object: JsonObject): RolloutStatus {
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') return notRolling
  if (generation(object) > observed(object))
    return waiting('Waiting for daemon set spec update to be observed...')
  const status = statusOf(object)
  const wanted = intAt(status, 0, 'desiredNumberScheduled')
  const updated = intAt(status, 0, 'updatedNumberScheduled')
  const available = intAt(status, 0, 'numberAvailable')
  const name = textAt(object, 'metadata', 'name')
  const rollout = `Waiting for daemon set "${name}" rollout to finish:`
  if (updated < wanted) return waiting(`${rollout} ${updated} out of ${wanted} new pods have been updated...`)
  if (available < wanted) return waiting(`${rollout} ${available} of ${wanted} updated pods are available...`)
  return done(`daemon set "${name}" successfully rolled out`)
}

function statefulSet(object: JsonObject): RolloutStatus {
  if (textAt(object, 'spec', 'updateStrategy', 'type') !== 'RollingUpdate') return notRolling
  if (observed(object) === 0 || generation(object) > observed(object))
    return waiting('Waiting for statefulset spec update to be observed...')
  const status = statusOf(object)
  const wanted = memberOf(specOf(object), 'replicas')
  const ready = intAt(status, 0, 'readyReplicas')
  if (typeof wanted === 'number' && ready < wanted)
    return waiting(`Waiting for ${wanted - ready} pods to be ready...`)
  const updated = intAt(status, 0, 'updatedReplicas')
  const rolling = memberOf(memberOf(specOf(object), 'updateStrategy'), 'rollingUpdate')
  if (rolling !== undefined && rolling !== null) {
    const partition = memberOf(rolling, 'partition')
    if (typeof wanted === 'number' && typeof partition === 'number' && updated < wanted - partition)
      return waiting(
        `Waiting for partitioned roll out to finish: ${updated} out of ${wanted - partition} new pods have been updated...`,
      )
    return done(`partitioned roll out complete: ${updated} new pods have been updated...`)
  }
  const [current, update] = [textAt(status, 'currentRevision'), textAt(status, 'updateRevision')]
  if (current !== update)
    return waiting(
      `waiting for statefulset rolling update to complete ${updated} pods at revision ${update}...`,
    )
  return done(
    `statefulset rolling update complete ${intAt(status, 0, 'currentReplicas')} pods at revision ${current}...`,
  )
}

const notRolling: RolloutStatus = {
  done: true,
  error: 'rollout status is only available for RollingUpdate strategy type',
  message: '',
}

function waiting(message: string): RolloutStatus {
  return { done: false, error: null, message: `${message}\n` }
}

function done(message: string): RolloutStatus {
  return { done: true, error: null, message: `${message}\n` }
}

function generation(object: JsonObject): number {
  return intAt(object, 0, 'metadata', 'generation')
}

function observed(object: JsonObject): number {
  return intAt(object, 0, 'status', 'observedGeneration')
}
