import type { Unseen } from '../bind/index.ts'
import {
  equalJson,
  type GroupResource,
  type KubeObject,
  nameOf,
  namespaceOf,
  refKey,
  refOfKey,
  resourceKey,
  type Space,
} from '../kube/index.ts'
import type { Refusal, ResourceInfo, Snapshot } from '../snapshot/index.ts'
import type { Read, Stage } from './stage.ts'

/** The snapshot that the input stages read from; the engine replaces it and invalidates what changed. */
export type World = { snapshot: Snapshot }

/** The stages that have no inputs of their own. */
export type Inputs = Readonly<{
  /** By `refKey`. */
  object: Stage<KubeObject | undefined>
  /** By `listKey`: the `refKey`s of a resource's objects, sorted. */
  keys: Stage<readonly string[]>
  /** By space. */
  resources: Stage<readonly ResourceInfo[]>
  /** By `listKey`. */
  resource: Stage<ResourceInfo | undefined>
  /** By `refKey`: the refused write of an object; of its status. */
  refusal: Stage<Refusal | undefined>
  statusRefusal: Stage<Refusal | undefined>
  now: Stage<string>
  wdsId: Stage<string | undefined>
}>

/** The key of one resource of one space. */
export function listKey(space: Space, resource: GroupResource): string {
  return refKey({ space, group: resource.group, resource: resource.resource, namespace: '', name: '' })
}

/** Stages over a world. */
export function inputsOf(world: World): Inputs {
  return {
    object: { name: 'object', compute: (_read, key) => world.snapshot.get(refOfKey(key)) },
    keys: {
      name: 'keys',
      compute: (_read, key) => keysOf(world.snapshot, key),
      same: (a, b) => a.length === b.length && a.every((key, index) => key === b[index]),
    },
    resources: {
      name: 'resources',
      compute: (_read, space) => world.snapshot.resources(space === 'its' ? 'its' : 'wds'),
      same: (a, b) => equalJson(a, b),
    },
    resource: {
      name: 'resource',
      compute: (_read, key) => world.snapshot.resource(refOfKey(key).space, refOfKey(key)),
      same: (a, b) => equalJson(a, b),
    },
    refusal: { name: 'refusal', compute: (_read, key) => world.snapshot.refusal(refOfKey(key)) },
    statusRefusal: {
      name: 'statusRefusal',
      compute: (_read, key) => world.snapshot.refusal(refOfKey(key), 'status'),
    },
    now: { name: 'now', compute: () => world.snapshot.now },
    wdsId: { name: 'wdsId', compute: () => world.snapshot.wdsId },
  }
}

function keysOf(snapshot: Snapshot, key: string): readonly string[] {
  const { space, group, resource } = refOfKey(key)
  const keys = [...snapshot.objects(space, { group, resource })].map((object) =>
    refKey({ space, group, resource, namespace: namespaceOf(object), name: nameOf(object) }),
  )
  return keys.sort()
}

/**
 * What is not seen of a resource, or undefined when it is known (SNP-1). A resource that discovery does not have at all is not
 * seen either: the system's own kinds do not go away because a server stopped serving them (P-4).
 */
export function unseenOf(
  inputs: Inputs,
  read: Read,
  space: Space,
  resource: GroupResource,
): Unseen | undefined {
  const info = read.get(inputs.resource, listKey(space, resource))
  const name = `${describeResource(resource)} of the ${space.toUpperCase()}`
  if (info === undefined) return { resource: name, why: 'not served' }
  return info.known === true ? undefined : { resource: name, why: info.known.why }
}

function describeResource(resource: GroupResource): string {
  return resource.group === '' ? resource.resource : resourceKey(resource).split('\u0000').reverse().join('.')
}
