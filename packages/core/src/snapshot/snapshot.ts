import { type GroupResource, type KubeObject, type Ref, refKey, type Space, uidOf } from '../kube/index.ts'
import { objectsPrefix, refusalKey, spaceResourceKey } from './keys.ts'
import { resourceOfKind } from './resource-index.ts'
import { entriesUnder } from './tree.ts'
import type { ResourceInfo, Snapshot } from './types.ts'
import type { World } from './world.ts'

// What stands behind each snapshot. Not a member: consumers of a snapshot must not be able to reach it.
const worlds = new WeakMap<Snapshot, World>()

/** The snapshot of a world, which must not be changed from now on. */
export function snapshotFrom(world: World): Snapshot {
  const snapshot: Snapshot = {
    wdsName: world.wdsName,
    wdsId: wdsIdOf(world),
    now: world.now,
    get: (ref) => world.objects.get(refKey(ref)),
    objects: (space, resource) => objectsOf(world, space, resource),
    resources: (space) => resourcesOf(world, space),
    resource: (space, resource) => world.resources.get(spaceResourceKey(space, resource)),
    resourceOfKind: (space, group, kind) => resourceOfKind(world, space, group, kind),
    refusal: (ref, part = 'main') => world.refusals.get(refusalKey(ref, part)),
  }
  worlds.set(snapshot, world)
  return snapshot
}

/** The world behind a snapshot. Throws for an imitation of one: that is a programmer's mistake. */
export function worldOf(snapshot: Snapshot): World {
  const world = worlds.get(snapshot)
  if (world === undefined) throw new TypeError('a snapshot is made by snapshotOf or withEvents')
  return world
}

/** P-6c: no number that a server has given out in this snapshot, and no uid of our own, comes after it. */
export function counterOf(snapshot: Snapshot): bigint {
  return worldOf(snapshot).counter
}

const KUBE_SYSTEM: Ref = {
  space: 'wds',
  group: '',
  resource: 'namespaces',
  namespace: '',
  name: 'kube-system',
}

// WRP-6: an id that is not there is no id.
function wdsIdOf(world: World): string | undefined {
  const namespace = world.objects.get(refKey(KUBE_SYSTEM))
  const uid = namespace === undefined ? '' : uidOf(namespace)
  return uid === '' ? undefined : uid
}

function objectsOf(world: World, space: Space, resource?: GroupResource): Iterable<KubeObject> {
  return { [Symbol.iterator]: () => valuesUnder(world, objectsPrefix(space, resource)) }
}

function* valuesUnder(world: World, prefix: string): IterableIterator<KubeObject> {
  for (const [, object] of entriesUnder(world.objects, prefix)) yield object
}

function resourcesOf(world: World, space: Space): readonly ResourceInfo[] {
  return [...entriesUnder(world.resources, objectsPrefix(space))].map(([, info]) => info)
}
