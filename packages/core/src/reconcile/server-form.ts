import {
  canonicalJson,
  equalJson,
  isDeeperThan,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  objectOf,
  withMember,
} from '../kube/index.ts'

// What an API server would refuse long before; a fixed bound, since results must not depend on the size of a call stack (P-2).
const DEPTH = 500

/**
 * P-6a: an object as an API server stores it, so that only real differences are seen: no `metadata` in it, at whatever depth (manifests,
 * and templates in them), has `creationTimestamp: null`. The object itself where nothing is to be dropped.
 */
export function serverForm(object: KubeObject): KubeObject {
  if (isDeeperThan(object, DEPTH)) return object
  // Only members of members change: what makes it an object stays.
  return formOf(object) as KubeObject
}

function formOf(value: Json): Json {
  if (isList(value)) return mapList(value, formOf)
  if (!isObject(value)) return value
  return mapMembers(value, (member, key) => {
    const form = formOf(member)
    const isStamped = key === 'metadata' && isObject(form) && memberOf(form, 'creationTimestamp') === null
    return isStamped ? withMember(form, 'creationTimestamp', undefined) : form
  })
}

/**
 * P-6a: whether two values of `.status` say the same. For built-in kinds absent, null, zero and empty are equal, at any depth: servers send
 * required zeros back. For others, only what is equal is equal.
 */
export function sameStatus(isBuiltIn: boolean, a: Json | undefined, b: Json | undefined): boolean {
  if (isDeep(a) || isDeep(b)) return textOf(a) === textOf(b)
  return isBuiltIn ? equalJson(withoutZeros(a), withoutZeros(b)) : equalJson(a, b)
}

// Items of a list keep their places, whatever they are.
function withoutZeros(value: Json | undefined): Json {
  if (isList(value)) return value.map((item) => withoutZeros(item))
  if (!isObject(value)) return isZero(value) ? null : (value ?? null)
  const members = Object.entries(value).map(([key, member]) => [key, withoutZeros(member)] as const)
  const kept = members.filter(([, member]) => !isZero(member))
  return kept.length === 0 ? null : objectOf(kept)
}

function isZero(value: Json | undefined): boolean {
  if (isList(value)) return value.length === 0
  // −0 and 0n are zeros too.
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value) === 0
  return value === undefined || value === null || value === false || value === ''
}

function isDeep(value: Json | undefined): boolean {
  return value !== undefined && isDeeperThan(value, DEPTH)
}

function textOf(value: Json | undefined): string {
  return value === undefined ? '' : canonicalJson(value)
}

// The list itself where no item changes, so that a large object costs nothing.
function mapList(list: readonly Json[], change: (item: Json) => Json): readonly Json[] {
  const changed = list.map(change)
  return changed.every((item, index) => item === list[index]) ? list : changed
}

function mapMembers(object: JsonObject, change: (member: Json, key: string) => Json): JsonObject {
  const entries = Object.entries(object)
  const changed = entries.map(([key, member]) => [key, change(member, key)] as const)
  return changed.every(([, member], index) => member === entries[index]?.[1]) ? object : objectOf(changed)
}
