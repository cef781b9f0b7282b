import {
  isDeleting,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  namespaceOf,
  stringAt,
} from '@downsync/core'
import type { Write } from '../shared/decision.ts'
import { statusOf, withMetadata, withStatus } from '../shared/object.ts'
import { countAt, intAt } from '../shared/read.ts'
import { DAEMON_SETS, PODS, REVISIONS } from '../shared/resources.ts'
import {
  byRevision,
  keepsTemplate,
  newRevision,
  REVISION_LABEL,
  revisionNumber,
} from '../shared/revisions.ts'
import type { World } from '../shared/world.ts'
import type { DaemonSetSpec } from './daemon-set-spec.ts'

/** The revision of the present template and those before, or what must be written first to have it. */
export type DaemonRevisions =
  | Readonly<{ current: KubeObject; old: readonly KubeObject[]; writes: readonly Write[] }>
  | Readonly<{ writes: readonly Write[] }>

/** The hash of a revision, which its Pods have as a label. */
export function hashOf(revision: KubeObject): string {
  return stringAt(labelsOf(revision), REVISION_LABEL) ?? nameOf(revision)
}

export function daemonRevisions(
  world: World,
  spec: DaemonSetSpec,
  revisions: readonly KubeObject[],
  pods: readonly KubeObject[],
): DaemonRevisions {
  const unlabelled = revisions.filter((one) => memberOf(labelsOf(one), REVISION_LABEL) === undefined)
  if (unlabelled.length > 0)
    return {
      writes: unlabelled.map((one) =>
        updated(withMetadata(one, { labels: { ...labelsOf(one), [REVISION_LABEL]: nameOf(one) } })),
      ),
    }
  const same = revisions.filter((one) => keepsTemplate(one, spec.template)).sort(byRevision)
  const old = revisions.filter((one) => !same.includes(one)).sort(byRevision)
  const next = Math.max(0, ...old.map(revisionNumber)) + 1
  const current = same.at(-1)
  if (current === undefined) return { writes: [creation(world, spec, next)] }
  const raised = revisionNumber(current) < next ? [updated({ ...current, revision: next })] : []
  const twins = same.filter((one) => one !== current)
  if (twins.length > 0) return { writes: withoutTwins(current, twins, pods) }
  return { current, old, writes: raised }
}

const updated = (object: KubeObject): Write => ({ verb: 'update', resource: REVISIONS, object })

// Their Pods are taken over before they go.
function withoutTwins(
  current: KubeObject,
  twins: readonly KubeObject[],
  pods: readonly KubeObject[],
): readonly Write[] {
  const hashes = new Set(twins.map(hashOf))
  const relabelled = pods
    .filter((pod) => hashes.has(stringAt(labelsOf(pod), REVISION_LABEL) ?? ''))
    .map((pod): Write => {
      const labels = { ...labelsOf(pod), [REVISION_LABEL]: hashOf(current) }
      return { verb: 'update', resource: PODS, object: withMetadata(pod, { labels }) }
    })
  return [...relabelled, ...twins.map((object): Write => ({ verb: 'delete', resource: REVISIONS, object }))]
}

function creation(world: World, spec: DaemonSetSpec, revision: number): Write {
  const { object } = spec
  const owner = { object, resource: DAEMON_SETS }
  const collisions = countAt(object, 'status', 'collisionCount')
  const made = newRevision(owner, spec.template, revision, collisions, REVISION_LABEL)
  if (world.get(REVISIONS, namespaceOf(object), nameOf(made)) === undefined)
    return { verb: 'create', resource: REVISIONS, object: made }
  const status = {
    ...statusOf(object),
    collisionCount: (intAt(object, 'status', 'collisionCount') ?? 0) + 1,
  }
  return { verb: 'updateStatus', resource: DAEMON_SETS, object: withStatus(object, status) }
}

/** The revisions beyond the limit that no Pod has any more, the oldest first. */
export function forgottenRevisions(
  { historyLimit }: DaemonSetSpec,
  old: readonly KubeObject[],
  pods: readonly KubeObject[],
): readonly Write[] {
  const live = new Set(pods.map((pod) => stringAt(labelsOf(pod), REVISION_LABEL) ?? ''))
  return old
    .filter((one) => !live.has(hashOf(one)) && !isDeleting(one))
    .slice(0, Math.max(0, old.length - historyLimit))
    .map((object) => ({ verb: 'delete', resource: REVISIONS, object }))
}
