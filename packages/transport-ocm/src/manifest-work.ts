import {
  type GroupResource,
  groupOf,
  isKubeObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  type ManifestId,
  memberOf,
  nameOf,
  names,
  namespaceOf,
  type ObjectId,
  stringAt,
  type Transport,
} from '@downsync/core'

/** What OCM calls a wrapped object. */
export const manifestWorks = {
  group: 'work.open-cluster-management.io',
  version: 'v1',
  resource: 'manifestworks',
  kind: 'ManifestWork',
} as const satisfies Transport['resource']

/** Records of reported state, written by KubeStellar's status add-on and by our agent. */
export const workStatuses = {
  group: names.CONTROL_GROUP,
  resource: 'workstatuses',
} as const satisfies GroupResource

/**
 * OCM's webhook refuses more bytes of manifests; the agent puts 65 characters before the name to make one of its own, which
 * has 253 at most.
 */
export const limits = { bytes: 512_000, nameLength: 188 } as const satisfies Transport['limits']

/** The elements of `spec.workload.manifests` as they stand, whatever they are. */
export function manifestsOf(work: KubeObject): readonly Json[] {
  return listAt(work, 'spec', 'workload', 'manifests')
}

/** Who a manifest is, as the agent names it. */
export function manifestIdOf(manifest: KubeObject): ManifestId {
  return {
    group: groupOf(manifest.apiVersion),
    kind: manifest.kind,
    namespace: namespaceOf(manifest),
    name: nameOf(manifest),
  }
}

/** The identities of all manifests that can be read. */
export function manifestIdsOf(work: KubeObject): readonly ManifestId[] {
  return manifestsOf(work).filter(isKubeObject).map(manifestIdOf)
}

/** The `ManifestResourceMeta` and the conditions of every entry of `status.resourceStatus.manifests`. */
export function manifestStatusesOf(work: KubeObject): readonly ManifestStatus[] {
  return listAt(work, 'status', 'resourceStatus', 'manifests').map((entry) => ({
    group: stringAt(entry, 'resourceMeta', 'group') ?? '',
    version: stringAt(entry, 'resourceMeta', 'version') ?? '',
    kind: stringAt(entry, 'resourceMeta', 'kind') ?? '',
    resource: stringAt(entry, 'resourceMeta', 'resource') ?? '',
    namespace: stringAt(entry, 'resourceMeta', 'namespace') ?? '',
    name: stringAt(entry, 'resourceMeta', 'name') ?? '',
    conditions: listAt(entry, 'conditions'),
  }))
}

/** What the agent says of one manifest; `resource` is `''` where it could not map the kind. */
export type ManifestStatus = ManifestId &
  Readonly<{ version: string; resource: string; conditions: readonly Json[] }>

/** The condition of a type, in a list of conditions. */
export function conditionOf(conditions: readonly Json[], type: string): Json | undefined {
  return conditions.find((condition) => stringAt(condition, 'type') === type)
}

/** Of which generation of the ManifestWork a condition speaks. */
export function observedIn(condition: Json | undefined): number | undefined {
  return countIn(condition, 'observedGeneration')
}

/** The generation of a ManifestWork, as its server counts. */
export function generationOf({ metadata }: KubeObject): number | undefined {
  return countIn(metadata, 'generation')
}

function countIn(value: Json | undefined, field: string): number | undefined {
  const count = memberOf(value, field)
  return typeof count === 'number' && Number.isSafeInteger(count) ? count : undefined
}

/**
 * An OCM `ResourceIdentifier` or orphaning rule: group, resource, namespace and name; an absent group or namespace is `''`.
 * @returns undefined for what names nothing
 */
export function identifierOf(value: Json | undefined): ObjectId | undefined {
  const resource = stringAt(value, 'resource')
  const name = stringAt(value, 'name')
  if (resource === undefined || name === undefined) return undefined
  return {
    group: stringAt(value, 'group') ?? '',
    resource,
    namespace: stringAt(value, 'namespace') ?? '',
    name,
  }
}

/** Whether two identifiers are letter by letter the same: in rules for orphaning nothing is a wildcard. */
export function isSameIdentifier(a: ObjectId | undefined, b: ObjectId | undefined): boolean {
  return (
    a !== undefined &&
    b !== undefined &&
    a.group === b.group &&
    a.resource === b.resource &&
    a.namespace === b.namespace &&
    a.name === b.name
  )
}

/** An identifier as OCM writes it. */
export function identifierJson(id: ObjectId): JsonObject {
  return { group: id.group, resource: id.resource, namespace: id.namespace, name: id.name }
}
