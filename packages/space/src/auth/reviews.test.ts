import type { JsonObject } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Client, CONFIG_MAPS, startTestSpace } from '../testing/client.ts'

const RBAC = '/apis/rbac.authorization.k8s.io/v1'
const AUTHORIZATION = '/apis/authorization.k8s.io/v1'

let client: Client
beforeEach(async () => {
  client = await startTestSpace()
  await client.post(`${RBAC}/namespaces/default/roles`, {
    metadata: { name: 'reader' },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list'] }],
  })
  await client.post(`${RBAC}/namespaces/default/rolebindings`, {
    metadata: { name: 'reader' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
    subjects: [{ kind: 'Group', name: 'devs' }],
  })
})
afterEach(() => client.space.close())

function review(kind: string, spec: JsonObject): JsonObject {
  return { apiVersion: 'authorization.k8s.io/v1', kind, spec }
}

const toList = (namespace: string) => ({
  resourceAttributes: { verb: 'list', resource: 'configmaps', namespace },
})

describe('SPC-2 reviews of rights', () => {
  it.each(['default', 'kube-system'])(
    'tell somebody what the server then does: list in %s',
    async (namespace) => {
      const bob = client.as('plain')
      const asked = await bob.post(
        `${AUTHORIZATION}/selfsubjectaccessreviews`,
        review('SelfSubjectAccessReview', toList(namespace)),
      )
      expect(asked.code).toBe(201)
      const isAllowed = (await bob.get(`/api/v1/namespaces/${namespace}/configmaps`)).code === 200
      expect(asked.at('status')).toEqual(
        isAllowed
          ? {
              allowed: true,
              reason: 'RBAC: allowed by RoleBinding "reader/default" of Role "reader" to Group "devs"',
            }
          : { allowed: false },
      )
      expect(asked.at('spec')).toEqual(toList(namespace))
    },
  )

  it('tell of paths, and of others', async () => {
    const path = { nonResourceAttributes: { verb: 'get', path: '/apis' } }
    const own = await client
      .as('plain')
      .post(`${AUTHORIZATION}/selfsubjectaccessreviews`, review('SelfSubjectAccessReview', path))
    expect(own.at('status', 'allowed')).toBe(true)
    const of = async (spec: JsonObject, space = client) =>
      space.post(
        `${AUTHORIZATION}/subjectaccessreviews`,
        review('SubjectAccessReview', { ...toList('default'), ...spec }),
      )
    expect((await of({ user: 'bob' })).at('status', 'allowed')).toBe(false)
    expect((await of({ user: 'bob', groups: ['devs'] })).at('status', 'allowed')).toBe(true)
    expect((await of({ user: 'bob' }, client.as('plain'))).code).toBe(403)
    const local = `${AUTHORIZATION}/namespaces/default/localsubjectaccessreviews`
    const inside = await client.post(
      local,
      review('LocalSubjectAccessReview', { ...toList('default'), groups: ['devs'] }),
    )
    expect(inside.at('status', 'allowed')).toBe(true)
    const outside = await client.post(
      local,
      review('LocalSubjectAccessReview', { ...toList('other'), groups: ['devs'] }),
    )
    expect(outside.at('message')).toContain(
      'spec.resourceAttributes.namespace: Invalid value: "other": must match metadata.namespace',
    )
  })

  it('list the rules of somebody', async () => {
    const asked = await client
      .as('plain')
      .post(
        `${AUTHORIZATION}/selfsubjectrulesreviews`,
        review('SelfSubjectRulesReview', { namespace: 'default' }),
      )
    expect(asked.at('status', 'incomplete')).toBe(false)
    expect(asked.at('status', 'resourceRules')).toContainEqual({
      verbs: ['get', 'list'],
      apiGroups: [''],
      resources: ['configmaps'],
      resourceNames: [],
    })
    expect(asked.at('status', 'nonResourceRules')).toContainEqual({
      verbs: ['get'],
      nonResourceURLs: ['/healthz', '/livez', '/readyz', '/version', '/version/'],
    })
  })

  it.each<[string, JsonObject, number, string]>([
    [
      'SelfSubjectAccessReview',
      {},
      422,
      'exactly one of nonResourceAttributes or resourceAttributes must be specified',
    ],
    [
      'SelfSubjectAccessReview',
      { resourceAttributes: {}, nonResourceAttributes: {} },
      422,
      'cannot be specified in combination',
    ],
    [
      'SubjectAccessReview',
      { resourceAttributes: {} },
      422,
      'at least one of user or group must be specified',
    ],
    ['SelfSubjectRulesReview', {}, 400, 'no namespace on request'],
  ])('refuse %s %j', async (kind, spec, code, said) => {
    const reply = await client.post(`${AUTHORIZATION}/${kind.toLowerCase()}s`, review(kind, spec))
    expect([reply.code, reply.at('message')]).toEqual([code, expect.stringContaining(said)])
  })

  it('are not stored, and not to be read', async () => {
    const before = client.space.objects().length
    const path = `${AUTHORIZATION}/selfsubjectaccessreviews`
    await client.post(path, review('SelfSubjectAccessReview', toList('default')))
    expect(client.space.objects().length).toBe(before)
    expect([(await client.get(path)).code, (await client.get(`${path}/x`)).code]).toEqual([405, 405])
    const listed = await client.get(AUTHORIZATION)
    expect(listed.at('resources')).toContainEqual({
      name: 'selfsubjectaccessreviews',
      singularName: 'selfsubjectaccessreview',
      namespaced: false,
      kind: 'SelfSubjectAccessReview',
      verbs: ['create'],
    })
    expect((await client.get('/api/v1')).at('resources')).toContainEqual({
      name: 'serviceaccounts/token',
      singularName: '',
      namespaced: true,
      group: 'authentication.k8s.io',
      version: 'v1',
      kind: 'TokenRequest',
      verbs: ['create'],
    })
  })

  it('count a list or watch of one object as a request for it', async () => {
    await client.post(`${RBAC}/namespaces/kube-system/roles`, {
      metadata: { name: 'one' },
      rules: [{ apiGroups: [''], resources: ['secrets'], resourceNames: ['a'], verbs: ['list'] }],
    })
    await client.post(`${RBAC}/namespaces/kube-system/rolebindings`, {
      metadata: { name: 'one' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'one' },
      subjects: [{ kind: 'User', name: 'bob' }],
    })
    const codeOf = async (query: string) =>
      (await client.as('plain').get(`/api/v1/namespaces/kube-system/secrets${query}`)).code
    expect(await codeOf('?fieldSelector=metadata.name%3Da')).toBe(200)
    expect(await codeOf('?fieldSelector=metadata.name%3Db')).toBe(403)
    expect(await codeOf('?fieldSelector=metadata.name!%3Da')).toBe(403)
    expect(await codeOf('')).toBe(403)
  })

  it('follow roles that gather the rules of others', async () => {
    await client.post(`${RBAC}/clusterroles`, {
      metadata: { name: 'all' },
      aggregationRule: { clusterRoleSelectors: [{ matchLabels: { into: 'all' } }] },
    })
    await client.post(`${RBAC}/clusterrolebindings`, {
      metadata: { name: 'all' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'all' },
      subjects: [{ kind: 'User', name: 'bob' }],
    })
    const codeOfList = async () => {
      await client.space.settled()
      return (await client.as('plain').get('/api/v1/secrets')).code
    }
    expect(await codeOfList()).toBe(403)
    const rules = [{ apiGroups: [''], resources: ['secrets'], verbs: ['list'] }]
    await client.post(`${RBAC}/clusterroles`, { metadata: { name: 'part', labels: { into: 'all' } }, rules })
    expect(await codeOfList()).toBe(200)
    expect((await client.get(`${RBAC}/clusterroles/all`)).at('rules')).toEqual(rules)
    await client.remove(`${RBAC}/clusterroles/part`)
    expect(await codeOfList()).toBe(403)
  })

  it('SPC-2 nobody without a token, and everybody with one, may ask for documents', async () => {
    const paths = ['/readyz', '/version', '/apis', '/api/v1']
    const codes = async (space: Client) =>
      Promise.all(paths.map(async (path) => (await space.get(path)).code))
    expect(await codes(client.as(''))).toEqual([200, 200, 403, 403])
    expect(await codes(client.as('plain'))).toEqual([200, 200, 200, 200])
    expect((await client.as('plain').get(CONFIG_MAPS)).code).toBe(200)
  })
})
