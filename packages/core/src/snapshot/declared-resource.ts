import {
  isDeleting,
  type Json,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  type Ref,
  stringAt,
  valueAt,
} from '../kube/index.ts'
import type { ResourceInfo } from './types.ts'

/** Whether a reference is to a CustomResourceDefinition. */
export function isDefinition(ref: Ref): boolean {
  return ref.group === 'apiextensions.k8s.io' && ref.resource === 'customresourcedefinitions'
}

/**
 * SNP-1: the resource that a CustomResourceDefinition promises, as one that is not served (yet); undefined
 * when it is being deleted, or does not say enough.
 */
export function declaredBy(definition: KubeObject): ResourceInfo | undefined {
  const group = stringAt(definition, 'spec', 'group')
  const resource = stringAt(definition, 'spec', 'names', 'plural')
  const kind = stringAt(definition, 'spec', 'names', 'kind')
  if (group === undefined || resource === undefined || kind === undefined) return undefined
  // A server holds every definition under this name, so no two of them declare one resource.
  if (nameOf(definition) !== `${resource}.${group}` || isDeleting(definition)) return undefined
  const version = preferredOf(listAt(definition, 'spec', 'versions'))
  return {
    group,
    resource,
    kind,
    version: stringAt(version, 'name') ?? '',
    namespaced: stringAt(definition, 'spec', 'scope') === 'Namespaced',
    hasStatus: valueAt(version, 'subresources', 'status') !== undefined,
    known: {
      why: `CustomResourceDefinition ${resource}.${group} exists, but the API server does not serve it`,
    },
  }
}

// What is not served has no preferred version; the stored one lasts longest.
function preferredOf(versions: readonly Json[]): Json | undefined {
  return versions.find((version) => memberOf(version, 'storage') === true) ?? versions[0]
}
