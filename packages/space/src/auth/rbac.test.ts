import {
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  nameOf,
  namespaceOf,
  stringAt,
} from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore, type ObjectStore } from '../store/index.ts'
import { type Demand, judge, refusalText } from './rbac.ts'
import type { User } from './user.ts'

const RBAC = 'rbac.authorization.k8s.io'

type World = Readonly<{ roles: readonly KubeObject[]; bindings: readonly KubeObject[] }>

const some = (...values: readonly string[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 3 })
const name = fc.constantFrom('x', 'y')
const namespace = fc.constantFrom('a', 'b')

const rule: fc.Arbitrary<Json> = fc.oneof(
  fc.record(
    {
      verbs: some('get', 'list', '*'),
      apiGroups: some('', 'apps', '*'),
      resources: some('pods', 'pods/log', '*/log', 'services', '*', 'pods/*'),
      resourceNames: fc.uniqueArray(name, { maxLength: 1 }),
    },
    { requiredKeys: ['verbs', 'apiGroups', 'resources'] },
  ),
  fc.record({
    verbs: some('get', '*'),
    nonResourceURLs: some('/healthz', '/healthz/*', '/h*', '*', '/metrics**'),
  }),
)

const subject: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ kind: fc.constant('User'), name: fc.constantFrom('bob', 'system:serviceaccount:a:x') }),
  fc.record({ kind: fc.constant('Group'), name: fc.constantFrom('devs', 'system:serviceaccounts:a') }),
  fc.record({ kind: fc.constant('ServiceAccount'), name, namespace }, { requiredKeys: ['kind', 'name'] }),
  fc.record({ kind: fc.constant('Robot'), name: fc.constant('bob') }),
)

const role = fc
  .record({ name, namespace: fc.option(namespace), rules: fc.array(rule, { minLength: 1, maxLength: 4 }) })
  .map(({ name, namespace, rules }) =>
    objectOf(namespace === null ? 'ClusterRole' : 'Role', name, namespace, { rules }),
  )
const binding = fc
  .record({
    name,
    namespace: fc.option(namespace),
    ref: fc.record({
      kind: fc.constantFrom('Role', 'ClusterRole'),
      name: fc.constantFrom('x', 'x', 'y', 'y', 'lost'),
    }),
    subjects: fc.array(subject, { minLength: 1, maxLength: 5 }),
  })
  .map(({ name, namespace, ref, subjects }) =>
    objectOf(namespace === null ? 'ClusterRoleBinding' : 'RoleBinding', name, namespace, {
      roleRef: ref,
      subjects,
    }),
  )
const identity = (object: KubeObject): string => `${object.kind}/${namespaceOf(object)}/${nameOf(object)}`
const world: fc.Arbitrary<World> = fc.record({
  roles: fc.uniqueArray(role, { minLength: 2, maxLength: 8, selector: identity }),
  bindings: fc.uniqueArray(binding, { minLength: 2, maxLength: 8, selector: identity }),
})
const user: fc.Arbitrary<User> = fc.constantFrom(
  { name: 'bob', groups: ['devs', 'system:authenticated'] },
  { name: 'eve', groups: ['system:authenticated'] },
  { name: 'system:serviceaccount:a:x', groups: ['system:serviceaccounts', 'system:serviceaccounts:a'] },
  { name: 'system:serviceaccount:b:y', groups: ['system:serviceaccounts', 'system:serviceaccounts:b'] },
)
const demand: fc.Arbitrary<Demand> = fc.oneof(
  fc.record({
    kind: fc.constant('resource' as const),
    verb: fc.constantFrom('get', 'list', 'create'),
    group: fc.constantFrom('', 'apps'),
    resource: fc.constantFrom('pods', 'services'),
    subresource: fc.constantFrom('', 'log'),
    namespace: fc.constantFrom('', 'a', 'b'),
    name: fc.constantFrom('', 'x', 'y'),
  }),
  fc.record({
    kind: fc.constant('path' as const),
    verb: fc.constantFrom('get', 'post'),
    path: fc.constantFrom('/healthz', '/healthz/etcd', '/metrics', '/'),
  }),
)

function objectOf(kind: string, name: string, namespace: string | null, more: JsonObject): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind,
    metadata: { name, ...(namespace !== null && { namespace }) },
    ...more,
  }
}

function storeOf({ roles, bindings }: World): ObjectStore {
  const store = createMemoryStore()
  for (const object of [...roles, ...bindings])
    store.put(
      {
        group: RBAC,
        resource: `${object.kind.toLowerCase()}s`,
        namespace: namespaceOf(object),
        name: nameOf(object),
      },
      object,
    )
  return store
}

/** The documentation of RBAC, word for word: every binding against every role against every rule. */
function naive({ roles, bindings }: World, user: User, demand: Demand): boolean {
  const namespace = demand.kind === 'resource' ? demand.namespace : ''
  return bindings.some((binding) =>
    listAt(binding, 'subjects').some((subject) =>
      roles.some((role) =>
        listAt(role, 'rules').some(
          (rule) =>
            (binding.kind === 'ClusterRoleBinding' || namespaceOf(binding) === namespace) &&
            role.kind === stringAt(binding, 'roleRef', 'kind') &&
            nameOf(role) === stringAt(binding, 'roleRef', 'name') &&
            (role.kind === 'ClusterRole' || namespaceOf(role) === namespaceOf(binding)) &&
            namesOf(subject, namespaceOf(binding)).some((one) =>
              [user.name, ...user.groups.map((g) => `@${g}`)].includes(one),
            ) &&
            ruleAllows(rule, demand),
        ),
      ),
    ),
  )
}

function namesOf(subject: Json, home: string): readonly string[] {
  const name = stringAt(subject, 'name') ?? ''
  switch (stringAt(subject, 'kind')) {
    case 'User':
      return [name]
    case 'Group':
      return [`@${name}`]
    case 'ServiceAccount': {
      const namespace = stringAt(subject, 'namespace') ?? home
      return namespace === '' ? [] : [`system:serviceaccount:${namespace}:${name}`]
    }
    default:
      return []
  }
}

function ruleAllows(rule: Json, demand: Demand): boolean {
  const texts = (key: string): readonly string[] => listAt(rule, key).map(String)
  const verbs = texts('verbs').flatMap((verb) => (verb === '*' ? [demand.verb] : [verb]))
  if (!verbs.includes(demand.verb)) return false
  if (demand.kind === 'path')
    return texts('nonResourceURLs').some((url) =>
      new RegExp(`^${url.replace(/[/]/g, '\\/').replace(/\*+$/, '.*')}$`).test(demand.path),
    )
  const whole = demand.subresource === '' ? demand.resource : `${demand.resource}/${demand.subresource}`
  return (
    texts('apiGroups').some((group) => ['*', demand.group].includes(group)) &&
    texts('resources').some((one) =>
      ['*', whole, ...(demand.subresource === '' ? [] : [`*/${demand.subresource}`])].includes(one),
    ) &&
    (texts('resourceNames').length === 0 || texts('resourceNames').includes(demand.name))
  )
}

describe('SPC-2 rights', () => {
  it('are those of the roles, as a naive reading of all of them finds', () => {
    let allowed = 0
    fc.assert(
      fc.property(world, user, demand, (world, user, demand) => {
        const verdict = judge(storeOf(world), user, demand)
        if (verdict.isAllowed) allowed++
        expect(verdict.isAllowed).toBe(naive(world, user, demand))
      }),
      { numRuns: 2000 },
    )
    // Worlds in which nobody may do anything would prove little.
    expect(allowed).toBeGreaterThan(100)
  })

  it('only grow with another binding', () => {
    fc.assert(
      fc.property(world, binding, user, demand, (world, more, user, demand) => {
        fc.pre(!world.bindings.some((one) => identity(one) === identity(more)))
        const grown = { ...world, bindings: [...world.bindings, more] }
        const before = judge(storeOf(world), user, demand).isAllowed
        expect(!before || judge(storeOf(grown), user, demand).isAllowed).toBe(true)
      }),
    )
  })

  it('of masters are all, without any role', () => {
    fc.assert(
      fc.property(demand, (demand) => {
        const master = { name: 'root', groups: ['system:masters'] }
        expect(judge(createMemoryStore(), master, demand)).toEqual({ isAllowed: true, reason: '' })
      }),
    )
  })

  it('are explained as kube-apiserver does: by the binding, or by the roles that are not there', () => {
    const bob = { name: 'bob', groups: [] }
    const subjects = [{ kind: 'User', name: 'bob' }]
    const rules = [{ verbs: ['get'], apiGroups: [''], resources: ['pods'] }]
    const wanted: Demand = {
      kind: 'resource',
      verb: 'get',
      group: '',
      resource: 'pods',
      subresource: '',
      namespace: 'a',
      name: 'p',
    }
    const bindings = [
      objectOf('RoleBinding', 'x', 'a', { roleRef: { kind: 'Role', name: 'x' }, subjects }),
      objectOf('ClusterRoleBinding', 'x', null, { roleRef: { kind: 'ClusterRole', name: 'y' }, subjects }),
    ]
    const store = storeOf({ roles: [objectOf('Role', 'x', 'a', { rules })], bindings })
    expect(judge(store, bob, wanted).reason).toBe(
      'RBAC: allowed by RoleBinding "x/a" of Role "x" to User "bob"',
    )
    const without = judge(storeOf({ roles: [], bindings }), bob, wanted)
    expect(refusalText(bob, wanted, without.reason)).toBe(
      'User "bob" cannot get resource "pods" in API group "" in the namespace "a": RBAC: [clusterrole.rbac.authorization.k8s.io "y" not found, role.rbac.authorization.k8s.io "x" not found]',
    )
  })
})
