import { describe, expect, it } from 'vitest'
import { collectionPath, objectPath, resourcePath } from './paths.ts'

const configMaps = { group: '', version: 'v1', resource: 'configmaps' }
const deployments = { group: 'apps', version: 'v1', resource: 'deployments' }

describe('paths of an API server', () => {
  it('names resources, their part in a namespace, objects and subresources', () => {
    expect(collectionPath(configMaps)).toBe('/api/v1/configmaps')
    expect(collectionPath(deployments, 'shop')).toBe('/apis/apps/v1/namespaces/shop/deployments')
    expect(objectPath(deployments, 'shop', 'web')).toBe('/apis/apps/v1/namespaces/shop/deployments/web')
    expect(objectPath(deployments, 'shop', 'web', 'status')).toBe(
      '/apis/apps/v1/namespaces/shop/deployments/web/status',
    )
    expect(resourcePath({ group: '', version: 'v1', resource: 'namespaces' }, '', 'shop')).toBe(
      '/api/v1/namespaces/shop',
    )
  })

  it('escapes what is no letter and keeps capitals', () => {
    const roles = { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'clusterroles' }
    expect(objectPath(roles, '', 'system:Node/../x?y#z%')).toBe(
      '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3ANode%2F..%2Fx%3Fy%23z%25',
    )
  })
})
