import { apiVersionOf, isList, isObject, type Json, type KubeObject, objectOf } from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import {
  type FieldSet,
  isEmptySet,
  NO_FIELDS,
  overlapOf,
  pathsOf,
  unionOf,
  without,
  withoutPaths,
} from './field-set.ts'
import { fieldsOf, itemsByIdentity } from './fields.ts'
import { type Manager, managersOf, objectChanges, ownable, type Writer, withManagers } from './managers.ts'
import { type Shape, shapeOf } from './shape.ts'

/** Fields of others that an apply would change. */
export type ApplyConflict = Readonly<{ manager: Manager; paths: readonly string[] }>

/** An apply worked out: what the object becomes, and whose fields it takes. */
export type Application = Readonly<{
  object: Json
  conflicts: readonly ApplyConflict[]
  /** Records the owners, given the object as it will be stored. */
  record(stored: KubeObject): KubeObject
}>

/**
 * Merges a configuration into an object: what it sets is set, what its author had applied earlier and no one else owns
 * goes.
 * @param current undefined where the object is yet to be created
 */
export function workOutApply(
  resource: Resource,
  current: KubeObject | undefined,
  config: KubeObject,
  writer: Writer,
): Application {
  const shape = shapeOf(resource)
  const managers = current === undefined ? [] : ownersOf(resource, current)
  const isOwn = (one: Manager): boolean =>
    one.operation === 'Apply' && one.name === writer.manager && one.subresource === writer.subresource
  const others = managers.filter((one) => !isOwn(one))
  const before = managers.filter(isOwn).reduce((all, one) => unionOf(all, one.fields), NO_FIELDS)
  const wanted = reset(resource, writer, ownable(fieldsOf(shape, config)))
  const merged = merge(shape, current, config)
  const conflicts = current === undefined ? [] : conflictsOf(resource, current, merged, others)
  const kept = others.reduce((all, one) => unionOf(all, one.fields), wanted)
  const pruned = removeFields(shape, merged, without(before, kept)) ?? {}
  return {
    object: pruned,
    conflicts,
    record(stored) {
      const { changed, removed } = objectChanges(resource, current, stored)
      return withManagers(stored, [
        ...others.map((one) => ({
          ...one,
          fields: without(without(one.fields, changed), removed),
        })),
        {
          name: writer.manager,
          operation: 'Apply',
          apiVersion: apiVersionOf(resource.group, resource.version),
          subresource: writer.subresource,
          time: timeOf(managers.find(isOwn), wanted, changed, writer.now),
          fields: wanted,
        },
      ])
    },
  }
}

// What nobody was known to own was there before.
function ownersOf(resource: Resource, current: KubeObject): readonly Manager[] {
  const known = managersOf(current)
  if (known.length > 0) return known
  const fields = withoutPaths(objectChanges(resource, undefined, current).changed, [['f:status']])
  const apiVersion = apiVersionOf(resource.group, resource.version)
  return [{ name: 'before-first-apply', operation: 'Update', apiVersion, subresource: '', time: '', fields }]
}

function timeOf(standing: Manager | undefined, wanted: FieldSet, changed: FieldSet, now: string): string {
  if (standing === undefined || !isEmptySet(changed)) return now
  const isSame = isEmptySet(without(wanted, standing.fields)) && isEmptySet(without(standing.fields, wanted))
  return isSame ? standing.time : now
}

// An apply to the object does not own its status, one to the status owns nothing else.
function reset(resource: Resource, writer: Writer, fields: FieldSet): FieldSet {
  if (!resource.hasStatus) return fields
  if (writer.subresource === '') return withoutPaths(fields, [['f:status']])
  return withoutPaths(
    fields,
    [...fields.members.keys()].filter((name) => name !== 'f:status').map((name) => [name]),
  )
}

function conflictsOf(
  resource: Resource,
  current: KubeObject,
  merged: Json,
  others: readonly Manager[],
): readonly ApplyConflict[] {
  // A merge of two objects is one.
  const { changed } = objectChanges(resource, current, merged as KubeObject)
  return others.flatMap((manager) => {
    const paths = pathsOf(overlapOf(manager.fields, changed))
    return paths.length === 0 ? [] : [{ manager, paths }]
  })
}

function merge(shape: Shape, live: Json | undefined, config: Json): Json {
  if (isObject(live) && isObject(config) && !shape.isAtomic) {
    const members = new Map(Object.entries(live))
    for (const [key, value] of Object.entries(config))
      members.set(key, merge(shape.member(key), members.get(key), value))
    return objectOf(members)
  }
  if (isList(live) && isList(config)) {
    const [items, wanted] = [itemsByIdentity(shape, live), itemsByIdentity(shape, config)]
    if (items !== undefined && wanted !== undefined) {
      const members = new Map(items)
      for (const [name, value] of wanted) members.set(name, merge(shape.item, members.get(name), value))
      return [...members.values()]
    }
  }
  return config
}

// Undefined where nothing is left of what had something.
function removeFields(shape: Shape, value: Json, fields: FieldSet): Json | undefined {
  if (fields.members.size === 0) return value
  if (isObject(value)) {
    const left = Object.entries(value).flatMap(([key, member]): [string, Json][] => {
      const rest = removePart(shape.member(key), member, fields.members.get(`f:${key}`))
      return rest === undefined ? [] : [[key, rest]]
    })
    return left.length === 0 ? undefined : objectOf(left)
  }
  if (!isList(value)) return value
  const items = itemsByIdentity(shape, value)
  if (items === undefined) return value
  const left = [...items].flatMap(([name, item]) => {
    const rest = removePart(shape.item, item, fields.members.get(name))
    return rest === undefined ? [] : [rest]
  })
  return left.length === 0 ? undefined : left
}

function removePart(shape: Shape, value: Json, fields: FieldSet | undefined): Json | undefined {
  if (fields === undefined) return value
  return fields.self ? undefined : removeFields(shape, value, fields)
}
