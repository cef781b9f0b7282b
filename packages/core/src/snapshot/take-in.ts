import {
  equalJson,
  type GroupResource,
  groupOf,
  type Json,
  type KubeObject,
  nameOf,
  namespaceOf,
  type Ref,
  refKey,
  refOfKey,
  type Space,
  stringAt,
  uidOf,
} from '../kube/index.ts'
import { declaredBy, isDefinition } from './declared-resource.ts'
import { kindPrefix, objectsPrefix, refusalKey, SEPARATOR, spaceResourceKey } from './keys.ts'
import { withoutManagedFields } from './managed-fields.ts'
import { placeOf, waitingKey } from './place.ts'
import { isSameResource, refreshResource, resourceOfKind } from './resource-index.ts'
import { entriesUnder, type Tree } from './tree.ts'
import type { ResourceInfo } from './types.ts'
import { comesLater, type TakesPlace } from './which-stands.ts'
import { counterAfter, type World } from './world.ts'

/** Why a resource is not known of which something could not be read: never absent (P-4). */
const INCOMPLETE = 'an object of it could not be taken in'

/** Puts an object where it belongs, or where it waits until its kind is known. */
export function takeObject(world: World, space: Space, given: KubeObject, takesPlace: TakesPlace): void {
  const object = withoutManagedFields(space, given)
  const { info, ref } = placeOf(world, space, object)
  world.counter = counterAfter(world.counter, object)
  if (info !== undefined && ref !== undefined) {
    stand(world, ref, info, object, takesPlace)
    return
  }
  const key = waitingKey(space, object)
  const waiting = world.unplaced.get(key)
  if (waiting === undefined || takesPlace(waiting, object, info?.version)) world.unplaced.set(key, object)
  if (info !== undefined) markIncomplete(world, space, info)
}

/** Something that is no object: if it says of which kind it would be one, its resource is not complete. */
export function takeUnreadable(world: World, space: Space, raw: Json): void {
  const group = groupOf(stringAt(raw, 'apiVersion') ?? '')
  const info = resourceOfKind(world, space, group, stringAt(raw, 'kind') ?? '')
  if (info !== undefined) markIncomplete(world, space, info)
}

function stand(world: World, ref: Ref, info: ResourceInfo, object: KubeObject, takesPlace: TakesPlace): void {
  const key = refKey(ref)
  const standing = world.objects.get(key)
  if (standing !== undefined) {
    if (!takesPlace(standing, object, info.version) || equalJson(standing, object)) return
  }
  world.objects.set(key, object)
  forgetRefusalsOf(world, ref)
  if (isDefinition(ref)) followDefinition(world, ref.space, standing, object)
}

/**
 * Takes an object away.
 * @param uid which one is gone; another that stands there by now is left alone. `''`: whatever stands there
 */
export function dropObject(world: World, ref: Ref, uid: string): void {
  const standing = world.objects.get(refKey(ref))
  if (standing === undefined) dropWaiting(world, ref, uid)
  else if (uid === '' || uidOf(standing) === uid) drop(world, ref, standing)
}

function drop(world: World, ref: Ref, standing: KubeObject): void {
  world.objects.delete(refKey(ref))
  forgetRefusalsOf(world, ref)
  if (isDefinition(ref)) followDefinition(world, ref.space, standing, undefined)
}

// The kind of an object that waits need not be known, so it is told by its uid; without one, by the kind of
// the resource.
function dropWaiting(world: World, ref: Ref, uid: string): void {
  const kind = world.resources.get(spaceResourceKey(ref.space, ref))?.kind
  const isMeant = (object: KubeObject) =>
    nameOf(object) === ref.name &&
    namespaceOf(object) === ref.namespace &&
    (uid === '' ? object.kind === kind : uidOf(object) === uid)
  const prefix = ref.space + SEPARATOR + ref.group + SEPARATOR
  for (const [key, object] of listUnder(world.unplaced, prefix)) {
    if (isMeant(object)) world.unplaced.delete(key)
  }
}

/** What discovery says of a resource now. Objects that waited for it are taken in. */
export function serveResource(world: World, space: Space, info: ResourceInfo): void {
  world.served.set(spaceResourceKey(space, info), info)
  followResource(world, space, info)
  const misfit = listUnder(world.unplaced, kindPrefix(space, info.group, info.kind))[0]
  if (misfit !== undefined && resourceOfKind(world, space, info.group, info.kind) === info)
    markIncomplete(world, space, info)
}

/**
 * Discovery knows a resource no more: its objects go, unless its CustomResourceDefinition is still there
 * (SNP-1).
 */
export function unserveResource(world: World, space: Space, resource: GroupResource): void {
  world.served.delete(spaceResourceKey(space, resource))
  followResource(world, space, resource)
}

// Something of this resource is not there though it exists: what is missing in it does not count as absent
// (P-4).
function markIncomplete(world: World, space: Space, info: ResourceInfo): void {
  if (info.known !== true) return
  world.served.set(spaceResourceKey(space, info), { ...info, known: { why: INCOMPLETE } })
  followResource(world, space, info)
}

// A CustomResourceDefinition that stands there declares its resource, whether or not it is served.
function followDefinition(
  world: World,
  space: Space,
  before: KubeObject | undefined,
  after: KubeObject | undefined,
): void {
  const old = before && declaredBy(before)
  const now = after && declaredBy(after)
  if (old !== undefined) world.declared.delete(spaceResourceKey(space, old))
  if (now !== undefined) world.declared.set(spaceResourceKey(space, now), now)
  for (const info of [old, now]) if (info !== undefined) followResource(world, space, info)
}

// Everything that hangs on a resource, after what is served or declared of it has changed.
function followResource(world: World, space: Space, resource: GroupResource): void {
  const { before, after, moved } = refreshResource(world, space, resource)
  if (before !== undefined && after === undefined) dropAllOf(world, space, before)
  if (!isSameResource(before, after)) forgetRefusals(world, space, resource)
  for (const { kind, from } of moved) placeAnew(world, space, resource.group, kind, from)
}

function dropAllOf(world: World, space: Space, info: ResourceInfo): void {
  for (const [key, object] of listUnder(world.objects, objectsPrefix(space, info)))
    drop(world, refOfKey(key), object)
  for (const [key] of listUnder(world.unplaced, kindPrefix(space, info.group, info.kind)))
    world.unplaced.delete(key)
}

// What was refused while the resource was another, or none, may be accepted now (P-6b).
function forgetRefusals(world: World, space: Space, resource: GroupResource): void {
  for (const [key] of listUnder(world.refusals, objectsPrefix(space, resource))) world.refusals.delete(key)
}

function forgetRefusalsOf(world: World, ref: Ref): void {
  for (const part of ['main', 'status'] as const) world.refusals.delete(refusalKey(ref, part))
}

// The objects of a kind have another place than before: those that stand under the old one, and those that
// wait.
function placeAnew(
  world: World,
  space: Space,
  group: string,
  kind: string,
  from: ResourceInfo | undefined,
): void {
  const standing = from === undefined ? [] : listUnder(world.objects, objectsPrefix(space, from))
  const moved = standing.filter(([, object]) => object.kind === kind)
  const waiting = listUnder(world.unplaced, kindPrefix(space, group, kind))
  for (const [key, object] of moved) drop(world, refOfKey(key), object)
  for (const [key] of waiting) world.unplaced.delete(key)
  for (const [, object] of [...moved, ...waiting]) takeObject(world, space, object, comesLater)
}

// A list, since a tree must not be changed while it is walked.
function listUnder<V>(tree: Tree<V>, prefix: string): readonly (readonly [string, V])[] {
  return [...entriesUnder(tree, prefix)]
}
