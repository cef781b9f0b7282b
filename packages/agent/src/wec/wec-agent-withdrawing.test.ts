import { finalizersOf, isDeleting, type Json, listAt, memberOf, stringAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  APPLIED_WORKS,
  appliedWork,
  CONFIG_MAPS,
  conditionIn,
  configMap,
  startWecWorld,
  until,
  untilApplied,
  type WecWorld,
  WORKS,
  work,
} from '../testing/wec-world.ts'

let world: WecWorld

beforeEach(async () => {
  world = await startWecWorld()
})
afterEach(() => world.close())

const get = (name: string) => world.wec.get(`${CONFIG_MAPS}/${name}`)
const isGone = (name: string) => until(async () => (await get(name)) === undefined)
const edit = (name: string, manifests: readonly Json[], more = {}) =>
  world.its.merge(`${WORKS}/${name}`, { spec: { workload: { manifests }, ...more } })

async function tracked(name: string): Promise<readonly string[]> {
  const resources = listAt(await appliedWork(world, name), 'status', 'appliedResources')
  return resources.map((entry) => stringAt(entry, 'name') ?? '')
}

describe('AGT-2 withdrawing', () => {
  it('AGT-2 an object whose manifest leaves the work is deleted, in the background and by its uid', async () => {
    await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await edit('w', [configMap('b')])
    await isGone('a')
    await until(async () => (await tracked('w')).join() === 'b')
    expect(await get('b')).toBeDefined()
  })

  it('AGT-2 one that is held by a finalizer stays recorded until it is gone', async () => {
    const agent = await world.start()
    await world.wec.post(CONFIG_MAPS, configMap('a', {}, { finalizers: ['example.com/hold'] }))
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await edit('w', [configMap('b')])
    await until(async () => isDeleting((await get('a')) ?? expect.fail()))
    await untilApplied(world, 'w', 2)
    await agent.idle()
    expect(await tracked('w')).toEqual(['a', 'b'])
    await world.wec.merge(`${CONFIG_MAPS}/a`, { metadata: { finalizers: null } })
    await until(async () => (await tracked('w')).join() === 'b')
  })

  it('AGT-2 WRP-10 what another work holds too stays, and loses one owner', async () => {
    await world.start()
    await world.its.post(WORKS, work('one', [configMap('a'), configMap('b')]))
    await world.its.post(WORKS, work('two', [configMap('a')]))
    await untilApplied(world, 'one')
    await untilApplied(world, 'two')
    const uid = (await get('a'))?.metadata['uid']
    expect(listAt((await get('a'))?.metadata, 'ownerReferences')).toHaveLength(2)
    await edit('one', [configMap('b')])
    await until(async () => listAt((await get('a'))?.metadata, 'ownerReferences').length === 1)
    await world.its.remove(`${WORKS}/one`)
    await isGone('b')
    expect((await get('a'))?.metadata['uid']).toBe(uid)
    await world.its.remove(`${WORKS}/two`)
    await isGone('a')
  })

  it('AGT-2 one that somebody else has made in its place, or that is not owned, is left alone', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await agent.stop()
    await world.wec.merge(`${CONFIG_MAPS}/a`, { metadata: { ownerReferences: null } })
    await edit('w', [configMap('b')])
    await world.start()
    await untilApplied(world, 'w', 2)
    await until(async () => (await tracked('w')).join() === 'b')
    expect(await get('a')).toBeDefined()
  })

  it('AGT-2 a work that is deleted takes its objects with it, and waits for them', async () => {
    await world.start()
    await world.wec.post(CONFIG_MAPS, configMap('a', {}, { finalizers: ['example.com/hold'] }))
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await world.its.remove(`${WORKS}/w`)
    await isGone('b')
    await until(async () => isDeleting((await get('a')) ?? expect.fail()))
    const waiting = await until(async () => {
      const found = await world.its.get(`${WORKS}/w`)
      return conditionIn(found, 'Deleting') !== undefined && found
    })
    expect(conditionIn(waiting, 'Deleting')).toMatchObject({
      status: 'True',
      reason: 'WorkDeleting',
      message: 'ManifestWork is being deleted',
    })
    expect(finalizersOf(waiting)).toHaveLength(1)
    await world.wec.merge(`${CONFIG_MAPS}/a`, { metadata: { finalizers: null } })
    await until(async () => (await world.its.get(`${WORKS}/w`)) === undefined)
    expect(await world.wec.list(APPLIED_WORKS)).toEqual([])
    expect(await get('a')).toBeUndefined()
  })

  it('AGT-2 WRP-11 orphaned objects stay without our owner, also when that was never applied', async () => {
    const orphaning = {
      deleteOption: {
        propagationPolicy: 'SelectivelyOrphan',
        selectivelyOrphans: {
          orphaningRules: [{ group: '', resource: 'configmaps', namespace: 'default', name: 'a' }],
        },
      },
    }
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await edit('w', [configMap('a'), configMap('b')], orphaning)
    await untilApplied(world, 'w', 2)
    expect(listAt((await get('a'))?.metadata, 'ownerReferences')).toEqual([])
    expect(listAt((await get('b'))?.metadata, 'ownerReferences')).toHaveLength(1)
    await edit('w', [configMap('a'), configMap('b')], { deleteOption: null })
    await untilApplied(world, 'w', 3)
    expect(listAt((await get('a'))?.metadata, 'ownerReferences')).toHaveLength(1)

    await agent.stop()
    await edit('w', [configMap('a'), configMap('b')], orphaning)
    await world.its.remove(`${WORKS}/w`)
    await world.start()
    await until(async () => (await world.its.get(`${WORKS}/w`)) === undefined)
    expect(await get('a')).toBeDefined()
    expect(await get('b')).toBeUndefined()
  })

  it('AGT-2 what is recorded before it is made is found by the next agent', async () => {
    const agent = await world.start()
    // The agent dies between the object and its record.
    const orders = world.wec.space.faults.order({
      fault: { kind: 'status', code: 503 },
      matches: ({ resource, subresource, verb }) =>
        resource === 'appliedmanifestworks' && subresource === 'status' && verb === 'patch' && isMade,
      times: 1000,
    })
    let isMade = false
    const made = world.wec.space.faults.order({
      fault: { kind: 'delay', milliseconds: 0 },
      matches: ({ resource, verb }) => {
        if (resource === 'configmaps' && verb === 'create') isMade = true
        return false
      },
    })
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await until(() => get('b'))
    await agent.stop()
    orders()
    made()
    expect(await tracked('w')).toEqual(['a', 'b'])
    await edit('w', [configMap('b')])
    await world.start()
    await isGone('a')
    expect(await get('b')).toBeDefined()
  })

  it('AGT-2 nothing is withdrawn before a work without a status was applied', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')]))
    await untilApplied(world, 'w')
    await agent.stop()
    // The hub is restored: the work is there again, made anew, and lacks an object.
    await world.its.merge(`${WORKS}/w`, { metadata: { finalizers: null } })
    await world.its.remove(`${WORKS}/w`)
    await world.its.post(WORKS, work('w', [configMap('b', { k: 'new' })]))
    const isStatus = ({ resource, subresource }: { resource: string; subresource: string }) =>
      resource === 'manifestworks' && subresource === 'status'
    const unable = world.its.space.faults.order({
      fault: { kind: 'status', code: 503 },
      matches: isStatus,
      times: 1000,
    })
    await world.start()
    await until(async () => memberOf(memberOf(await get('b'), 'data'), 'k') === 'new')
    await until(() => world.its.writes().some((write) => write.startsWith('patch manifestworks/status')))
    expect(await get('a')).toBeDefined()
    unable()
    await isGone('a')
  })
})
