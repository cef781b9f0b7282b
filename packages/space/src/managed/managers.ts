import {
  apiVersionOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  withMember,
} from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import { emptyStruct, structOf } from '../types/index.ts'
import {
  type FieldSet,
  fromFieldsV1,
  isEmptySet,
  toFieldsV1,
  unionOf,
  without,
  withoutPaths,
} from './field-set.ts'
import { changesOf, type FieldChanges } from './fields.ts'
import { shapeOf } from './shape.ts'

/** An owner of fields, and what it owns. */
export type Manager = Readonly<{
  name: string
  operation: 'Apply' | 'Update'
  apiVersion: string
  subresource: '' | 'status' | 'finalize'
  time: string
  fields: FieldSet
}>

/** Who writes, how, and when. */
export type Writer = Readonly<{ manager: string; subresource: '' | 'status' | 'finalize'; now: string }>

// What the server itself decides has no owner.
const unowned: readonly (readonly string[])[] = [
  ['f:apiVersion'],
  ['f:kind'],
  ...[
    'name',
    'namespace',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'selfLink',
    'uid',
    'generation',
    'managedFields',
    'resourceVersion',
  ].map((field) => ['f:metadata', `f:${field}`]),
]

/** The fields among these that can have an owner. */
export function ownable(fields: FieldSet): FieldSet {
  return withoutPaths(fields, unowned)
}

/** The managers of an object. */
export function managersOf(object: KubeObject): readonly Manager[] {
  return listAt(object.metadata, 'managedFields').flatMap((entry) => {
    const operation = stringAt(entry, 'operation')
    if (operation !== 'Apply' && operation !== 'Update') return []
    return [
      {
        name: stringAt(entry, 'manager') ?? '',
        operation,
        apiVersion: stringAt(entry, 'apiVersion') ?? '',
        subresource: subresourceOf(stringAt(entry, 'subresource')),
        time: stringAt(entry, 'time') ?? '',
        fields: fromFieldsV1(memberOf(entry, 'fieldsV1')),
      } as const,
    ]
  })
}

function subresourceOf(text: string | undefined): Manager['subresource'] {
  return text === 'status' || text === 'finalize' ? text : ''
}

/** The object with these managers, sorted as API servers do: by operation, time, name. */
export function withManagers(object: KubeObject, managers: readonly Manager[]): KubeObject {
  const entries = managers
    .filter(({ fields }) => !isEmptySet(fields))
    .sort(
      (a, b) =>
        compareTexts(a.operation, b.operation) ||
        compareTexts(a.time, b.time) ||
        compareTexts(a.name, b.name) ||
        compareTexts(a.apiVersion, b.apiVersion) ||
        compareTexts(a.subresource, b.subresource),
    )
    .map(entryOf)
  return {
    ...object,
    metadata: withMember(object.metadata, 'managedFields', entries.length === 0 ? undefined : entries),
  }
}

/** What became of the ownable fields of an object. */
export function objectChanges(
  resource: Resource,
  before: KubeObject | undefined,
  after: KubeObject,
): FieldChanges {
  const empty = resource.struct === undefined ? {} : emptyStruct(structOf(resource.struct))
  const { changed, removed } = changesOf(shapeOf(resource), before ?? empty, after)
  return { changed: ownable(changed), removed: ownable(removed) }
}

/** The object after an update: what changed is the writer's, what is gone is nobody's. */
export function recordUpdate(
  resource: Resource,
  before: KubeObject | undefined,
  after: KubeObject,
  writer: Writer,
): KubeObject {
  // Whose owners are not known, they stay so until somebody applies.
  if (before !== undefined && managersOf(after).length === 0) return after
  const changes = objectChanges(resource, before, after)
  const changed = withoutPaths(changes.changed, decidedByServer(resource, writer))
  const removed = withoutPaths(changes.removed, decidedByServer(resource, writer))
  if (isEmptySet(changed) && isEmptySet(removed)) return after
  const apiVersion = apiVersionOf(resource.group, resource.version)
  const own = (one: Manager): boolean =>
    one.operation === 'Update' &&
    one.name === writer.manager &&
    one.subresource === writer.subresource &&
    one.apiVersion === apiVersion
  const known = managersOf(after)
  const standing = known.find(own)
  const others = known.filter((one) => !own(one))
  const fields = without(standing === undefined ? changed : unionOf(standing.fields, changed), removed)
  return withManagers(after, [
    ...others.map((one) => ({ ...one, fields: without(without(one.fields, changed), removed) })),
    {
      name: writer.manager,
      operation: 'Update',
      apiVersion,
      subresource: writer.subresource,
      time: writer.now,
      fields,
    },
  ])
}

// What a server sets although the writer may not.
function decidedByServer(resource: Resource, writer: Writer): readonly (readonly string[])[] {
  if (writer.subresource === 'status') return [['f:spec']]
  if (writer.subresource === 'finalize') return [['f:status']]
  if (!resource.hasStatus) return []
  return resource.group === '' && resource.kind === 'Namespace'
    ? [['f:status'], ['f:spec', 'f:finalizers']]
    : [['f:status']]
}

function entryOf(manager: Manager): JsonObject {
  const entry: Record<string, Json> = {
    manager: manager.name,
    operation: manager.operation,
    apiVersion: manager.apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: toFieldsV1(manager.fields),
  }
  if (manager.time !== '') entry['time'] = manager.time
  if (manager.subresource !== '') entry['subresource'] = manager.subresource
  return entry
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

/** Whether `metadata.managedFields` is there at all, in whatever form. */
export function hasManagedFields(value: Json): boolean {
  return isObject(value) && memberOf(memberOf(value, 'metadata'), 'managedFields') !== undefined
}
