import {
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  objectOf,
  uidOf,
  withMember,
} from '@downsync/core'
import { timeOf } from './read.ts'
import type { Resource } from './resources.ts'

/** The object at a path; empty where there is none. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  let at = value
  for (const key of path) at = memberOf(at, key)
  return isObject(at) ? at : {}
}

export function statusOf(object: KubeObject): JsonObject {
  return objectAt(object, 'status')
}

/** The object with another status. */
export function withStatus(object: KubeObject, status: JsonObject): KubeObject {
  return { ...object, status }
}

/** The object with members of its metadata set, or taken away with undefined. */
export function withMetadata(
  object: KubeObject,
  members: Readonly<Record<string, Json | undefined>>,
): KubeObject {
  const metadata = Object.entries(members).reduce<JsonObject>(
    (all, [key, value]) => withMember(all, key, value),
    object.metadata,
  )
  return { ...object, metadata }
}

/** Members without those that are undefined. */
export function given(members: Readonly<Record<string, Json | undefined>>): JsonObject {
  return objectOf(Object.entries(members).filter((entry): entry is [string, Json] => entry[1] !== undefined))
}

/** Counts as Go writes them with `omitempty`: 0 is left out. */
export function nonZero(counts: Readonly<Record<string, number>>): JsonObject {
  return objectOf(Object.entries(counts).filter(([, count]) => count !== 0))
}

export function ownerReferenceTo(owner: KubeObject, { kind }: Resource): JsonObject {
  return {
    apiVersion: owner.apiVersion,
    kind,
    name: nameOf(owner),
    uid: uidOf(owner),
    controller: true,
    blockOwnerDeletion: true,
  }
}

/** Milliseconds since 1970, whole seconds. */
export function createdAt(object: KubeObject): number {
  return timeOf(memberOf(object.metadata, 'creationTimestamp')) ?? 0
}

/** The older first; of the same second, by name. */
export function byAge(a: KubeObject, b: KubeObject): number {
  return createdAt(a) - createdAt(b) || (nameOf(a) < nameOf(b) ? -1 : 1)
}

export function withoutOwner(object: KubeObject, uid: string): KubeObject {
  const others = listAt(object.metadata, 'ownerReferences').filter((one) => memberOf(one, 'uid') !== uid)
  return withMetadata(object, { ownerReferences: others.length === 0 ? undefined : others })
}

export function withOwner(object: KubeObject, reference: JsonObject): KubeObject {
  return withMetadata(object, {
    ownerReferences: [...listAt(object.metadata, 'ownerReferences'), reference],
  })
}
