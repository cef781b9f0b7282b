import {
  finalizersOf,
  groupOf,
  idKey,
  isDeleting,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  type ObjectId,
  stringAt,
  uidOf,
  withMember,
} from '@downsync/core'
import type { StoreEvent } from '../store/index.ts'
import type { Site } from '../write/index.ts'
import { change, letGo, withoutFinalizer } from './change.ts'

/** The garbage collector: objects whose owners are gone go too. */
export type Garbage = Readonly<{
  /** Takes a change in; returns the objects that must be looked at for it. */
  saw(event: StoreEvent): readonly ObjectId[]
  /** Does what is due for an object, as an owner and as one that is owned. */
  look(id: ObjectId): void
}>

const FOREGROUND = 'foregroundDeletion'
const ORPHAN = 'orphan'

export function createGarbage(site: Site): Garbage {
  // Owner's uid → the objects that name it.
  const owned = new Map<string, Map<string, ObjectId>>()

  function dependentsOf(uid: string): readonly ObjectId[] {
    return [...(owned.get(uid)?.values() ?? [])]
  }

  function index(event: StoreEvent): void {
    const key = idKey(event.id)
    for (const uid of ownerUids(event.previous)) owned.get(uid)?.delete(key)
    if (event.type === 'DELETED') return
    for (const uid of ownerUids(event.object)) {
      const known = owned.get(uid) ?? new Map<string, ObjectId>()
      owned.set(uid, known.set(key, event.id))
    }
  }

  function asOwner(id: ObjectId, object: KubeObject): void {
    if (!isDeleting(object)) return
    const finalizers = finalizersOf(object)
    const uid = uidOf(object)
    if (finalizers.includes(ORPHAN)) {
      for (const dependent of dependentsOf(uid))
        change(site, dependent, (one) => withoutOwners(one, new Set([uid])))
      change(site, id, (one) => withoutFinalizer(one, ORPHAN, finalizersOf(one)))
    } else if (finalizers.includes(FOREGROUND)) {
      const blocking = dependentsOf(uid).filter((dependent) => isBlocking(site.store.get(dependent), uid))
      for (const dependent of dependentsOf(uid)) {
        const one = site.store.get(dependent)
        if (one !== undefined && !isDeleting(one)) letGo(site, dependent, 'Foreground')
      }
      if (blocking.every((dependent) => site.store.get(dependent) === undefined))
        change(site, id, (one) => withoutFinalizer(one, FOREGROUND, finalizersOf(one)))
    }
  }

  function asOwned(id: ObjectId, object: KubeObject): void {
    if (isDeleting(object)) return
    const owners = listAt(object.metadata, 'ownerReferences')
    const gone = owners.filter((owner) => isGone(site, owner, id.namespace))
    if (gone.length === 0) return
    if (gone.length === owners.length) letGo(site, id, 'Background')
    else {
      const uids = new Set(gone.map((owner) => stringAt(owner, 'uid') ?? ''))
      change(site, id, (one) => withoutOwners(one, uids))
    }
  }

  for (const object of site.store.objects()) {
    const id = idOfObject(site, object)
    if (id !== undefined) index({ type: 'ADDED', revision: 0, id, object })
  }
  return {
    saw(event) {
      index(event)
      const owners = ownerUids(event.object)
      const others = event.type === 'DELETED' ? dependentsOf(uidOf(event.object)) : [event.id]
      // An owner in foreground deletion waits for this one.
      const waiting = event.type === 'DELETED' && owners.length > 0 ? ownersOf(site, event) : []
      return [...others, ...waiting]
    },
    look(id) {
      const object = site.store.get(id)
      if (object === undefined) return
      asOwner(id, object)
      const after = site.store.get(id)
      if (after !== undefined) asOwned(id, after)
    },
  }
}

function ownersOf(site: Site, event: StoreEvent): readonly ObjectId[] {
  return listAt(event.object.metadata, 'ownerReferences').flatMap(
    (owner) => idOfOwner(site, owner, event.id.namespace) ?? [],
  )
}

function ownerUids(object: KubeObject | undefined): readonly string[] {
  return listAt(object?.metadata, 'ownerReferences').flatMap((owner) => stringAt(owner, 'uid') ?? [])
}

// Of a kind that is not served nothing is known: it is not gone.
function isGone(site: Site, owner: Json, namespace: string): boolean {
  const id = idOfOwner(site, owner, namespace)
  if (id === undefined) return false
  const found = site.store.get(id)
  return found === undefined || uidOf(found) !== stringAt(owner, 'uid')
}

function idOfOwner(site: Site, owner: Json, namespace: string): ObjectId | undefined {
  const group = groupOf(stringAt(owner, 'apiVersion') ?? '')
  const resource = site.catalog.ofKind(group, stringAt(owner, 'kind') ?? '')
  if (resource === undefined) return undefined
  return {
    group,
    resource: resource.resource,
    namespace: resource.namespaced ? namespace : '',
    name: stringAt(owner, 'name') ?? '',
  }
}

/** The identity of an object; undefined where its kind is not served. */
export function idOfObject(site: Site, object: KubeObject): ObjectId | undefined {
  const group = groupOf(object.apiVersion)
  const resource = site.catalog.ofKind(group, object.kind)
  if (resource === undefined) return undefined
  const { metadata } = object
  return {
    group,
    resource: resource.resource,
    namespace: stringAt(metadata, 'namespace') ?? '',
    name: stringAt(metadata, 'name') ?? '',
  }
}

function isBlocking(object: KubeObject | undefined, uid: string): boolean {
  return listAt(object?.metadata, 'ownerReferences').some(
    (owner) => stringAt(owner, 'uid') === uid && memberOf(owner, 'blockOwnerDeletion') === true,
  )
}

function withoutOwners(object: KubeObject, uids: ReadonlySet<string>): KubeObject {
  const left = listAt(object.metadata, 'ownerReferences').filter(
    (owner) => !uids.has(stringAt(owner, 'uid') ?? ''),
  )
  return {
    ...object,
    metadata: withMember(object.metadata, 'ownerReferences', left.length === 0 ? undefined : left),
  }
}
