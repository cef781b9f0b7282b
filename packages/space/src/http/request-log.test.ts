import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Client, CONFIG_MAPS, configMap, startTestSpace } from '../testing/client.ts'

let client: Client
beforeEach(async () => {
  client = await startTestSpace()
})
afterEach(() => client.space.close())

describe('what a space has been asked', () => {
  it('is told with who asked, for what, and the code of the answer', async () => {
    await client.post(CONFIG_MAPS, configMap('a'))
    await client.as('plain').get(`${CONFIG_MAPS}/a`)
    await client.as('unknown').get('/api')
    expect(client.space.requests()).toEqual([
      {
        method: 'POST',
        path: CONFIG_MAPS,
        verb: 'create',
        group: '',
        resource: 'configmaps',
        subresource: '',
        namespace: 'default',
        name: '',
        user: 'admin',
        code: 201,
      },
      expect.objectContaining({ verb: 'get', name: 'a', user: 'bob', code: 403 }),
      expect.objectContaining({ path: '/api', resource: '', user: '', code: 401 }),
    ])
    client.space.forgetRequests()
    expect(client.space.requests()).toEqual([])
  })

  it('has a watch while it is open, and no code for what was never answered', async () => {
    const watch = client.get(`${CONFIG_MAPS}?watch=1`).catch(() => 'broken')
    while (client.space.requests().every((one) => one.code === 0)) await new Promise(setImmediate)
    expect(client.space.requests()).toMatchObject([{ verb: 'watch', code: 200 }])
    client.space.faults.order({ fault: { kind: 'cut', isDone: false } })
    await client.get(CONFIG_MAPS).catch(() => 'broken')
    client.space.faults.cutWatches()
    await watch
    expect(client.space.requests().map((one) => one.code)).toEqual([200, 0])
  })
})
