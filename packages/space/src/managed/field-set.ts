import { isObject, type Json, type JsonObject, objectOf, parseJson } from '@downsync/core'

/**
 * A set of fields, as a tree. The name of a member is the path element as `fieldsV1` writes it: `f:spec`, `k:{"name":"a"}`
 * (an item by its keys), `v:"x"` (an item of a set).
 */
export type FieldSet = Readonly<{
  /** Whether the field at this place itself is in the set, besides what is below it. */
  self: boolean
  members: ReadonlyMap<string, FieldSet>
}>

export const NO_FIELDS: FieldSet = { self: false, members: new Map() }
export const LEAF: FieldSet = { self: true, members: new Map() }

export function isEmptySet(set: FieldSet): boolean {
  return !set.self && set.members.size === 0
}

export function unionOf(a: FieldSet, b: FieldSet): FieldSet {
  const members = new Map(a.members)
  for (const [name, member] of b.members) {
    const there = members.get(name)
    members.set(name, there === undefined ? member : unionOf(there, member))
  }
  return { self: a.self || b.self, members }
}

/** What is in the first and not in the second. */
export function without(a: FieldSet, b: FieldSet): FieldSet {
  const members = new Map<string, FieldSet>()
  for (const [name, member] of a.members) {
    const other = b.members.get(name)
    const rest = other === undefined ? member : without(member, other)
    if (!isEmptySet(rest)) members.set(name, rest)
  }
  return { self: a.self && !b.self, members }
}

/** What is in both. */
export function overlapOf(a: FieldSet, b: FieldSet): FieldSet {
  const members = new Map<string, FieldSet>()
  for (const [name, member] of a.members) {
    const other = b.members.get(name)
    const both = other === undefined ? NO_FIELDS : overlapOf(member, other)
    if (!isEmptySet(both)) members.set(name, both)
  }
  return { self: a.self && b.self, members }
}

/** The set without what is below some paths. */
export function withoutPaths(set: FieldSet, paths: readonly (readonly string[])[]): FieldSet {
  return paths.reduce((rest, path) => withoutPath(rest, path), set)
}

function withoutPath(set: FieldSet, [first, ...others]: readonly string[]): FieldSet {
  const member = first === undefined ? undefined : set.members.get(first)
  if (first === undefined || member === undefined) return set
  const members = new Map(set.members)
  const rest = others.length === 0 ? NO_FIELDS : withoutPath(member, others)
  if (isEmptySet(rest)) members.delete(first)
  else members.set(first, rest)
  return { self: set.self, members }
}

/** The paths of the fields of a set, as apply conflicts name them: `.spec.ports[name="a"].port`. */
export function pathsOf(set: FieldSet, path = ''): readonly string[] {
  const below = [...set.members].flatMap(([name, member]) => pathsOf(member, path + stepText(name)))
  return set.self ? [path, ...below] : below
}

function stepText(name: string): string {
  const content = name.slice(2)
  if (name.startsWith('f:')) return `.${content}`
  if (name.startsWith('v:')) return `[=${content}]`
  const keys = parseJson(content)
  const shown = keys.ok && isObject(keys.value) ? Object.entries(keys.value) : []
  return `[${shown.map(([key, value]) => `${key}=${JSON.stringify(value)}`).join(',')}]`
}

/** As it stands in `metadata.managedFields[].fieldsV1`. */
export function toFieldsV1(set: FieldSet): JsonObject {
  const members = [...set.members].sort(([a], [b]) => (a < b ? -1 : 1))
  return objectOf(
    members.map(([name, member]): [string, Json] => {
      const below = toFieldsV1(member)
      return [name, member.self && member.members.size > 0 ? { '.': {}, ...below } : below]
    }),
  )
}

/** Reads `fieldsV1`; what is none is no field. */
export function fromFieldsV1(fields: Json | undefined): FieldSet {
  if (!isObject(fields)) return NO_FIELDS
  const members = new Map<string, FieldSet>()
  for (const [name, value] of Object.entries(fields)) {
    if (name === '.' || !isObject(value)) continue
    const below = fromFieldsV1(value)
    members.set(name, { self: Object.hasOwn(value, '.') || below.members.size === 0, members: below.members })
  }
  return { self: false, members }
}
