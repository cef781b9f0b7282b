import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Json, JsonObject } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Client, CONFIG_MAPS, startTestSpace } from '../testing/client.ts'
import { createTokenSigner, openTokenKey } from './signer.ts'

const ACCOUNTS = '/api/v1/namespaces/default/serviceaccounts'
const RBAC = '/apis/rbac.authorization.k8s.io/v1'
const START = Date.UTC(2026, 0, 2, 3, 4, 5)

let now = START
let client: Client
beforeEach(async () => {
  now = START
  let count = 0
  client = await startTestSpace({
    world: { now: () => now, uid: () => `uid-${++count}`, suffix: () => `x${++count}` },
  })
})
afterEach(() => client.space.close())

const tokenRequest = (spec: JsonObject = {}) => ({
  apiVersion: 'authentication.k8s.io/v1',
  kind: 'TokenRequest',
  spec,
})

async function tokenFor(account: string, spec: JsonObject = {}): Promise<string> {
  const reply = await client.post(`${ACCOUNTS}/${account}/token`, tokenRequest(spec))
  expect(reply.code, reply.text).toBe(201)
  return String(reply.at('status', 'token'))
}

/** The code that a request with this token is answered with: 401, or 403 for a user without rights. */
const codeWith = async (token: string): Promise<number> => (await client.as(token).get(CONFIG_MAPS)).code

describe('SPC-2 tokens of ServiceAccounts', () => {
  it('are given for a while, and stand for the account', async () => {
    const reply = await client.post(`${ACCOUNTS}/default/token`, tokenRequest({ expirationSeconds: 900 }))
    expect(reply.body).toEqual({
      kind: 'TokenRequest',
      apiVersion: 'authentication.k8s.io/v1',
      metadata: { name: 'default', namespace: 'default', creationTimestamp: '2026-01-02T03:04:05Z' },
      spec: {
        audiences: ['https://kubernetes.default.svc.cluster.local'],
        expirationSeconds: 900,
        boundObjectRef: null,
      },
      status: { token: expect.any(String), expirationTimestamp: '2026-01-02T03:19:05Z' },
    })
    const account = await client.get(`${ACCOUNTS}/default`)
    const review = { apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' }
    const token = String(reply.at('status', 'token'))
    const who = await client.as(token).post('/apis/authentication.k8s.io/v1/selfsubjectreviews', review)
    expect(who.at('status', 'userInfo')).toEqual({
      username: 'system:serviceaccount:default:default',
      uid: account.at('metadata', 'uid'),
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
      extra: { 'authentication.kubernetes.io/credential-id': [expect.stringMatching(/^JTI=uid-/)] },
    })
  })

  it('may do what roles give to the account, and no other', async () => {
    await client.post(ACCOUNTS, { metadata: { name: 'other' } })
    const [token, other] = [await tokenFor('default'), await tokenFor('other')]
    expect(await codeWith(token)).toBe(403)
    await client.post(`${RBAC}/clusterroles`, {
      metadata: { name: 'reader' },
      rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['list'] }],
    })
    await client.post(`${RBAC}/namespaces/default/rolebindings`, {
      metadata: { name: 'reader' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'reader' },
      subjects: [{ kind: 'ServiceAccount', name: 'default', namespace: 'default' }],
    })
    expect([await codeWith(token), await codeWith(other)]).toEqual([200, 403])
    expect((await client.as(token).get('/api/v1/namespaces/kube-system/configmaps')).code).toBe(403)
  })

  it('end a minute after their time, as clocks differ', async () => {
    const token = await tokenFor('default', { expirationSeconds: 600 })
    now = START + 660_000
    expect(await codeWith(token)).toBe(403)
    now += 1
    const late = await client.as(token).get(CONFIG_MAPS)
    expect([late.code, late.body]).toEqual([
      401,
      {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      },
    ])
    now = START - 60_001
    expect(await codeWith(token)).toBe(401)
  })

  it('end with the account, and do not come back with another of its name', async () => {
    const token = await tokenFor('default')
    await client.remove(`${ACCOUNTS}/default`)
    await client.space.settled()
    expect((await client.get(`${ACCOUNTS}/default`)).code).toBe(200)
    expect(await codeWith(token)).toBe(401)
  })

  it('end a minute after the deletion of an account that something holds', async () => {
    const token = await tokenFor('default')
    await client.patch(`${ACCOUNTS}/default`, 'merge-patch+json', {
      metadata: { finalizers: ['example.com/f'] },
    })
    await client.remove(`${ACCOUNTS}/default`)
    expect(await codeWith(token)).toBe(403)
    now += 60_001
    expect(await codeWith(token)).toBe(401)
  })

  it('end with the object that they are bound to', async () => {
    const pod = await client.post('/api/v1/namespaces/default/pods', {
      metadata: { name: 'p' },
      spec: { serviceAccountName: 'default', containers: [{ name: 'a', image: 'a' }] },
    })
    await client.post('/api/v1/namespaces/default/secrets', { metadata: { name: 's' } })
    const bound = (kind: string, name: string) => ({ boundObjectRef: { apiVersion: 'v1', kind, name } })
    const [byPod, bySecret] = [
      await tokenFor('default', bound('Pod', 'p')),
      await tokenFor('default', bound('Secret', 's')),
    ]
    expect([await codeWith(byPod), await codeWith(bySecret)]).toEqual([403, 403])
    const who = await client.as(byPod).post('/apis/authentication.k8s.io/v1/selfsubjectreviews', {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
    })
    expect(who.at('status', 'userInfo', 'extra')).toMatchObject({
      'authentication.kubernetes.io/pod-name': ['p'],
      'authentication.kubernetes.io/pod-uid': [pod.at('metadata', 'uid')],
    })
    await client.remove('/api/v1/namespaces/default/pods/p?gracePeriodSeconds=0')
    expect([await codeWith(byPod), await codeWith(bySecret)]).toEqual([401, 403])
    await client.remove('/api/v1/namespaces/default/secrets/s')
    expect(await codeWith(bySecret)).toBe(401)
  })

  it('for somebody else are not for the API server', async () => {
    const token = await tokenFor('default', { audiences: ['vault'] })
    expect(await codeWith(token)).toBe(401)
    const review = (spec: JsonObject) =>
      client.post('/apis/authentication.k8s.io/v1/tokenreviews', {
        apiVersion: 'authentication.k8s.io/v1',
        kind: 'TokenReview',
        spec,
      })
    expect((await review({ token })).at('status', 'authenticated')).toBeUndefined()
    expect((await review({ token, audiences: ['vault', 'x'] })).at('status')).toMatchObject({
      authenticated: true,
      audiences: ['vault'],
      user: { username: 'system:serviceaccount:default:default' },
    })
    expect((await review({ token: 'plain', audiences: ['vault'] })).at('status')).toMatchObject({ user: {} })
    expect((await review({ token: 'plain' })).at('status', 'user', 'username')).toBe('bob')
    expect((await review({})).code).toBe(400)
  })

  it.each<[Json, number, string]>([
    [{ expirationSeconds: 599 }, 422, 'may not specify a duration less than 10 minutes'],
    [{ expirationSeconds: 4294967297 }, 422, 'may not specify a duration larger than 2^32 seconds'],
    [
      { boundObjectRef: { apiVersion: 'v1', kind: 'ConfigMap', name: 'x' } },
      400,
      'cannot bind token to object of type',
    ],
    [{ boundObjectRef: { apiVersion: 'v1', kind: 'Secret', name: 'x' } }, 404, 'secrets "x" not found'],
  ])('are refused for %j', async (spec, code, said) => {
    const reply = await client.post(`${ACCOUNTS}/default/token`, { ...tokenRequest(), spec })
    expect([reply.code, reply.at('message')]).toEqual([code, expect.stringContaining(said)])
  })

  it('are refused where there is no such account, for another name, and in any other way', async () => {
    const lost = await client.post(`${ACCOUNTS}/lost/token`, tokenRequest())
    expect([lost.code, lost.at('message')]).toEqual([404, 'serviceaccounts "lost" not found'])
    const named = await client.post(`${ACCOUNTS}/default/token`, {
      ...tokenRequest(),
      metadata: { name: 'x' },
    })
    expect(named.code).toBe(422)
    expect((await client.get(`${ACCOUNTS}/default/token`)).code).toBe(405)
    expect(
      (await client.as('plain').post(`${ACCOUNTS}/default/token`, tokenRequest())).at('message'),
    ).toContain('cannot create resource "serviceaccounts/token" in API group ""')
  })

  it('of another space, or forged, are not known', async () => {
    const token = await tokenFor('default')
    const [header = '', payload = '', signature = ''] = token.split('.')
    const claims = Buffer.from(payload, 'base64url').toString().replace('default', 'kube-system')
    const none = Buffer.from('{"alg":"none"}').toString('base64url')
    for (const forged of [
      `${header}.${Buffer.from(claims).toString('base64url')}.${signature}`,
      `${header}.${payload}.${createTokenSigner().sign({}).split('.')[2] ?? ''}`,
      `${none}.${payload}.`,
      `${header}.${payload}.${signature}.x`,
      `${header}.${payload}`,
    ])
      expect(await codeWith(forged)).toBe(401)
    expect(await codeWith(token)).toBe(403)
  })
})

describe('SPC-2 tokens of users', () => {
  it('may have an end', async () => {
    const other = await startTestSpace({
      users: [{ name: 'carl', groups: [], token: 'short', expires: START + 1000 }],
      world: { now: () => now },
    })
    expect((await other.as('short').get(CONFIG_MAPS)).code).toBe(403)
    now = START + 1000
    expect((await other.as('short').get(CONFIG_MAPS)).code).toBe(401)
    await other.space.close()
  })
})

describe('the key of tokens', () => {
  it('stays in its file, for its owner alone, and makes tokens outlive a restart', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'downsync-key-'))
    const path = join(folder, 'token.key')
    const [first, second] = [await openTokenKey(path), await openTokenKey(path)]
    if (!first.ok || !second.ok) throw new Error('no key')
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    const token = createTokenSigner(first.value).sign({ a: 1 })
    expect(createTokenSigner(second.value).read(token)).toEqual({ a: 1 })
    await writeFile(path, 'spoilt')
    expect(await openTokenKey(path)).toMatchObject({ ok: false, message: expect.stringContaining(path) })
    await rm(folder, { recursive: true })
  })

  it('is long enough', () => {
    expect(() => createTokenSigner(new Uint8Array(31))).toThrow('a key of tokens has 32 bytes, not 31')
  })
})
