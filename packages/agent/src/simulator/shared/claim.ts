import {
  isDeleting,
  type KubeObject,
  labelsOf,
  namespaceOf,
  type Selector,
  testSelector,
  uidOf,
} from '@downsync/core'
import type { Write } from './decision.ts'
import { ownerReferenceTo, withOwner, withoutOwner } from './object.ts'
import type { Resource } from './resources.ts'
import type { World } from './world.ts'

export type Claim = Readonly<{
  /** Those that the owner controls and may go on to. */
  mine: readonly KubeObject[]
  /** Taking in what matches and has no controller, letting go what matches no more. */
  writes: readonly Write[]
}>

/**
 * What a controller has, by owner references and by its selector.
 * @param isCandidate what else must hold, besides the selector
 */
export function claim(
  world: World,
  owner: Readonly<{ object: KubeObject; resource: Resource }>,
  resource: Resource,
  selector: Selector,
  isCandidate: (object: KubeObject) => boolean = () => true,
): Claim {
  const fits = (object: KubeObject) => testSelector(selector, labelsOf(object)) && isCandidate(object)
  const owned = world.ownedBy(resource, uidOf(owner.object))
  const mine = owned.filter(fits)
  if (isDeleting(owner.object)) return { mine, writes: [] }
  const released = owned
    .filter((object) => !fits(object))
    .map((object) => withoutOwner(object, uidOf(owner.object)))
  const adopted = world
    .orphans(resource, namespaceOf(owner.object))
    .filter((object) => !isDeleting(object) && fits(object))
    .map((object) => withOwner(object, ownerReferenceTo(owner.object, owner.resource)))
  return {
    mine,
    writes: [...released, ...adopted].map((object) => ({ verb: 'update', resource, object })),
  }
}
