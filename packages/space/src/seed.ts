import { type Json, type JsonObject, names } from '@downsync/core'
import type { Resource } from './resources/index.ts'
import { createObject, decodeObject, type Site, type Target } from './write/index.ts'

const NAMESPACES = ['kube-system', 'kube-public', 'kube-node-lease', 'default']
const RBAC = 'rbac.authorization.k8s.io'
const MASTERS = 'system:masters'
const AUTHENTICATED = 'system:authenticated'
const UNAUTHENTICATED = 'system:unauthenticated'

type SeededRole = Readonly<{ name: string; rules: Json; groups: readonly string[] }>

const HEALTH = ['/healthz', '/livez', '/readyz', '/version', '/version/']
const DISCOVERY = ['/api', '/api/*', '/apis', '/apis/*', '/openapi', '/openapi/*']

const roles: readonly SeededRole[] = [
  {
    name: 'cluster-admin',
    rules: [
      { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
      { nonResourceURLs: ['*'], verbs: ['*'] },
    ],
    groups: [MASTERS],
  },
  {
    name: 'system:basic-user',
    rules: [
      {
        apiGroups: ['authorization.k8s.io'],
        resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
        verbs: ['create'],
      },
      { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
    ],
    groups: [AUTHENTICATED],
  },
  {
    name: 'system:discovery',
    rules: [{ nonResourceURLs: [...DISCOVERY, ...HEALTH], verbs: ['get'] }],
    groups: [AUTHENTICATED],
  },
  {
    name: 'system:public-info-viewer',
    rules: [{ nonResourceURLs: HEALTH, verbs: ['get'] }],
    groups: [AUTHENTICATED, UNAUTHENTICATED],
  },
]

/** Creates what every API server has from its start, where it is not there yet. */
export function seedSpace(site: Site): void {
  for (const name of NAMESPACES) seed(site, '', 'namespaces', { metadata: { name } })
  const metadata = {
    labels: { [names.labels.rbacBootstrap]: 'rbac-defaults' },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  }
  for (const { name, rules, groups } of roles) {
    seed(site, RBAC, 'clusterroles', { metadata: { name, ...metadata }, rules })
    seed(site, RBAC, 'clusterrolebindings', {
      metadata: { name, ...metadata },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name },
      subjects: groups.map((group) => ({ apiGroup: RBAC, kind: 'Group', name: group })),
    })
  }
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
