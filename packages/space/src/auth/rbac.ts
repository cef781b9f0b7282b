import { type Json, type KubeObject, listAt, memberOf, nameOf, namespaceOf, stringAt } from '@downsync/core'
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
      /** `''`: in all of them, or in none. */
      namespace: string
      name: string
    }>
  | Readonly<{ kind: 'path'; verb: string; path: string }>

/** The decision on a demand; `reason` names the binding that allows it, or the roles that a binding names in vain. */
export type Verdict = Readonly<{ isAllowed: boolean; reason: string }>

/** A rule of a role that a user has, and by which binding. */
export type Grant = Readonly<{ rule: Json; by: string }>

const RBAC = 'rbac.authorization.k8s.io'

/** Whether the roles in the store, or the group of masters, let a user do it. */
export function judge(store: ObjectStore, user: User, demand: Demand): Verdict {
  if (user.groups.includes(MASTERS)) return { isAllowed: true, reason: '' }
  const { grants, missing } = grantsOf(store, user, demand.kind === 'resource' ? demand.namespace : '')
  const grant = grants.find(({ rule }) => allows(rule, demand))
  if (grant !== undefined) return { isAllowed: true, reason: `RBAC: allowed by ${grant.by}` }
  const [first, ...more] = [...new Set(missing)]
  if (first === undefined) return { isAllowed: false, reason: '' }
  return {
    isAllowed: false,
    reason: `RBAC: ${more.length === 0 ? first : `[${[first, ...more].join(', ')}]`}`,
  }
}

/** Why it is refused, in Kubernetes' words. */
export function refusalText(user: User, demand: Demand, reason: string): string {
  const who = `User ${JSON.stringify(user.name)}`
  const why = reason === '' ? '' : `: ${reason}`
  if (demand.kind === 'path') return `${who} cannot ${demand.verb} path ${JSON.stringify(demand.path)}${why}`
  const resource = demand.subresource === '' ? demand.resource : `${demand.resource}/${demand.subresource}`
  const where =
    demand.namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(demand.namespace)}`
  return `${who} cannot ${demand.verb} resource ${JSON.stringify(resource)} in API group ${JSON.stringify(demand.group)} ${where}${why}`
}

/**
 * The rules that a user has in a namespace, or with `''` in all of them.
 * @returns with them, what is said of roles that bindings name and that are not there
 */
export function grantsOf(
  store: ObjectStore,
  user: User,
  namespace: string,
): Readonly<{ grants: readonly Grant[]; missing: readonly string[] }> {
  const grants: Grant[] = []
  const missing: string[] = []
  const bindings = [
    ...(store.list({ resource: { group: RBAC, resource: 'clusterrolebindings' } }) ?? []),
    ...(namespace === ''
      ? []
      : (store.list({ resource: { group: RBAC, resource: 'rolebindings' }, namespace }) ?? [])),
  ]
  for (const binding of bindings) {
    const home = namespaceOf(binding)
    const subject = listAt(binding, 'subjects').find((one) => isSubject(user, one, home))
    if (subject === undefined) continue
    const role = roleOf(store, memberOf(binding, 'roleRef'), home)
    if (typeof role === 'string') missing.push(role)
    else {
      const by = describeBinding(binding, subject)
      for (const rule of listAt(role, 'rules')) grants.push({ rule, by })
    }
  }
  return { grants, missing }
}

// The role, or what is said of it when it is not there.
function roleOf(store: ObjectStore, ref: Json | undefined, namespace: string): KubeObject | string {
  const kind = stringAt(ref, 'kind') ?? ''
  const name = stringAt(ref, 'name') ?? ''
  if (kind !== 'Role' && kind !== 'ClusterRole')
    return `unsupported role reference kind: ${JSON.stringify(kind)}`
  const isCluster = kind === 'ClusterRole'
  const resource = isCluster ? 'clusterroles' : 'roles'
  const role = store.get({ group: RBAC, resource, namespace: isCluster ? '' : namespace, name })
  return role ?? `${kind.toLowerCase()}.${RBAC} ${JSON.stringify(name)} not found`
}

function isSubject(user: User, subject: Json, bindingNamespace: string): boolean {
  const name = stringAt(subject, 'name') ?? ''
  switch (stringAt(subject, 'kind')) {
    case 'User':
      return user.name === name
    case 'Group':
      return user.groups.includes(name)
    case 'ServiceAccount': {
      const namespace = stringAt(subject, 'namespace') ?? bindingNamespace
      return namespace !== '' && user.name === `system:serviceaccount:${namespace}:${name}`
    }
    default:
      return false
  }
}

// As kube-apiserver says it, the name before the namespace.
function describeBinding(binding: KubeObject, subject: Json): string {
  const home = namespaceOf(binding)
  const kind = stringAt(subject, 'kind') ?? ''
  const name = stringAt(subject, 'name') ?? ''
  const who = kind === 'ServiceAccount' ? `${name}/${stringAt(subject, 'namespace') ?? home}` : name
  const which = home === '' ? nameOf(binding) : `${nameOf(binding)}/${home}`
  const ref = memberOf(binding, 'roleRef')
  const role = `${stringAt(ref, 'kind') ?? ''} ${JSON.stringify(stringAt(ref, 'name') ?? '')}`
  return `${home === '' ? 'ClusterRoleBinding' : 'RoleBinding'} ${JSON.stringify(which)} of ${role} to ${kind} ${JSON.stringify(who)}`
}

function allows(rule: Json, demand: Demand): boolean {
  if (!has(rule, 'verbs', demand.verb)) return false
  if (demand.kind === 'path')
    return listAt(rule, 'nonResourceURLs').some(
      (url) =>
        url === demand.path ||
        (typeof url === 'string' && url.endsWith('*') && demand.path.startsWith(url.replace(/\*+$/, ''))),
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
