import { describe, expect, it } from 'vitest'
import { startTestSpace } from '../testing/client.ts'

const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims'
const PODS = '/api/v1/namespaces/default/pods'
const claim = {
  metadata: { name: 'books' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}
const pod = {
  metadata: { name: 'reader' },
  spec: {
    containers: [{ name: 'main', image: 'example.com/reader:1' }],
    volumes: [{ name: 'books', persistentVolumeClaim: { claimName: 'books' } }],
  },
}

describe('a claim to a volume', () => {
  it('SPC-2 goes when it is deleted and nobody uses it', async () => {
    const client = await startTestSpace()
    expect((await client.post(CLAIMS, claim)).code).toBe(201)
    await client.remove(`${CLAIMS}/books`)
    await client.space.settled()
    expect((await client.get(`${CLAIMS}/books`)).code).toBe(404)
    await client.space.close()
  })

  it('SPC-2 stays while a Pod uses it, and goes with that', async () => {
    const client = await startTestSpace()
    await client.post(CLAIMS, claim)
    expect((await client.post(PODS, pod)).code).toBe(201)
    await client.remove(`${CLAIMS}/books`)
    await client.space.settled()
    expect((await client.get(`${CLAIMS}/books`)).at('metadata', 'deletionTimestamp')).toBeDefined()
    await client.remove(`${PODS}/reader`, { gracePeriodSeconds: 0 })
    await client.space.settled()
    expect((await client.get(`${CLAIMS}/books`)).code).toBe(404)
    await client.space.close()
  })
})
