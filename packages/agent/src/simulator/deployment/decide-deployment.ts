import {
  annotationsOf,
  controllerOwnerOf,
  equalJson,
  isDeleting,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  namespaceOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import { claim } from '../shared/claim.ts'
import { type Decision, decided, refusal, type Write } from '../shared/decision.ts'
import { objectAt, statusOf, withMetadata, withStatus } from '../shared/object.ts'
import { hasEnded } from '../shared/pods.ts'
import { intAt } from '../shared/read.ts'
import { DEPLOYMENTS, PODS, REPLICA_SETS } from '../shared/resources.ts'
import { sameTemplate } from '../shared/template.ts'
import type { World } from '../shared/world.ts'
import { type DeploymentSpec, readDeployment } from './deployment-spec.ts'
import {
  deadlineOf,
  isComplete,
  plainStatus,
  progressOf,
  rolloutStatus,
  withProgressing,
} from './deployment-status.ts'
import { excessSets } from './history.ts'
import { newReplicaSet } from './new-replica-set.ts'
import {
  allOf,
  hasAnnotations,
  isInUse,
  REVISION,
  type Sets,
  setsOf,
  sizeAnnotations,
  sizeOf,
  statusCount,
  sumOf,
} from './replica-sets.ts'
import { annotationsForSet, nextRevision } from './revision.ts'
import { grownSize, rolledSizes } from './rollout.ts'
import { isScaling, type Sizing, scaledSizes } from './scale.ts'

/** What a Deployment needs next: its ReplicaSets, their sizes, its status. */
export function decideDeployment(world: World, object: KubeObject): Decision {
  const read = readDeployment(object)
  if (!read.ok) return refusal(read.message)
  const spec = read.value
  const owner = { object, resource: DEPLOYMENTS }
  const { mine, writes } = claim(world, owner, REPLICA_SETS, spec.selector)
  if (writes.length > 0) return { writes }
  const sets = setsOf(spec, mine)
  if (isDeleting(object)) return decided(statusWrites(spec, plainStatus(spec, sets, world.now)))
  const paused = pausedStatus(spec, world.now)
  if (paused !== undefined) return decided(statusWrites(spec, paused))
  const revised = revisionWrites(spec, sets, world.now)
  if (revised.length > 0) return decided(revised)
  if (spec.isPaused || isScaling(spec, sets)) return scaled(world, spec, sets)
  return spec.strategy === 'Recreate' ? recreated(world, spec, sets) : rolled(world, spec, sets)
}

// So that the time of a pause does not count as time without progress.
function pausedStatus(
  { object, isPaused, progressDeadline }: DeploymentSpec,
  now: number,
): JsonObject | undefined {
  const progress = progressOf(object)
  if (progressDeadline === undefined || progress?.reason === 'ProgressDeadlineExceeded') return undefined
  const saysPaused = progress?.reason === 'DeploymentPaused'
  if (isPaused === saysPaused) return undefined
  return isPaused
    ? withProgressing(object, 'Unknown', 'DeploymentPaused', 'Deployment is paused', now)
    : withProgressing(object, 'Unknown', 'DeploymentResumed', 'Deployment is resumed', now)
}

/** Brings the annotations of the present ReplicaSet and of the Deployment up to date. */
function revisionWrites(spec: DeploymentSpec, sets: Sets, now: number): readonly Write[] {
  const { object } = spec
  const { current } = sets
  if (current === undefined) return []
  const annotations = annotationsForSet(spec, current, nextRevision(sets))
  const hasDelay = (intAt(current, 'spec', 'minReadySeconds') ?? 0) === spec.minReadySeconds
  if (!hasDelay || !equalJson(annotations, annotationsOf(current))) {
    const revised = {
      ...withMetadata(current, { annotations }),
      spec: { ...objectAt(current, 'spec'), minReadySeconds: spec.minReadySeconds },
    }
    return [{ verb: 'update', resource: REPLICA_SETS, object: revised }]
  }
  const revised = withRevision(object, stringAt(annotations, REVISION))
  const found = `Found new replica set "${nameOf(current)}"`
  const status =
    spec.progressDeadline === undefined || progressOf(object) !== undefined
      ? statusOf(object)
      : withProgressing(object, 'True', 'FoundNewReplicaSet', found, now)
  return statusWrites(spec, status, revised)
}

/** The Deployment with the revision of its present template; it is written with the status, as that counts no generation. */
function withRevision(object: KubeObject, revision: string | undefined): KubeObject {
  if (revision === undefined || memberOf(annotationsOf(object), REVISION) === revision) return object
  return withMetadata(object, { annotations: { ...annotationsOf(object), [REVISION]: revision } })
}

function scaled(world: World, spec: DeploymentSpec, sets: Sets): Decision {
  const sizings = sizeWrites(spec, scaledSizes(spec, sets))
  const removals = spec.isPaused ? removalsOf(spec, sets, sizings) : []
  return decided([...sizings, ...removals, ...statusWrites(spec, plainStatus(spec, sets, world.now))])
}

function rolled(world: World, spec: DeploymentSpec, sets: Sets): Decision {
  const { current } = sets
  if (current === undefined) return created(world, spec, sets)
  return rolledOut(world, spec, sets, sizeWrites(spec, rolledSizes(spec, { ...sets, current })))
}

function recreated(world: World, spec: DeploymentSpec, sets: Sets): Decision {
  const shrunk = sets.old.filter(isInUse).map((set) => ({ set, size: 0 }))
  if (shrunk.length > 0) return rolledOut(world, spec, sets, sizeWrites(spec, shrunk))
  if (hasOldPods(world, sets)) return rolledOut(world, spec, sets, [], false)
  const { current } = sets
  if (current === undefined) return created(world, spec, sets)
  return rolledOut(world, spec, sets, sizeWrites(spec, [{ set: current, size: spec.replicas }]))
}

function hasOldPods(world: World, { old }: Sets): boolean {
  return (
    sumOf(old, statusCount('replicas')) > 0 ||
    old.some((set) => world.ownedBy(PODS, uidOf(set)).some((pod) => !hasEnded(pod)))
  )
}

// Old ReplicaSets are forgotten only once a rollout is through.
function rolledOut(
  world: World,
  spec: DeploymentSpec,
  sets: Sets,
  sizings: readonly Write[],
  mayForget = sizings.length === 0,
): Decision {
  const removals = mayForget && isComplete(spec, statusOf(spec.object)) ? removalsOf(spec, sets, sizings) : []
  const status = statusWrites(spec, rolloutStatus(spec, sets, world.now))
  const deadline = deadlineOf(spec)
  // Times are whole seconds: a second later it is past for sure.
  return decided([...sizings, ...removals, ...status], deadline === undefined ? undefined : deadline + 1000)
}

function created(world: World, spec: DeploymentSpec, sets: Sets): Decision {
  const { object } = spec
  const revision = nextRevision(sets)
  const annotations = { ...annotationsForSet(spec, undefined, revision), ...sizeAnnotations(spec) }
  const set = newReplicaSet(spec, annotations, grownSize(spec, allOf(sets), undefined))
  const there = world.get(REPLICA_SETS, namespaceOf(object), nameOf(set))
  if (there !== undefined && !isOurs(spec, there)) {
    const collisions = intAt(statusOf(object), 'collisionCount') ?? 0
    return decided(statusWrites(spec, { ...statusOf(object), collisionCount: collisions + 1 }))
  }
  const failed = world.failedWrite
  const revised = withRevision(object, String(revision))
  const said = (state: 'True' | 'False', reason: string, message: string) =>
    spec.progressDeadline === undefined
      ? statusOf(object)
      : withProgressing(object, state, reason, message, world.now)
  const create: Write = { verb: 'create', resource: REPLICA_SETS, object: set }
  if (failed?.verb === 'create') {
    const message = `Failed to create new replica set "${nameOf(set)}": ${failed.message}`
    return decided([...statusWrites(spec, said('False', 'ReplicaSetCreateError', message)), create])
  }
  const message = `Created new replica set "${nameOf(set)}"`
  return decided([create, ...statusWrites(spec, said('True', 'NewReplicaSetCreated', message), revised)])
}

function isOurs({ object, template }: DeploymentSpec, set: KubeObject): boolean {
  return (
    controllerOwnerOf(set)?.uid === uidOf(object) && sameTemplate(objectAt(set, 'spec', 'template'), template)
  )
}

function sizeWrites(spec: DeploymentSpec, sizings: readonly Sizing[]): readonly Write[] {
  const annotations = sizeAnnotations(spec)
  return sizings
    .filter(({ set, size, always }) => sizeOf(set) !== size || (always && !hasAnnotations(set, annotations)))
    .map(({ set, size }) => ({
      verb: 'update',
      resource: REPLICA_SETS,
      object: {
        ...withMetadata(set, { annotations: { ...annotationsOf(set), ...annotations } }),
        spec: { ...objectAt(set, 'spec'), replicas: size },
      },
    }))
}

function removalsOf(spec: DeploymentSpec, sets: Sets, besides: readonly Write[]): readonly Write[] {
  const busy = new Set(besides.map(({ object }) => stringAt(object.metadata, 'name')))
  return excessSets(spec, sets)
    .filter((set) => !busy.has(nameOf(set)))
    .map((object) => ({ verb: 'delete', resource: REPLICA_SETS, object }))
}

function statusWrites(spec: DeploymentSpec, status: JsonObject, object = spec.object): readonly Write[] {
  if (object === spec.object && equalJson(status, statusOf(object))) return []
  return [{ verb: 'updateStatus', resource: DEPLOYMENTS, object: withStatus(object, status) }]
}
