import { listAt, memberOf, nameOf, stringAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  APPLIED_WORKS,
  appliedWork,
  CONFIG_MAPS,
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

const since = async () => stringAt(await appliedWork(world, 'w'), 'status', 'evictionStartTime')
const HOUR = 3_600_000

/** The work goes without its agent having been asked. */
async function lose(): Promise<void> {
  await world.its.remove(`${WORKS}/w`)
  await world.its.merge(`${WORKS}/w`, { metadata: { finalizers: null } })
}

describe('AGT-2 eviction', () => {
  it('AGT-2 what belongs to no work is kept for an hour, and then goes', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    await agent.stop()
    await lose()
    const next = await world.start()
    await until(since)
    await next.idle()
    world.environment.advance(HOUR - 60_000)
    await next.idle()
    expect(await world.wec.get(`${CONFIG_MAPS}/a`)).toBeDefined()
    world.environment.advance(60_001)
    await until(async () => (await world.wec.get(`${CONFIG_MAPS}/a`)) === undefined)
    await until(async () => (await world.wec.list(APPLIED_WORKS)).length === 0)
  })

  it('AGT-2 if the work comes back in time nothing has happened', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    await agent.stop()
    await lose()
    const next = await world.start()
    await until(since)
    const uid = (await world.wec.get(`${CONFIG_MAPS}/a`))?.metadata['uid']
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    await until(async () => (await since()) === undefined)
    world.environment.advance(2 * HOUR)
    await next.idle()
    expect((await world.wec.get(`${CONFIG_MAPS}/a`))?.metadata['uid']).toBe(uid)
  })

  it('P-4 nothing is evicted while the mailbox is not known', async () => {
    await world.start()
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    const there = (await appliedWork(world, 'w')) ?? expect.fail()
    const isWork = ({ resource }: { resource: string }) => resource === 'manifestworks'
    const order = { fault: { kind: 'status', code: 503 }, matches: isWork, times: 100_000 } as const
    const unreadable = world.its.space.faults.order(order)
    world.its.space.faults.cutWatches(isWork)
    await until(() =>
      world.environment.logged.some(
        ({ message }) => message.includes('manifestworks') && message.includes('not known'),
      ),
    )
    // Its work may be there: nobody knows.
    const { apiVersion, kind, spec } = there
    const name = `${nameOf(there)}2`
    await world.wec.post(APPLIED_WORKS, { apiVersion, kind, metadata: { name }, spec: spec ?? {} })
    // Another one has been dealt with since.
    await world.wec.merge(`${CONFIG_MAPS}/a`, { data: { k: 'x' } })
    await until(async () => memberOf(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data'), 'k') === 'v')
    const sinceOf = async () =>
      stringAt(await world.wec.get(`${APPLIED_WORKS}/${name}`), 'status', 'evictionStartTime')
    expect(await sinceOf()).toBeUndefined()
    unreadable()
    await until(async () => {
      world.environment.advance(1000)
      return sinceOf()
    })
  })

  it('AGT-2 under another URL of the hub objects change hands, and the former record is evicted', async () => {
    const first = await world.start({ agentId: 'agent-1' })
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await untilApplied(world, 'w')
    await first.stop()
    const uid = (await world.wec.get(`${CONFIG_MAPS}/a`))?.metadata['uid']
    await world.start({ agentId: 'agent-1', hubUrl: 'https://moved:6443' })
    await until(async () => (await world.wec.list(APPLIED_WORKS)).length === 2)
    await until(async () => {
      const found = await world.wec.get(`${CONFIG_MAPS}/a`)
      return listAt(found?.metadata, 'ownerReferences').length === 2
    })
    await until(async () => {
      const all = await world.wec.list(APPLIED_WORKS)
      return all.some((one) => stringAt(one, 'status', 'evictionStartTime') !== undefined)
    })
    world.environment.advance(HOUR + 1)
    await until(async () => (await world.wec.list(APPLIED_WORKS)).length === 1)
    const found = await world.wec.get(`${CONFIG_MAPS}/a`)
    expect(found?.metadata['uid']).toBe(uid)
    expect(listAt(found?.metadata, 'ownerReferences')).toHaveLength(1)
  })

  it('AGT-2 what another agent has made for this hub is taken over, and cleaned up', async () => {
    const first = await world.start({ agentId: 'former' })
    await world.its.post(WORKS, work('w', [configMap('a')]))
    await world.its.post(WORKS, work('v', [configMap('b')]))
    await untilApplied(world, 'w')
    await untilApplied(world, 'v')
    await first.idle()
    await first.stop()
    await world.its.remove(`${WORKS}/v`)
    await world.start({ agentId: 'present' })
    await until(async () => stringAt(await appliedWork(world, 'w'), 'spec', 'agentID') === 'present')
    await until(async () => (await world.its.get(`${WORKS}/v`)) === undefined)
    expect(await world.wec.get(`${CONFIG_MAPS}/b`)).toBeUndefined()
    expect(await world.wec.get(`${CONFIG_MAPS}/a`)).toBeDefined()
  })
})
