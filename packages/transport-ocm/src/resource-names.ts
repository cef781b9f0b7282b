import { type KubeObject, listAt, type ManifestId, memberOf, type ObjectId } from '@downsync/core'
import { identifierOf, manifestIdsOf, manifestStatusesOf } from './manifest-work.ts'

/** The resource of a kind, where a wrapped object tells it. */
export type ResourceNames = (id: ManifestId) => string | undefined

/**
 * What a wrapped object itself tells of the resources of its kinds: manifests have a kind, configuration names a resource.
 *
 * In this order: the agent's word (`resourceMeta`); a resource named in the configuration that is a plural of the kind; and,
 * for custom resources, a resource that names exactly one manifest that nothing else explains. What stays open is open: such
 * configuration is copied where it stands, but not read.
 */
export function resourceNamesOf(work: KubeObject): ResourceNames {
  const manifests = manifestIdsOf(work)
  const named = identifiersIn(work)
  const statuses = manifestStatusesOf(work)
  const groups = new Map<string, ReadonlyMap<string, string>>()
  for (const { group } of manifests) {
    if (groups.has(group)) continue
    const isIn = (id: { readonly group: string }) => id.group === group
    const resources = new Map<string, string>()
    for (const { kind, resource } of statuses.filter(isIn))
      if (resource !== '' && !resources.has(kind)) resources.set(kind, resource)
    addPlurals(resources, manifests.filter(isIn), named.filter(isIn))
    if (isCustom(group)) addIrregular(resources, manifests.filter(isIn), named.filter(isIn))
    groups.set(group, resources)
  }
  return (id) => groups.get(id.group)?.get(id.kind)
}

/** Every identifier in the wrapped object's configuration. */
function identifiersIn(work: KubeObject): readonly ObjectId[] {
  const configs = listAt(work, 'spec', 'manifestConfigs').map((entry) =>
    memberOf(entry, 'resourceIdentifier'),
  )
  const rules = listAt(work, 'spec', 'deleteOption', 'selectivelyOrphans', 'orphaningRules')
  return [...configs, ...rules].flatMap((value) => identifierOf(value) ?? [])
}

/** Kind → resource within one group; no resource has two kinds. */
type KindResources = Map<string, string>

// The plurals of CRD generators, and kinds that are their own plural (Endpoints). Earlier ones win.
const plurals: readonly ((singular: string) => string)[] = [
  (singular) => `${singular}s`,
  (singular) => `${singular}es`,
  (singular) => singular.replace(/y$/, 'ies'),
  (singular) => singular,
]

function addPlurals(
  resources: KindResources,
  manifests: readonly ManifestId[],
  named: readonly ObjectId[],
): void {
  const open = new Set(unexplained(resources, named).map((id) => id.resource))
  for (const plural of plurals)
    for (const { kind } of manifests) {
      const resource = plural(kind.toLowerCase())
      if (!resources.has(kind) && open.delete(resource)) resources.set(kind, resource)
    }
}

/** Person and people: nothing but the name of the manifest connects them. */
function addIrregular(
  resources: KindResources,
  manifests: readonly ManifestId[],
  named: readonly ObjectId[],
): void {
  const open = manifests.filter((id) => !resources.has(id.kind))
  const pairs = unexplained(resources, named).flatMap((id) =>
    open
      .filter((manifest) => manifest.namespace === id.namespace && manifest.name === id.name)
      .map((manifest) => ({ kind: manifest.kind, resource: id.resource })),
  )
  for (const { kind, resource } of pairs) {
    const isOnly = pairs.every((other) => (other.kind === kind) === (other.resource === resource))
    if (isOnly) resources.set(kind, resource)
  }
}

/** The identifiers with a resource that no kind has yet. */
function unexplained(resources: KindResources, named: readonly ObjectId[]): readonly ObjectId[] {
  const explained = new Set(resources.values())
  return named.filter((id) => !explained.has(id.resource))
}

// All built-in kinds have a plural that is found above; a resource that is not, is of an object that is not here.
function isCustom(group: string): boolean {
  return group.includes('.') && !group.endsWith('.k8s.io')
}
