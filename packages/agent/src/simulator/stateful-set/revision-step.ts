import { type KubeObject, nameOf, namespaceOf, stringAt } from '@downsync/core'
import type { Write } from '../shared/decision.ts'
import { countAt } from '../shared/read.ts'
import { REVISIONS, STATEFUL_SETS } from '../shared/resources.ts'
import { byRevision, keepsTemplate, newRevision, revisionNumber } from '../shared/revisions.ts'
import type { World } from '../shared/world.ts'
import type { StatefulSetSpec } from './stateful-set-spec.ts'

/** What Pods go from and to; the same where no update is going on. */
export type Revisions = Readonly<{ current: KubeObject; update: KubeObject }>

/** The revisions that Pods go from and to, or the write that makes the latter what it must be. */
export type RevisionStep = (Revisions & Readonly<{ collisions: number }>) | Readonly<{ write: Write }>

const HASH_LABEL = 'controller.kubernetes.io/hash'

/** Keeps the present template as the latest ControllerRevision; one that is there already becomes the latest again. */
export function revisionStep(
  world: World,
  spec: StatefulSetSpec,
  revisions: readonly KubeObject[],
): RevisionStep {
  const { object, template } = spec
  const sorted = [...revisions].sort(byRevision)
  const latest = sorted.at(-1)
  const next = latest === undefined ? 1 : revisionNumber(latest) + 1
  const same = sorted.filter((revision) => keepsTemplate(revision, template)).at(-1)
  if (same === undefined) return { write: creation(world, spec, next) }
  if (same !== latest)
    return { write: { verb: 'update', resource: REVISIONS, object: { ...same, revision: next } } }
  const currentName = stringAt(object, 'status', 'currentRevision')
  const current = sorted.find((revision) => nameOf(revision) === currentName) ?? same
  return { current, update: same, collisions: collisionsUpTo(world, spec, nameOf(same)) }
}

function creation(world: World, spec: StatefulSetSpec, revision: number): Write {
  for (let collisions = countAt(spec.object, 'status', 'collisionCount'); ; collisions++) {
    const object = revisionWith(spec, revision, collisions)
    if (world.get(REVISIONS, namespaceOf(object), nameOf(object)) === undefined)
      return { verb: 'create', resource: REVISIONS, object }
  }
}

// The name tells how often another one had to be found.
function collisionsUpTo(world: World, spec: StatefulSetSpec, name: string): number {
  const known = countAt(spec.object, 'status', 'collisionCount')
  for (let collisions = known; ; collisions++) {
    const candidate = nameOf(revisionWith(spec, 0, collisions))
    if (candidate === name) return collisions
    // Made with an earlier count, or by somebody else.
    if (world.get(REVISIONS, namespaceOf(spec.object), candidate) === undefined) return known
  }
}

function revisionWith(spec: StatefulSetSpec, revision: number, collisions: number): KubeObject {
  const owner = { object: spec.object, resource: STATEFUL_SETS }
  return newRevision(owner, spec.template, revision, collisions, HASH_LABEL)
}
