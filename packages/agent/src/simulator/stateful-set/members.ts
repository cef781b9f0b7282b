import { isDeleting, type KubeObject, labelsOf, memberOf, nameOf } from '@downsync/core'
import type { Write } from '../shared/decision.ts'
import { hasEnded, isAvailable, phaseOf } from '../shared/pods.ts'
import { PODS } from '../shared/resources.ts'
import { REVISION_LABEL } from '../shared/revisions.ts'
import type { World } from '../shared/world.ts'
import { missingClaims, podWith, withIdentity } from './identity.ts'
import type { Revisions } from './revision-step.ts'
import { ordinalOf, type StatefulSetSpec } from './stateful-set-spec.ts'
import { isRunningAndReady } from './stateful-set-status.ts'

/** The place of an ordinal, and its Pod. */
type Member = Readonly<{ ordinal: number; pod: KubeObject | undefined }>

/** The next writes of Pods. `isReplacing`: one of them deletes a Pod that is to have another revision. */
export type MemberWrites = Readonly<{ writes: readonly Write[]; isReplacing: boolean }>

/**
 * In order, each waits for the one before: first all ordinals from below are made and come to work, then those too many go from above,
 * then those of another revision are replaced from above. In parallel, the first two are done at once.
 */
export function memberWrites(
  world: World,
  spec: StatefulSetSpec,
  revisions: Revisions,
  pods: readonly KubeObject[],
): MemberWrites {
  const byOrdinal = new Map(pods.map((pod) => [ordinalOf(spec.object, pod) ?? -1, pod]))
  const members = Array.from({ length: spec.replicas }, (_, at): Member => {
    const ordinal = spec.start + at
    return { ordinal, pod: byOrdinal.get(ordinal) }
  })
  const end = spec.start + spec.replicas
  const condemned = [...byOrdinal]
    .filter(([ordinal]) => ordinal < spec.start || ordinal >= end)
    .sort(([a], [b]) => b - a)
    .map(([, pod]) => pod)
  const made = establish(world, spec, revisions, members)
  if (made.isBlocked) return { writes: made.writes, isReplacing: false }
  const removed = remove(world, spec, members, condemned)
  const writes = [...made.writes, ...removed.writes]
  if (removed.isBlocked || !spec.isRolling) return { writes, isReplacing: false }
  const outdated = replaceable(spec, revisions.update, members)
  if (outdated === undefined) return { writes, isReplacing: false }
  return { writes: [...writes, { verb: 'delete', resource: PODS, object: outdated }], isReplacing: true }
}

type Phase = Readonly<{ writes: readonly Write[]; isBlocked: boolean }>

function establish(
  world: World,
  spec: StatefulSetSpec,
  revisions: Revisions,
  members: readonly Member[],
): Phase {
  const writes: Write[] = []
  for (const { ordinal, pod } of members) {
    const claims = missingClaims(world, spec, ordinal)
    if (pod === undefined) {
      const revision = ordinal < spec.start + spec.partition ? revisions.current : revisions.update
      const object = podWith(spec, revision, ordinal)
      writes.push(...claims, { verb: 'create', resource: PODS, object })
    } else if (hasEnded(pod)) {
      if (!isDeleting(pod)) writes.push({ verb: 'delete', resource: PODS, object: pod })
    } else {
      if (!isStarted(pod)) writes.push(...claims)
      const identified = withIdentity(spec, pod, ordinal)
      if (isSettled(world, spec, pod) || spec.isParallel) {
        if (identified !== pod) writes.push({ verb: 'update', resource: PODS, object: identified })
        continue
      }
    }
    if (!spec.isParallel) return { writes, isBlocked: true }
  }
  return { writes, isBlocked: false }
}

const isStarted = (pod: KubeObject) => phaseOf(pod) === 'Running'

function isSettled(world: World, spec: StatefulSetSpec, pod: KubeObject): boolean {
  return !isDeleting(pod) && isRunningAndReady(pod) && isAvailable(pod, spec.minReadySeconds, world.now)
}

function remove(
  world: World,
  spec: StatefulSetSpec,
  members: readonly Member[],
  condemned: readonly KubeObject[],
): Phase {
  const going = (pod: KubeObject): Write => ({ verb: 'delete', resource: PODS, object: pod })
  if (spec.isParallel)
    return { writes: condemned.filter((pod) => !isDeleting(pod)).map(going), isBlocked: false }
  const [next] = condemned
  if (next === undefined) return { writes: [], isBlocked: false }
  const unhealthy = [...members.map(({ pod }) => pod), ...condemned.toReversed()].find(
    (pod) => pod === undefined || !isHealthy(pod),
  )
  // Who does not work himself may go; others wait until all work.
  const mayGo = !isDeleting(next) && (isSettled(world, spec, next) || next === unhealthy)
  return { writes: mayGo ? [going(next)] : [], isBlocked: true }
}

function isHealthy(pod: KubeObject): boolean {
  return isRunningAndReady(pod) && !isDeleting(pod)
}

function replaceable(
  spec: StatefulSetSpec,
  update: KubeObject,
  members: readonly Member[],
): KubeObject | undefined {
  // A partition counts ordinals from the first one on.
  for (const { pod } of members.slice(spec.partition).toReversed()) {
    if (pod === undefined) return undefined
    const isUpdated = memberOf(labelsOf(pod), REVISION_LABEL) === nameOf(update)
    if (!isUpdated && !isDeleting(pod)) return pod
    if (!isHealthy(pod)) return undefined
  }
  return undefined
}
