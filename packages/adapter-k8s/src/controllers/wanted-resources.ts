import { type GroupResource, isWorkload, names, resourceKey, type Settings, type Space } from '@downsync/core'
import type { FeedOptions } from '../feed/types.ts'

const CONTROL_RESOURCES = [
  'bindingpolicies',
  'bindings',
  'customtransforms',
  'statuscollectors',
  'combinedstatuses',
]
const NAMESPACES = { group: '', resource: 'namespaces' }
const CONFIG_MAPS = resourceKey({ group: '', resource: 'configmaps' })

/** Which resources of each space the decision reads: none besides them is asked for. */
export function wantedResources({
  apiGroups,
  transport,
}: Settings): Readonly<Record<Space, FeedOptions['wants']>> {
  // ID-3: Namespaces and definitions are facts, even where they are not workload.
  const facts = keysOf([
    NAMESPACES,
    { group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' },
    ...CONTROL_RESOURCES.map((resource) => ({ group: names.CONTROL_GROUP, resource })),
  ])
  const inventory = keysOf([
    NAMESPACES,
    { group: names.INVENTORY_GROUP, resource: 'managedclusters' },
    transport.resource,
    ...transport.reports,
  ])
  return {
    wds: (resource) => (isWorkload(resource, apiGroups) || facts.has(resourceKey(resource)) ? {} : undefined),
    its(resource) {
      const key = resourceKey(resource)
      if (inventory.has(key)) return {}
      // CUS-2: property ConfigMaps, and no others, unless the transport is made of them.
      return key === CONFIG_MAPS ? { namespace: names.PROPERTIES_NAMESPACE } : undefined
    },
  }
}

function keysOf(resources: readonly GroupResource[]): ReadonlySet<string> {
  return new Set(resources.map(resourceKey))
}
