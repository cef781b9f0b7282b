import { request as httpRequest } from 'node:http'
import { type Json, parseJson, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Client, CONFIG_MAPS, startTestSpace } from '../testing/client.ts'

const RBAC = '/apis/rbac.authorization.k8s.io/v1'

let client: Client
beforeEach(async () => {
  client = await startTestSpace()
})
afterEach(() => client.space.close())

/** Who the server takes somebody for, or what it says instead. */
function whoIs(token: string, headers: Record<string, string | string[]>): Promise<Json | undefined> {
  const body = JSON.stringify({ apiVersion: 'authentication.k8s.io/v1', kind: 'SelfSubjectReview' })
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      `${client.space.url}/apis/authentication.k8s.io/v1/selfsubjectreviews`,
      {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      },
      (answer) => {
        let text = ''
        answer.on('data', (piece: Buffer) => (text += piece.toString()))
        answer.on('end', () => {
          const read = parseJson(text)
          const reply = read.ok ? read.value : null
          resolve(valueAt(reply, 'status', 'userInfo') ?? valueAt(reply, 'message'))
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(body)
  })
}

describe('SPC-2 impersonation', () => {
  it('makes a master count as whom it names, with that one’s rights', async () => {
    expect(await whoIs('secret', { 'impersonate-user': 'bob' })).toEqual({
      username: 'bob',
      groups: ['system:authenticated'],
    })
    expect(
      await whoIs('secret', {
        'impersonate-user': 'bob',
        'impersonate-group': ['devs', 'ops'],
        'impersonate-uid': '7',
        'impersonate-extra-a%2fb': 'c',
      }),
    ).toEqual({
      username: 'bob',
      uid: '7',
      groups: ['devs', 'ops', 'system:authenticated'],
      extra: { 'a/b': ['c'] },
    })
    expect(await whoIs('secret', { 'impersonate-user': 'system:serviceaccount:default:x' })).toMatchObject({
      groups: ['system:serviceaccounts', 'system:serviceaccounts:default', 'system:authenticated'],
    })
    expect((await client.get(CONFIG_MAPS, { 'impersonate-user': 'bob' })).at('message')).toContain(
      'User "bob" cannot list resource "configmaps"',
    )
    expect(client.space.requests().at(-1)).toMatchObject({ user: 'bob', code: 403 })
    expect((await client.get('/apis', { 'impersonate-user': 'system:anonymous' })).code).toBe(403)
  })

  it('is for who may', async () => {
    expect(await whoIs('plain', { 'impersonate-user': 'admin' })).toBe(
      'users "admin" is forbidden: User "bob" cannot impersonate resource "users" in API group "" at the cluster scope',
    )
    await client.post(`${RBAC}/clusterroles`, {
      metadata: { name: 'actor' },
      rules: [{ apiGroups: [''], resources: ['users'], resourceNames: ['carl'], verbs: ['impersonate'] }],
    })
    await client.post(`${RBAC}/clusterrolebindings`, {
      metadata: { name: 'actor' },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'actor' },
      subjects: [{ kind: 'User', name: 'bob' }],
    })
    expect(await whoIs('plain', { 'impersonate-user': 'carl' })).toMatchObject({ username: 'carl' })
    expect(await whoIs('plain', { 'impersonate-user': 'admin' })).toContain('users "admin" is forbidden')
    expect(
      await whoIs('plain', { 'impersonate-user': 'carl', 'impersonate-group': 'system:masters' }),
    ).toContain('groups "system:masters" is forbidden')
  })

  it('needs a user', async () => {
    expect(await whoIs('secret', { 'impersonate-group': 'devs' })).toContain('without impersonating a user')
  })
})
