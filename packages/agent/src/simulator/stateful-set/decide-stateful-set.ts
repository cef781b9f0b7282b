import { equalJson, isDeleting, type KubeObject, labelsOf, memberOf, nameOf, stringAt } from '@downsync/core'
import { claim } from '../shared/claim.ts'
import { type Decision, decided, refusal, type Write } from '../shared/decision.ts'
import { statusOf, withStatus } from '../shared/object.ts'
import { nextAvailable } from '../shared/pods.ts'
import { PODS, REVISIONS, STATEFUL_SETS } from '../shared/resources.ts'
import { byRevision, REVISION_LABEL } from '../shared/revisions.ts'
import type { World } from '../shared/world.ts'
import { memberWrites } from './members.ts'
import { type Revisions, revisionStep } from './revision-step.ts'
import { ordinalOf, readStatefulSet, type StatefulSetSpec } from './stateful-set-spec.ts'
import { statusOfSet } from './stateful-set-status.ts'

/** What a StatefulSet needs next: its revisions, its Pods one after the other, its status. */
export function decideStatefulSet(world: World, object: KubeObject): Decision {
  const read = readStatefulSet(object)
  if (!read.ok) return refusal(read.message)
  const spec = read.value
  const owner = { object, resource: STATEFUL_SETS }
  const revisions = claim(world, owner, REVISIONS, spec.selector)
  const pods = claim(world, owner, PODS, spec.selector, (pod) => ordinalOf(object, pod) !== undefined)
  const claims = [...revisions.writes, ...pods.writes]
  if (claims.length > 0) return { writes: claims }
  const step = revisionStep(world, spec, revisions.mine)
  if ('write' in step) return isDeleting(object) ? { writes: [] } : { writes: [step.write] }
  const { writes, isReplacing } = isDeleting(object)
    ? { writes: [], isReplacing: false }
    : memberWrites(world, spec, step, pods.mine)
  const status = statusOfSet(spec, step, step.collisions, pods.mine, world.now, isReplacing)
  const changed = equalJson(status, statusOf(object))
    ? []
    : [{ verb: 'updateStatus', resource: STATEFUL_SETS, object: withStatus(object, status) } as const]
  const forgotten = forget(spec, revisions.mine, step, pods.mine)
  return decided(
    [...writes, ...changed, ...forgotten],
    nextAvailable(pods.mine, spec.minReadySeconds, world.now),
  )
}

// Revisions that a Pod has, and those that Pods go from and to, are kept whatever the limit.
function forget(
  { historyLimit }: StatefulSetSpec,
  revisions: readonly KubeObject[],
  { current, update }: Revisions,
  pods: readonly KubeObject[],
): readonly Write[] {
  const live = new Set([
    nameOf(current),
    nameOf(update),
    ...pods.map((pod) => stringAt(labelsOf(pod), REVISION_LABEL) ?? ''),
  ])
  const history = revisions.filter((revision) => !live.has(nameOf(revision))).sort(byRevision)
  return history
    .slice(0, Math.max(0, history.length - historyLimit))
    .filter((revision) => memberOf(revision.metadata, 'deletionTimestamp') === undefined)
    .map((object) => ({ verb: 'delete', resource: REVISIONS, object }))
}
