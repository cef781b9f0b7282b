import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Client, startTestSpace } from '../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startTestSpace()
})
afterEach(() => client.space.close())

const contentOf = async (namespace: string) => {
  await client.space.settled()
  const account = await client.get(`/api/v1/namespaces/${namespace}/serviceaccounts/default`)
  const authority = await client.get(`/api/v1/namespaces/${namespace}/configmaps/kube-root-ca.crt`)
  return [account.code, authority.code, authority.at('data')]
}

describe('SPC-2 what every namespace has', () => {
  it.each(['default', 'kube-system', 'kube-public', 'kube-node-lease'])(
    '%s has it from the start',
    async (name) => {
      expect(await contentOf(name)).toEqual([200, 200, { 'ca.crt': '' }])
    },
  )

  it('a new one has it, and gets it back', async () => {
    await client.post('/api/v1/namespaces', { metadata: { name: 'shop' } })
    expect(await contentOf('shop')).toEqual([200, 200, { 'ca.crt': '' }])
    await client.remove('/api/v1/namespaces/shop/serviceaccounts/default')
    await client.patch('/api/v1/namespaces/shop/configmaps/kube-root-ca.crt', 'merge-patch+json', {
      data: { 'ca.crt': 'spoilt' },
    })
    expect(await contentOf('shop')).toEqual([200, 200, { 'ca.crt': '' }])
    await client.remove('/api/v1/namespaces/shop/configmaps/kube-root-ca.crt')
    expect(await contentOf('shop')).toEqual([200, 200, { 'ca.crt': '' }])
  })

  it('one that goes, goes with it', async () => {
    await client.post('/api/v1/namespaces', { metadata: { name: 'shop' } })
    await client.space.settled()
    await client.remove('/api/v1/namespaces/shop')
    await client.space.settled()
    expect((await client.get('/api/v1/namespaces/shop')).code).toBe(404)
    expect(client.space.objects().filter(({ metadata }) => metadata['namespace'] === 'shop')).toEqual([])
  })
})
