import type { Demand } from '../auth/index.ts'
import type { Catalog, Resource } from '../resources/index.ts'

/** What a path and method ask for. */
export type Route =
  | Readonly<{ kind: 'path'; path: string }>
  | Readonly<{
      kind: 'resource'
      group: string
      version: string
      /** As the path says; undefined in `found` where no such resource is served. */
      resource: string
      found: Resource | undefined
      namespace: string
      name: string
      subresource: string
      verb: string
    }>

/**
 * Reads a path of the API: `/api/v1/namespaces/x/configmaps/y`, `/apis/<group>/<version>/…`. Everything else is a path
 * by itself, documents of discovery among them.
 */
export function routeOf(catalog: Catalog, method: string, url: URL): Route {
  const path: Route = { kind: 'path', path: url.pathname }
  const parts = decoded(url.pathname)
  if (parts === undefined) return path
  const [root, ...rest] = parts
  const named = root === 'api' ? ['', ...rest] : root === 'apis' ? rest : []
  const [group, version, ...inside] = named
  if (group === undefined || version === undefined || inside.length === 0) return path
  const [first = '', second = '', third, ...more] = inside
  const isInside = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize'
  const [resource, name, subresource] = isInside
    ? [third, more[0] ?? '', more[1] ?? '']
    : [first, second, third ?? '']
  // An unknown sub-path goes deeper than anything that is served.
  if ((isInside ? more : inside).length > (isInside ? 2 : 3)) return path
  const found = catalog.find(group, version, resource)
  return {
    kind: 'resource',
    group,
    version,
    resource,
    found,
    namespace: isInside ? second : '',
    name,
    subresource,
    verb: verbOf(method, name, url.searchParams),
  }
}

/** What must be allowed for a route. */
export function demandOf(route: Route, method: string, query: URLSearchParams): Demand {
  if (route.kind === 'path') return { kind: 'path', verb: method.toLowerCase(), path: route.path }
  const { verb, group, resource, subresource } = route
  // A list or watch of one object counts as a request for it, so that rules with names cover it.
  const one = /^metadata\.name==?([^,=!]+)$/.exec(query.get('fieldSelector') ?? '')
  const name = route.name === '' ? (one?.[1] ?? '') : route.name
  // A Namespace is inside itself, so that roles in it may reach it.
  const namespace = resource === 'namespaces' && group === '' ? route.name : route.namespace
  return { kind: 'resource', verb, group, resource, subresource, namespace, name }
}

function verbOf(method: string, name: string, query: URLSearchParams): string {
  switch (method) {
    case 'POST':
      return 'create'
    case 'PUT':
      return 'update'
    case 'PATCH':
      return 'patch'
    case 'DELETE':
      return name === '' ? 'deletecollection' : 'delete'
    default:
      if (name !== '') return 'get'
      return isTrue(query.get('watch')) ? 'watch' : 'list'
  }
}

/** A boolean of a query, as Go reads it: present and neither `0` nor `false`. */
export function isTrue(value: string | null): boolean {
  return value !== null && value !== '0' && value !== 'false'
}

function decoded(path: string): readonly string[] | undefined {
  try {
    const parts = path.split('/').slice(1).map(decodeURIComponent)
    return parts.at(-1) === '' ? parts.slice(0, -1) : parts
  } catch {
    return undefined
  }
}
