import { type Json, type JsonObject, names } from '@downsync/core'
import type { Resource } from './resources/index.ts'
import { createObject, decodeObject, type Site, type Target } from './write/index.ts'

const NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default']
const RBAC = 'rbac.authorization.k8s.io'
const everything: Json = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
]

/** Creates what every API server has from its start, where it is not there yet. */
export function seedSpace(site: Site): void {
  for (const name of NAMESPACES) seed(site, '', 'namespaces', { metadata: { name } })
  const labels = { [names.labels.rbacBootstrap]: 'rbac-defaults' }
  seed(site, RBAC, 'clusterroles', { metadata: { name: 'cluster-admin', labels }, rules: everything })
  seed(site, RBAC, 'clusterrolebindings', {
    metadata: { name: 'cluster-admin', labels },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ apiGroup: RBAC, kind: 'Group', name: 'system:masters' }],
  })
}

function seed(site: Site, group: string, plural: string, object: JsonObject): void {
  const resource: Resource | undefined = site.catalog.stored({ group, resource: plural })
  if (resource === undefined) return
  const target: Target = { resource, namespace: '', name: '', subresource: '' }
  const options = { manager: 'kube-apiserver', fieldValidation: 'Ignore', isDryRun: false } as const
  const decoded = decodeObject(target, object, options)
  // One that is there already stays as it is.
  if (decoded.ok) createObject(site, target, decoded.value, options)
}
