import {
  controllerOwnerOf,
  idKey,
  type KubeObject,
  nameOf,
  namespaceOf,
  resourceKey,
  resourceVersionOf,
  uidOf,
} from '@downsync/core'
import type { Resource } from '../shared/resources.ts'
import type { FailedWrite, World } from '../shared/world.ts'

/** Objects as they were told, found by name, by controller, and for want of one. */
export type ObjectIndex = Readonly<{
  /** @returns what stood there before */
  put(resource: Resource, object: KubeObject, now: number): KubeObject | undefined
  /** @returns what was taken away; undefined where another object stands there by now */
  remove(resource: Resource, namespace: string, name: string, uid: string): KubeObject | undefined
  get(resource: Resource, namespace: string, name: string): KubeObject | undefined
  all(resource: Resource): readonly KubeObject[]
  ownedBy(resource: Resource, uid: string): readonly KubeObject[]
  /** The world at an instant. It shows what is put later, too: decisions are made at once. */
  world(now: number, failedWrite: FailedWrite | undefined): World
}>

type Shelf = Readonly<{
  objects: Map<string, KubeObject>
  owned: Map<string, Map<string, KubeObject>>
  orphans: Map<string, Map<string, KubeObject>>
}>

export function createObjectIndex(): ObjectIndex {
  const shelves = new Map<string, Shelf>()
  const seen = new Map<string, number>()

  function shelfOf(resource: Resource): Shelf {
    const key = resourceKey(resource)
    const shelf = shelves.get(key) ?? { objects: new Map(), owned: new Map(), orphans: new Map() }
    shelves.set(key, shelf)
    return shelf
  }

  function place(
    resource: Resource,
    object: KubeObject,
  ): Readonly<{ group: Map<string, Map<string, KubeObject>>; key: string }> {
    const { owned, orphans } = shelfOf(resource)
    const owner = controllerOwnerOf(object)
    return owner === undefined
      ? { group: orphans, key: namespaceOf(object) }
      : { group: owned, key: owner.uid }
  }

  function unplace(resource: Resource, object: KubeObject): void {
    const { group, key } = place(resource, object)
    const members = group.get(key)
    members?.delete(uidOf(object))
    if (members?.size === 0) group.delete(key)
  }

  function get(resource: Resource, namespace: string, name: string): KubeObject | undefined {
    return shelfOf(resource).objects.get(keyOf(resource, namespace, name))
  }

  const all = (resource: Resource) => [...shelfOf(resource).objects.values()]
  const ownedBy = (resource: Resource, uid: string) => [...(shelfOf(resource).owned.get(uid)?.values() ?? [])]

  return {
    put(resource, object, now) {
      const before = get(resource, namespaceOf(object), nameOf(object))
      if (before !== undefined) unplace(resource, before)
      if (before !== undefined && uidOf(before) !== uidOf(object)) seen.delete(uidOf(before))
      shelfOf(resource).objects.set(keyOf(resource, namespaceOf(object), nameOf(object)), object)
      const { group, key } = place(resource, object)
      const members = group.get(key) ?? new Map<string, KubeObject>()
      group.set(key, members.set(uidOf(object), object))
      if (!seen.has(uidOf(object))) seen.set(uidOf(object), now)
      return before
    },
    remove(resource, namespace, name, uid) {
      const there = get(resource, namespace, name)
      if (there === undefined || uidOf(there) !== uid) return undefined
      unplace(resource, there)
      seen.delete(uid)
      shelfOf(resource).objects.delete(keyOf(resource, namespace, name))
      return there
    },
    get,
    all,
    ownedBy,
    world: (now, failedWrite) => ({
      now,
      get,
      all,
      ownedBy,
      orphans: (resource, namespace) => [...(shelfOf(resource).orphans.get(namespace)?.values() ?? [])],
      seenAt: (object) => seen.get(uidOf(object)) ?? now,
      failedWrite,
    }),
  }
}

function keyOf({ group, resource }: Resource, namespace: string, name: string): string {
  return idKey({ group, resource, namespace, name })
}

/** Whether the version that is told is the one awaited, or a later one. Versions of API servers count up. */
export function hasReached(told: KubeObject, resourceVersion: string): boolean {
  const known = resourceVersionOf(told)
  if (known === resourceVersion) return true
  const isCount = (text: string) => /^\d+$/.test(text)
  return isCount(known) && isCount(resourceVersion) && BigInt(known) >= BigInt(resourceVersion)
}
