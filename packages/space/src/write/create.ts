import { isDeleting, type KubeObject, nameOf, stringAt, withMember } from '@downsync/core'
import { recordUpdate } from '../managed/index.ts'
import { NAMESPACES } from '../resources/index.ts'
import { schemaErrors } from '../schema/index.ts'
import {
  alreadyExists,
  badRequest,
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
import { timeText } from '../world.ts'
import type { Decoded } from './decode.ts'
import { kindErrors, kindWarnings, undecodableField, withKindDefaults } from './kind-rules.ts'
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
  const undecodable = undecodableField(resource, decoded.object)
  if (undecodable !== undefined)
    return refused(
      badRequest(
        `${resource.kind} in version "${resource.version}" cannot be handled as a ${resource.kind}: ${undecodable}`,
      ),
    )
  const prepared = preparedForCreate(site, target, decoded.object)
  const named: Target = { ...target, name: nameOf(prepared) }
  const errors = objectErrors(named, prepared)
  if (errors.length > 0) return refused(invalid(resource, named.name, errors))
  if (site.store.get(idOfTarget(named)) !== undefined) return refused(alreadyExists(resource, named.name))
  const object = keep(site, named, withManagedFields(prepared), options.isDryRun)
  return done({ object, isNew: true, warnings: [...decoded.warnings, ...kindWarnings(resource, object)] })
}

/** What is wrong with a new object. */
export function objectErrors(target: Target, object: KubeObject): readonly FieldError[] {
  const { resource } = target
  return [
    ...metadataErrors(object, resource.nameRule),
    ...(resource.schema === undefined ? [] : schemaErrors(resource.schema, object)),
    ...kindErrors(resource, object, undefined),
  ]
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
  for (const field of ['selfLink', 'deletionTimestamp', 'deletionGracePeriodSeconds', 'managedFields', 'uid'])
    metadata = withMember(metadata, field, undefined)
  metadata = withMember(metadata, 'generation', resource.countsGeneration ? 1 : undefined)
  const content = resource.hasStatus ? (withMember(object, 'status', undefined) as KubeObject) : object
  const filled = withKindDefaults(site, resource, { ...content, metadata })
  const created = {
    ...filled.metadata,
    uid: site.world.uid(),
    creationTimestamp: timeText(site.world.now()),
  }
  return { ...filled, metadata: created }
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
