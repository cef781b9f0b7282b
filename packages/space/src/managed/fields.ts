import { canonicalJson, equalJson, isList, isObject, type Json } from '@downsync/core'
import { type FieldSet, isEmptySet, LEAF, NO_FIELDS } from './field-set.ts'
import type { Shape } from './shape.ts'

/** What a write did to the fields of an object. */
export type FieldChanges = Readonly<{
  /** Added, or given another value. */
  changed: FieldSet
  removed: FieldSet
}>

const NOTHING: FieldChanges = { changed: NO_FIELDS, removed: NO_FIELDS }

/** The items of a list that is merged by identity, by their path elements; undefined for any other list. */
export function itemsByIdentity(shape: Shape, list: readonly Json[]): ReadonlyMap<string, Json> | undefined {
  if (shape.list === 'atomic') return undefined
  const items = new Map<string, Json>()
  for (const item of list)
    items.set(
      shape.list === 'set' ? `v:${canonicalJson(item)}` : `k:${canonicalJson(shape.keyOf(item))}`,
      item,
    )
  return items
}

/** The members of a value that have owners of their own, by path elements; undefined where it has one as a whole. */
function partsOf(
  shape: Shape,
  value: Json | undefined,
): ReadonlyMap<string, readonly [Shape, Json]> | undefined {
  if (isObject(value))
    return shape.isAtomic
      ? undefined
      : new Map(
          Object.entries(value).map(([key, member]) => [`f:${key}`, [shape.member(key), member] as const]),
        )
  if (!isList(value)) return undefined
  const items = itemsByIdentity(shape, value)
  return items && new Map([...items].map(([name, item]) => [name, [shape.item, item] as const]))
}

/** The fields that a configuration sets: what its author owns once it is applied. */
export function fieldsOf(shape: Shape, value: Json): FieldSet {
  const parts = partsOf(shape, value)
  if (parts === undefined || parts.size === 0) return LEAF
  const members = new Map<string, FieldSet>()
  for (const [name, [below, member]] of parts) {
    // A list that is merged item by item is owned by its items.
    if (isList(member) && member.length === 0 && below.list !== 'atomic') continue
    const fields = fieldsOf(below, member)
    const isOwnedItself = !name.startsWith('f:') || !shape.isField(name.slice(2))
    members.set(name, { self: fields.self || isOwnedItself, members: fields.members })
  }
  return { self: false, members }
}

/** What became of the fields from one state to the next; undefined is a state without the field. */
export function changesOf(shape: Shape, before: Json | undefined, after: Json | undefined): FieldChanges {
  if (before === undefined && after === undefined) return NOTHING
  if (before === undefined) return { changed: wholly(shape, after ?? null), removed: NO_FIELDS }
  if (after === undefined) return { changed: NO_FIELDS, removed: wholly(shape, before) }
  // Null stands for a list or a map with nothing in it.
  const [old, young] = [
    partsOf(shape, before === null ? emptyLike(after) : before),
    partsOf(shape, after === null ? emptyLike(before) : after),
  ]
  if (old === undefined || young === undefined || isMismatch(before, after))
    return equalJson(before, after)
      ? NOTHING
      : { changed: wholly(shape, after), removed: below(shape, before) }
  const changed = new Map<string, FieldSet>()
  const removed = new Map<string, FieldSet>()
  for (const name of new Set([...old.keys(), ...young.keys()])) {
    const part = young.get(name) ?? old.get(name)
    if (part === undefined) continue
    const key = name.slice(2)
    const isThere = name.startsWith('f:') && shape.isAlwaysThere(key)
    const was = old.has(name) ? old.get(name)?.[1] : isThere ? emptyLike(part[1]) : undefined
    const is = young.has(name) ? young.get(name)?.[1] : isThere ? emptyLike(part[1]) : undefined
    const changes = changesOf(part[0], was, is)
    if (!isEmptySet(changes.changed)) changed.set(name, changes.changed)
    if (!isEmptySet(changes.removed)) removed.set(name, changes.removed)
  }
  return { changed: { self: false, members: changed }, removed: { self: false, members: removed } }
}

function emptyLike(value: Json): Json {
  if (isList(value)) return []
  return isObject(value) ? {} : value
}

function isMismatch(before: Json, after: Json): boolean {
  return before !== null && after !== null && isList(before) !== isList(after)
}

function below(shape: Shape, value: Json): FieldSet {
  return { self: false, members: wholly(shape, value).members }
}

// A value that came or went as a whole, with every place in it.
function wholly(shape: Shape, value: Json): FieldSet {
  const members = new Map<string, FieldSet>()
  for (const [name, [part, member]] of partsOf(shape, value) ?? []) members.set(name, wholly(part, member))
  return { self: true, members }
}
