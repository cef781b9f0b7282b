import type { GroupResource } from '@downsync/core'
import type { ObjectStore } from '../store/index.ts'
import { builtInResources } from './built-in.ts'
import { resourcesOfCrd } from './custom.ts'
import { CRDS, type Resource } from './resource.ts'

/** What is served at the moment: built-in resources, and those of the CustomResourceDefinitions in the store. */
export type Catalog = Readonly<{
  all(): readonly Resource[]
  find(group: string, version: string, resource: string): Resource | undefined
  /** A resource at the version that is stored. */
  stored(resource: GroupResource): Resource | undefined
  ofKind(group: string, kind: string): Resource | undefined
}>

export function createCatalog(store: ObjectStore): Catalog {
  let seen = -1
  let resources: readonly Resource[] = builtInResources
  function all(): readonly Resource[] {
    const changed = store.changedAt(CRDS)
    if (changed !== seen) {
      seen = changed
      resources = [...builtInResources, ...(store.list({ resource: CRDS }) ?? []).flatMap(resourcesOfCrd)]
    }
    return resources
  }
  return {
    all,
    find: (group, version, resource) =>
      all().find((one) => one.resource === resource && one.group === group && one.version === version),
    // Of several versions any tells the storage version; that one itself need not be served.
    stored(resource) {
      const served = all().filter((one) => one.resource === resource.resource && one.group === resource.group)
      return served.find((one) => one.version === one.storageVersion) ?? served[0]
    },
    ofKind: (group, kind) => all().find((one) => one.kind === kind && one.group === group),
  }
}
