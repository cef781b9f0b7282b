import type { GroupResource } from '@downsync/core'

/** A resource as a path names it. */
export type ResourceAddress = GroupResource & Readonly<{ version: string }>

/**
 * The path of a resource, of its part in one namespace, of an object or of a subresource, each segment escaped. Parts that
 * are `''` count as left out.
 * @example resourcePath({ group: 'apps', version: 'v1', resource: 'deployments' }, 'default', 'web', 'status')
 * // /apis/apps/v1/namespaces/default/deployments/web/status
 */
export function resourcePath(
  { group, version, resource }: ResourceAddress,
  namespace = '',
  name = '',
  subresource = '',
): string {
  const segments = [
    ...(group === '' ? ['api'] : ['apis', group]),
    version,
    ...(namespace === '' ? [] : ['namespaces', namespace]),
    resource,
    ...[name, subresource].filter((segment) => segment !== ''),
  ]
  return segments.map((segment) => `/${encodeURIComponent(segment)}`).join('')
}

/** The path under which a resource is listed, watched and added to: in one namespace, or in all where that is `''`. */
export function collectionPath(served: ResourceAddress, namespace = ''): string {
  return resourcePath(served, namespace)
}

/** The path of one object; `namespace` is `''` for one that is cluster-scoped. */
export function objectPath(
  served: ResourceAddress,
  namespace: string,
  name: string,
  subresource = '',
): string {
  return resourcePath(served, namespace, name, subresource)
}
