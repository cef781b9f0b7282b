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
 * What cannot be taken in is a problem and leaves its resource incomplete, never absent: `ObjectUnreadable`
 * for what is no object, or has a namespace where its resource has none (or none where it has), `KindUnknown`
 * for a kind that discovery does not know. An object that comes in several versions is taken once: in the
 * preferred one, else the one that ranks highest by content.
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
  const definitions: KubeObject[] = []
  const others: KubeObject[] = []
  for (const raw of input.objects) {
    const read = readObject(raw)
    if (read.ok) (isPlacedDefinition(world, space, read.value) ? definitions : others).push(read.value)
    else {
      takeUnreadable(world, space, raw)
      problems.push(...read.faults.map((fault) => problemOn(refOfUnreadable(world, space, raw), fault)))
    }
  }
  // Definitions come first: they declare the resources, and so the preferred versions, of other objects.
  for (const object of [...definitions, ...others]) takeObject(world, space, object, ranksHigher)
  return problems
}

function isPlacedDefinition(world: World, space: Space, object: KubeObject): boolean {
  const { ref } = placeOf(world, space, object)
  return ref !== undefined && isDefinition(ref)
}

// P-2: of two that say different things of one resource, one that does not know it counts, else the lesser
// text.
function oncePerResource(space: Space, resources: readonly ResourceInfo[]): Iterable<ResourceInfo> {
  const once = new Map<string, ResourceInfo>()
  for (const info of resources) {
    const key = spaceResourceKey(space, info)
    const other = once.get(key)
    if (other === undefined || rankOf(info) < rankOf(other)) once.set(key, info)
  }
  return once.values()
}

function rankOf(info: ResourceInfo): string {
  return (info.known === true ? '1' : '0') + canonicalJson(info)
}

// What is still without a place when everything has been taken in.
function unplacedProblems(world: World, space: Space): readonly Problem[] {
  return [...entriesUnder(world.unplaced, objectsPrefix(space))].map(([, object]) => {
    const group = groupOf(object.apiVersion)
    const info = resourceOfKind(world, space, group, object.kind)
    // Without a resource, its kind in small letters is what kubectl would take for one.
    const resource = info?.resource ?? object.kind.toLowerCase()
    const ref = { space, group, resource, namespace: namespaceOf(object), name: nameOf(object) }
    return problemOn(ref, info === undefined ? unknownKind(object) : wrongScope(info, object))
  })
}

function unknownKind(object: KubeObject): Fault {
  const message = `discovery knows no kind ${object.kind} of ${object.apiVersion}`
  return { code: 'KindUnknown', path: 'kind', message, found: object.kind }
}

function wrongScope(info: ResourceInfo, object: KubeObject): Fault {
  const path = 'metadata.namespace'
  const message = info.namespaced
    ? `is missing: ${info.resource} are namespaced`
    : `is there, but ${info.resource} are cluster-scoped`
  return { code: 'ObjectUnreadable', path, message, found: namespaceOf(object) }
}

// As far as the value says who it is.
function refOfUnreadable(world: World, space: Space, raw: Json): Ref {
  const group = groupOf(stringAt(raw, 'apiVersion') ?? '')
  const kind = stringAt(raw, 'kind') ?? ''
  const resource = resourceOfKind(world, space, group, kind)?.resource ?? kind.toLowerCase()
  const namespace = stringAt(raw, 'metadata', 'namespace') ?? ''
  return { space, group, resource, namespace, name: stringAt(raw, 'metadata', 'name') ?? '' }
}

function compareProblems(a: Problem, b: Problem): number {
  return compareRefs(a.on, b.on) || compareUtf8(textOf(a), textOf(b))
}

function textOf(problem: Problem): string {
  const found = problem.found === undefined ? [] : [problem.found]
  return canonicalJson([problem.code, problem.path, problem.message, ...found])
}
