import { isDeleting, type KubeObject, memberOf, nameOf, stringAt, withMember } from '@downsync/core'
import { kindOf } from '../kinds/index.ts'
import { recordUpdate } from '../managed/index.ts'
import { NAMESPACES } from '../resources/index.ts'
import { schemaErrors } from '../schema/index.ts'
import {
  alreadyExists,
  done,
  type Failure,
  type FieldError,
  forbidden,
  invalid,
  methodNotAllowed,
  notFound,
  type Outcome,
  refused,
} from '../status/index.ts'
import { emptyStruct, type StructType, structOf } from '../types/index.ts'
import { timeText } from '../world.ts'
import type { Decoded } from './decode.ts'
import { inStoredForm } from './decode-built-in.ts'
import { metadataErrors } from './metadata-errors.ts'
import { idOfTarget, keep, type Site, type Target, type WriteOptions, type Written } from './site.ts'

// A name that ends in five more signs still fits.
const GENERATED_BASE = 58

/**
 * Creates an object.
 * @param withManagedFields records who owns what; default: everything is the manager's, by an update
 */
export function createObject(
  site: Site,
  target: Target,
  decoded: Decoded,
  options: WriteOptions,
  withManagedFields: (object: KubeObject) => KubeObject = (object) =>
    recordUpdate(target.resource, undefined, object, {
      manager: options.manager,
      subresource: '',
      now: timeText(site.world.now()),
    }),
): Outcome<Written> {
  const { resource } = target
  const home = homeless(site, target, nameOf(decoded.object))
  if (home !== undefined) return refused(home)
  if (stringAt(decoded.object.metadata, 'resourceVersion') !== undefined)
    return refused({
      code: 500,
      reason: '',
      message: 'resourceVersion should not be set on objects to be created',
    })
  const prepared = preparedForCreate(site, target, withManagedFields(unstated(target, decoded.object)))
  const named: Target = { ...target, name: nameOf(prepared) }
  const errors = objectErrors(named, prepared)
  if (errors.length > 0) return refused(invalid(resource, named.name, errors))
  if (site.store.get(idOfTarget(named)) !== undefined) return refused(alreadyExists(resource, named.name))
  const object = keep(site, named, prepared, options.isDryRun)
  return done({
    object,
    isNew: true,
    warnings: [...decoded.warnings, ...(kindOf(resource).warnings?.(object) ?? [])],
  })
}

/** What is wrong with a new object. */
export function objectErrors(target: Target, object: KubeObject): readonly FieldError[] {
  const { resource } = target
  return [
    ...metadataErrors(object, resource.nameRule),
    ...(resource.schema === undefined ? [] : schemaErrors(resource.schema, object)),
    ...(kindOf(resource).errors?.(object, undefined) ?? []),
  ]
}

// The status of a new object is the server's, and it has no owners yet.
function unstated({ resource }: Target, object: KubeObject): KubeObject {
  const { managedFields: _given, ...metadata } = object.metadata
  const content = resource.hasStatus ? withMember(object, 'status', undefined) : object
  const bare = { ...content, metadata } as KubeObject
  if (resource.struct === undefined || !resource.hasStatus) return bare
  const type = structOf(resource.struct)
  const status = memberOf(inStoredForm(type, emptyObject(type, bare)), 'status')
  return status === undefined ? bare : { ...bare, status }
}

function emptyObject(type: StructType, object: KubeObject): KubeObject {
  return { ...object, ...emptyStruct(type), metadata: object.metadata, spec: {} }
}

// What a server sets itself, whatever the client wrote there.
function preparedForCreate(site: Site, { resource }: Target, object: KubeObject): KubeObject {
  const generateName = stringAt(object.metadata, 'generateName')
  const name = nameOf(object)
  const generated =
    name === '' && generateName !== undefined
      ? generateName.slice(0, GENERATED_BASE) + site.world.suffix()
      : name
  let metadata = generated === '' ? object.metadata : withMember(object.metadata, 'name', generated)
  for (const field of ['selfLink', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'uid'])
    metadata = withMember(metadata, field, undefined)
  metadata = withMember(metadata, 'generation', resource.countsGeneration ? 1 : undefined)
  const created = {
    ...object,
    metadata: { ...metadata, uid: site.world.uid(), creationTimestamp: timeText(site.world.now()) },
  }
  return kindOf(resource).created?.(created, site) ?? created
}

// Why nothing can be created there: no such namespace, or it goes; or the definition of the resource goes.
function homeless(site: Site, { resource, namespace }: Target, name: string): Failure | undefined {
  if (resource.isTerminating) return methodNotAllowed()
  if (!resource.namespaced) return undefined
  const home = site.store.get({ ...NAMESPACES, namespace: '', name: namespace })
  if (home === undefined) return notFound(NAMESPACES, namespace)
  if (!isDeleting(home)) return undefined
  const failure = forbidden(
    resource,
    name,
    `unable to create new content in namespace ${namespace} because it is being terminated`,
  )
  return {
    ...failure,
    details: {
      ...failure.details,
      causes: [
        {
          reason: 'NamespaceTerminating',
          message: `namespace ${namespace} is being terminated`,
          field: 'metadata.namespace',
        },
      ],
    },
  }
}
