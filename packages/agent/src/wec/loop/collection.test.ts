import { resourceVersionOf } from '@downsync/core'
import type { RequestInfo } from '@downsync/space'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CONFIG_MAPS, configMap, startWecWorld, until, type WecWorld } from '../../testing/wec-world.ts'
import { apiOf } from './api.ts'
import { type Collection, followCollection, refreshed } from './collection.ts'
import { createWecObjects, followedKey } from './wec-objects.ts'

let world: WecWorld
let collection: Collection
let told: string[]

const target = {
  group: '',
  version: 'v1',
  resource: 'configmaps',
  kind: 'ConfigMap',
  namespaced: true,
  namespace: 'default',
}

beforeEach(async () => {
  world = await startWecWorld()
  told = []
  const { client } = world.wec
  const onChange = (name: string) => void told.push(name)
  collection = followCollection({ client, target, environment: world.environment, onChange })
  await collection.synced
})
afterEach(async () => {
  collection.stop()
  await world.close()
})

/** The watch has to begin anew, with a list. */
function loseHistory(): void {
  const isOurs = ({ resource }: { resource: string }) => resource === 'configmaps'
  const matches = (request: RequestInfo) => isOurs(request) && request.verb === 'watch'
  world.wec.space.faults.order({ fault: { kind: 'status', code: 410 }, matches })
  world.wec.space.faults.cutWatches(isOurs)
}

describe('SNP-1 what is followed', () => {
  it('SNP-1 tells what others change, and nothing of what it was told itself', async () => {
    const own = await world.wec.post(CONFIG_MAPS, configMap('own'))
    collection.saw(own)
    told.length = 0
    await world.wec.post(CONFIG_MAPS, configMap('theirs'))
    await until(() => collection.get('theirs'))
    expect(told).toEqual(['theirs'])
    await world.wec.remove(`${CONFIG_MAPS}/own`)
    await until(() => told.includes('own'))
    expect(collection.get('own')).toBeUndefined()
  })

  it('SNP-1 an answer of which the end was missed is found out with the next list', async () => {
    const made = await world.wec.post(CONFIG_MAPS, configMap('ghost'))
    await until(() => collection.get('ghost'))
    const metadata = { ...made.metadata, uid: 'another', resourceVersion: `${resourceVersionOf(made)}000` }
    collection.saw({ ...made, metadata: { ...metadata, name: 'phantom' } })
    told.length = 0
    loseHistory()
    await until(() => told.includes('phantom'))
    expect(collection.get('phantom')).toBeUndefined()
    expect(collection.get('ghost')).toBeDefined()
  })

  it('SNP-1 what a request does not find is told', async () => {
    const made = await world.wec.post(CONFIG_MAPS, configMap('x'))
    const { signal } = new AbortController()
    const api = apiOf(world.wec.client, signal, signal)
    await until(() => collection.get('x'))
    collection.saw({ ...made, metadata: { ...made.metadata, name: 'phantom' } })
    told.length = 0
    const result = await refreshed(collection, api, { ...target, name: 'phantom' })
    expect(result).toEqual({ kind: 'absent' })
    expect(told).toEqual(['phantom'])
  })

  it('SNP-1 objects in the WEC likewise; those that nobody follows are not kept', async () => {
    collection.stop()
    const { client } = world.wec
    const { signal } = new AbortController()
    const { environment } = world
    const changes: string[] = []
    const api = apiOf(client, signal, signal)
    const objects = createWecObjects({ client, api, environment, onChange: (key) => void changes.push(key) })
    const [a, phantom, other] = ['a', 'phantom', 'other'].map((name) => ({ ...target, name }))
    if (a === undefined || phantom === undefined || other === undefined) throw new Error('there are three')
    const made = await world.wec.post(CONFIG_MAPS, configMap('a'))
    await world.wec.post(CONFIG_MAPS, configMap('other'))
    objects.follow([a, phantom])
    await objects.settled([a, phantom])
    expect(await objects.read(a)).toMatchObject({ kind: 'there' })
    // Not kept, but known to be there: it is asked for.
    expect(await objects.read(other)).toMatchObject({ kind: 'there' })
    objects.saw(phantom, { ...made, metadata: { ...made.metadata, uid: 'another' } })
    expect(await objects.read(phantom)).toMatchObject({ kind: 'there' })
    loseHistory()
    await until(() => changes.includes(followedKey(phantom)))
    expect(await objects.read(phantom)).toEqual({ kind: 'absent' })
    objects.stop()
  })
})
