import { type Json, listAt, stringAt } from '@downsync/core'
import type { ObjectStore } from '../store/index.ts'
import { MASTERS, type User } from './user.ts'

/** What somebody wants to do: with a resource, or with a path that is none. */
export type Demand =
  | Readonly<{
      kind: 'resource'
      verb: string
      group: string
      resource: string
      subresource: string
      namespace: string
      name: string
    }>
  | Readonly<{ kind: 'path'; verb: string; path: string }>

const RBAC = 'rbac.authorization.k8s.io'

/** Whether the roles in the store, or the group of masters, let a user do it. */
export function isAllowed(store: ObjectStore, user: User, demand: Demand): boolean {
  if (user.groups.includes(MASTERS)) return true
  return rulesFor(store, user, demand.kind === 'resource' ? demand.namespace : '').some((rule) =>
    allows(rule, demand),
  )
}

/** Why it is refused, in Kubernetes' words. */
export function refusalText(user: User, demand: Demand): string {
  const who = `User ${JSON.stringify(user.name)}`
  if (demand.kind === 'path') return `${who} cannot ${demand.verb} path ${JSON.stringify(demand.path)}`
  const resource = demand.subresource === '' ? demand.resource : `${demand.resource}/${demand.subresource}`
  const where =
    demand.namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(demand.namespace)}`
  return `${who} cannot ${demand.verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(demand.group)} ${where}`
}

function rulesFor(store: ObjectStore, user: User, namespace: string): readonly Json[] {
  const bindings = [
    ...(store.list({ resource: { group: RBAC, resource: 'clusterrolebindings' } }) ?? []),
    ...(namespace === ''
      ? []
      : (store.list({ resource: { group: RBAC, resource: 'rolebindings' }, namespace }) ?? [])),
  ]
  return bindings
    .filter((binding) => listAt(binding, 'subjects').some((subject) => isSubject(user, subject)))
    .flatMap((binding) => {
      const isCluster = stringAt(binding, 'roleRef', 'kind') === 'ClusterRole'
      const role = store.get({
        group: RBAC,
        resource: isCluster ? 'clusterroles' : 'roles',
        namespace: isCluster ? '' : namespace,
        name: stringAt(binding, 'roleRef', 'name') ?? '',
      })
      return listAt(role, 'rules')
    })
}

function isSubject(user: User, subject: Json): boolean {
  const name = stringAt(subject, 'name') ?? ''
  switch (stringAt(subject, 'kind')) {
    case 'User':
      return user.name === name
    case 'Group':
      return user.groups.includes(name)
    case 'ServiceAccount':
      return user.name === `system:serviceaccount:${stringAt(subject, 'namespace') ?? ''}:${name}`
    default:
      return false
  }
}

function allows(rule: Json, demand: Demand): boolean {
  if (!has(rule, 'verbs', demand.verb)) return false
  if (demand.kind === 'path')
    return listAt(rule, 'nonResourceURLs').some(
      (url) =>
        url === '*' ||
        url === demand.path ||
        (typeof url === 'string' && url.endsWith('*') && demand.path.startsWith(url.slice(0, -1))),
    )
  const names = listAt(rule, 'resourceNames')
  return (
    has(rule, 'apiGroups', demand.group) &&
    coversResource(listAt(rule, 'resources'), demand.resource, demand.subresource) &&
    (names.length === 0 || names.includes(demand.name))
  )
}

function coversResource(resources: readonly Json[], resource: string, subresource: string): boolean {
  const whole = subresource === '' ? resource : `${resource}/${subresource}`
  return resources.some(
    (one) => one === '*' || one === whole || (subresource !== '' && one === `*/${subresource}`),
  )
}

function has(rule: Json, field: string, value: string): boolean {
  const values = listAt(rule, field)
  return values.includes('*') || values.includes(value)
}
