import { names } from '@downsync/core'
import type { ResourceType } from './resource-type.ts'

const OCM = 'open-cluster-management.io'

/** The control objects of a WDS. */
export const controlResources: readonly ResourceType[] = [
  control('BindingPolicy', 'bindingpolicies', false, ['bp']),
  control('Binding', 'bindings', false, ['bdg']),
  control('CustomTransform', 'customtransforms', false, ['ct']),
  control('StatusCollector', 'statuscollectors', false, ['sc']),
  control('CombinedStatus', 'combinedstatuses', true, ['cs']),
]

/** What an ITS has besides Kubernetes' own: inventory, mailboxes, records of reported state. */
export const inventoryResources: readonly ResourceType[] = [
  ocm('cluster', 'v1', 'ManagedCluster', 'managedclusters', false, ['mcl', 'mcls']),
  ocm('cluster', 'v1beta2', 'ManagedClusterSet', 'managedclustersets', false, ['mclset', 'mclsets']),
  ocm('cluster', 'v1beta2', 'ManagedClusterSetBinding', 'managedclustersetbindings', true, ['mclsetbinding']),
  ocm('cluster', 'v1beta1', 'Placement', 'placements', true, []),
  ocm('cluster', 'v1beta1', 'PlacementDecision', 'placementdecisions', true, []),
  ocm('addon', 'v1alpha1', 'ManagedClusterAddOn', 'managedclusteraddons', true, ['mca', 'mcas']),
  ocm('addon', 'v1alpha1', 'ClusterManagementAddOn', 'clustermanagementaddons', false, ['cma', 'cmas']),
  ocm('work', 'v1', 'ManifestWork', 'manifestworks', true, []),
  ocm('work', 'v1', 'AppliedManifestWork', 'appliedmanifestworks', false, []),
  control('WorkStatus', 'workstatuses', true, ['ws', 'wss']),
]

function control(
  kind: string,
  resource: string,
  namespaced: boolean,
  shortNames: readonly string[],
): ResourceType {
  const { CONTROL_GROUP: group, CONTROL_VERSION: version } = names
  return { group, resource, kind, versions: [version], namespaced, hasStatus: true, shortNames }
}

function ocm(
  group: string,
  version: string,
  kind: string,
  resource: string,
  namespaced: boolean,
  shortNames: readonly string[],
): ResourceType {
  return {
    group: `${group}.${OCM}`,
    resource,
    kind,
    versions: [version],
    namespaced,
    hasStatus: true,
    shortNames,
  }
}
