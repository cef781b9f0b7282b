import {
  equalJson,
  finalizersOf,
  generationOf,
  isDeleting,
  type KubeObject,
  listAt,
  memberOf,
  resourceVersionOf,
  uidOf,
  withMember,
} from '@downsync/core'
import { holdsNamespace, kindOf } from '../kinds/index.ts'
import { recordUpdate } from '../managed/index.ts'
import type { Resource } from '../resources/index.ts'
import { schemaErrors } from '../schema/index.ts'
import {
  conflict,
  done,
  type FieldError,
  invalid,
  invalidValue,
  type Outcome,
  qualified,
  refused,
} from '../status/index.ts'
import { timeText } from '../world.ts'
import type { Decoded } from './decode.ts'
import { metadataErrors, metadataUpdateErrors } from './metadata-errors.ts'
import { idOfTarget, keep, type Site, type Target, type WriteOptions, type Written } from './site.ts'

/**
 * Puts an object in the place of its present state, if it was made from that.
 * @param current the present state, at the version of the request
 * @param withManagedFields records who owns what of the new state; default: changes are the manager's
 */
export function updateObject(
  site: Site,
  target: Target,
  current: KubeObject,
  decoded: Decoded,
  options: WriteOptions,
  withManagedFields: (object: KubeObject) => KubeObject = (object) =>
    recordUpdate(target.resource, current, object, {
      manager: options.manager,
      subresource: target.subresource,
      now: timeText(site.world.now()),
    }),
): Outcome<Written> {
  const { resource, name } = target
  // Zero stands for any.
  const given = resourceVersionOf(decoded.object).replace(/^0$/, '')
  if (given === '' && !resource.allowsBlindUpdate)
    return refused(
      invalid({ group: resource.group, kind: resource.resource }, name, [
        {
          ...invalidValue('metadata.resourceVersion', 0, ''),
          message: 'Invalid value: 0x0: must be specified for an update',
        },
      ]),
    )
  if (given !== '' && given !== resourceVersionOf(current)) return refused(conflict(resource, name))
  const recordedFirst = withManagedFields(takenOf(target, current, decoded.object))
  const recorded = preparedForUpdate(site, target, current, recordedFirst)
  const errors = updateErrors(target, recorded, current)
  if (errors.length > 0) return refused(invalid(resource, name, errors))
  const warnings = [...decoded.warnings, ...(kindOf(resource).warnings?.(recorded) ?? [])]
  // A write that changes nothing is none: the revision stays.
  if (equalJson(withoutTimes(recorded), withoutTimes(current)))
    return done({ object: current, isNew: false, warnings })
  if (isDeleting(recorded) && finalizersOf(recorded).length === 0 && !isHeld(resource, recorded)) {
    if (!options.isDryRun) site.store.remove(idOfTarget(target))
    return done({ object: recorded, isNew: false, warnings })
  }
  return done({ object: keep(site, target, recorded, options.isDryRun), isNew: false, warnings })
}

/** The refusal of a PUT whose object is another one of the same name. */
export function uidConflict(target: Target, current: KubeObject, given: string): ReturnType<typeof conflict> {
  return conflict(
    target.resource,
    target.name,
    `StorageError: invalid object, Code: 4, Key: /registry/${qualified(target.resource)}/${target.name}, ResourceVersion: 0, AdditionalErrorMsg: Precondition failed: UID in precondition: ${given}, UID in object meta: ${uidOf(current)}`,
  )
}

function updateErrors(target: Target, object: KubeObject, current: KubeObject): readonly FieldError[] {
  const { resource, subresource } = target
  const kind = kindOf(resource)
  const ofKind =
    subresource !== ''
      ? (kind.statusErrors?.(object) ?? [])
      : [...(kind.errors?.(object, current) ?? []), ...(kind.changeErrors?.(object, current) ?? [])]
  return [
    ...metadataErrors(object, resource.nameRule),
    ...metadataUpdateErrors(object, current),
    ...(resource.schema === undefined ? [] : schemaErrors(resource.schema, object)),
    ...ofKind,
  ]
}

// What of a write counts: its status, or everything else.
function takenOf({ resource, subresource }: Target, current: KubeObject, given: KubeObject): KubeObject {
  if (subresource !== 'status') return contentOf(resource, current, given)
  const stated = withStatusOf(current, given)
  if (resource.struct === undefined) return stated
  // Of built-in kinds the metadata can be changed with the status, labels of Deployments excepted.
  const { metadata } = contentOf(resource, current, given)
  const labels = memberOf(current.metadata, 'labels')
  return {
    ...stated,
    metadata: resource.kind === 'Deployment' ? withMember(metadata, 'labels', labels) : metadata,
  }
}

function preparedForUpdate(site: Site, target: Target, current: KubeObject, taken: KubeObject): KubeObject {
  const { resource, subresource } = target
  const kind = kindOf(resource)
  const filled = subresource !== '' ? taken : (kind.updated?.(taken, current, site) ?? taken)
  // What metadata comes with a status is not counted.
  const changed =
    subresource !== 'status' &&
    resource.countsGeneration &&
    !equalJson(counted(resource, filled), counted(resource, current))
  const generation = generationOf(current) + (changed ? 1 : 0)
  return {
    ...filled,
    metadata: withMember(filled.metadata, 'generation', generation === 0 ? undefined : generation),
  }
}

// `/status` writes the status and nothing else.
function withStatusOf(current: KubeObject, given: KubeObject): KubeObject {
  // A cast back: status is no part of what makes it an object.
  return withMember(current, 'status', memberOf(given, 'status')) as KubeObject
}

function contentOf(resource: Resource, current: KubeObject, given: KubeObject): KubeObject {
  let metadata = given.metadata
  // What is the server's stays; what a client may leave out, but not change, is filled in.
  for (const field of ['resourceVersion', 'selfLink', 'creationTimestamp'])
    metadata = withMember(metadata, field, memberOf(current.metadata, field))
  for (const field of ['uid', 'deletionTimestamp', 'deletionGracePeriodSeconds'])
    if (memberOf(metadata, field) === undefined)
      metadata = withMember(metadata, field, memberOf(current.metadata, field))
  const isReset = listAt(given.metadata, 'managedFields').some((entry) => equalJson(entry, {}))
  metadata = withMember(
    metadata,
    'managedFields',
    isReset ? undefined : memberOf(current.metadata, 'managedFields'),
  )
  const content = { ...given, metadata }
  return resource.hasStatus ? withStatusOf(content, current) : content
}

// Annotations of Deployments count too: they reach what it makes.
function counted(resource: Resource, object: KubeObject) {
  const { annotations = {} } = object.metadata
  const noted = resource.kind === 'Deployment' && !resource.isCustom ? { annotations } : undefined
  const content = withMember(object, 'metadata', noted)
  return resource.hasStatus ? withMember(content, 'status', undefined) : content
}

function withoutTimes(object: KubeObject): KubeObject {
  const entries = listAt(object.metadata, 'managedFields').map((entry) =>
    typeof entry === 'object' && entry !== null && !Array.isArray(entry)
      ? withMember(entry as KubeObject, 'time', undefined)
      : entry,
  )
  const metadata = withMember(object.metadata, 'resourceVersion', undefined)
  return { ...object, metadata: withMember(metadata, 'managedFields', entries) }
}

/** Whether something besides `metadata.finalizers` holds an object that is being deleted. */
export function isHeld(resource: Resource, object: KubeObject): boolean {
  return resource.struct === 'core.Namespace' && holdsNamespace(object)
}
