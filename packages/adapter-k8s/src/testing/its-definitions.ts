import type { JsonObject, KubeObject } from '@downsync/core'

/** The CustomResourceDefinitions that an ITS has from OCM and its status add-on, with the least of a schema. */
export const itsDefinitions: readonly KubeObject[] = [
  definition('cluster.open-cluster-management.io', 'v1', 'managedclusters', 'ManagedCluster', 'Cluster'),
  definition('work.open-cluster-management.io', 'v1', 'manifestworks', 'ManifestWork', 'Namespaced'),
]

function definition(group: string, version: string, plural: string, kind: string, scope: string): KubeObject {
  const free: JsonObject = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.${group}` },
    spec: {
      group,
      names: { plural, kind },
      scope,
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          subresources: { status: {} },
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: free, status: free } } },
        },
      ],
    },
  }
}
