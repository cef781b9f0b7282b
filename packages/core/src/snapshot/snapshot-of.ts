import {
  canonicalJson,
  compareRefs,
  compareUtf8,
  type Fault,
  groupOf,
  type Json,
  type KubeObject,
  nameOf,
  namespaceOf,
  type Problem,
  problemOn,
  type Ref,
  type Space,
  stringAt,
} from '../kube/index.ts'
import { isDefinition } from './declared-resource.ts'
import { objectsPrefix, spaceResourceKey } from './keys.ts'
import { placeOf } from './place.ts'
import { readObject } from './read-object.ts'
import { resourceOfKind } from './resource-index.ts'
import { snapshotFrom } from './snapshot.ts'
import { serveResource, takeObject, takeUnreadable } from './take-in.ts'
import { entriesUnder } from './tree.ts'
import type { ResourceInfo, SnapshotResult, SpaceInput } from './types.ts'
import { ranksHigher } from './which-stands.ts'
import { emptyWorld, type World } from './world.ts'

/**
 * Builds a snapshot of both spaces from their discovery and their objects, in any order (P-2).
 *
 * What cannot be taken in is a problem and leaves its resource incomplete, never absent: `ObjectUnreadable` for what is no object, or has a namespace where its
 * resource has none (or none where it has), `KindUnknown` for a kind that discovery does not know. An object that comes in
 * several versions is taken once: in the preferred one, else the one that ranks highest by content.
 * @param input `now` as RFC 3339; `wdsName` as it stands in the labels of wrapped objects (WRP-2)
 */
export function snapshotOf(
  input: Readonly<{ wdsName: string; now: string; wds: SpaceInput; its: SpaceInput }>,
): SnapshotResult {
  const world = emptyWorld(input.wdsName, input.now)
  const problems = SPACES.flatMap((space) => [
    ...takeSpace(world, space, input[space]),
    ...unplacedProblems(world, space),
  ])
  return { snapshot: snapshotFrom(world), problems: problems.sort(compareProblems) }
}

const SPACES: readonly Space[] = ['wds', 'its']

function takeSpace(world: World, space: Space, input: SpaceInput): readonly Problem[] {
  for (const info of oncePerResource(space, input.resources)) serveResource(world, space, info)
  const problems: Problem[] = []
  const readable: KubeObject[] = []
  for (const raw of input.objects) {
    const read = readObject(raw)
    if (read.ok) readable.push(read.value)
    else {
      takeUnreadable(world, space, raw)
      problems.push(...read.faults.map((fault) => problemOn(refOfUnreadable(world, space, raw), fault)))
    }
  }
  // Definitions come first: they declare resources that other objects belong to, in whichever version those come.
  const isFirst = (object: KubeObject) => {
    const { ref } = placeOf(world, space, object)
    return ref !== undefined && isDefinition(ref)
  }
  const first = readable.filter(isFirst)
  const definitions = new Set(first)
  const others = readable.filter((object) => !definitions.has(object))
  for (const object of [...first, ...others]) takeObject(world, space, object, ranksHigher)
  return problems
}
