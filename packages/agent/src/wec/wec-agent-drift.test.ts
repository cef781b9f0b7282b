import { labelsOf, memberOf, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CONFIG_MAPS,
  conditionIn,
  configMap,
  DEPLOYMENTS,
  deployment,
  RECORDS,
  startWecWorld,
  stillEnvironment,
  until,
  untilApplied,
  type WecWorld,
  WORKS,
  work,
} from '../testing/wec-world.ts'
import type { WecAgent } from './types.ts'

let world: WecWorld

beforeEach(async () => {
  world = await startWecWorld()
})
afterEach(() => world.close())

const web = () => world.wec.get(`${DEPLOYMENTS}/web`)

describe('AGT-2 drift', () => {
  it('AGT-2 an object that is edited in the WEC is put back at once', async () => {
    const agent = await world.start()
    await world.its.post(
      WORKS,
      work('w', [deployment('web'), configMap('a', { k: 'v' }, { labels: { l: '1' } })]),
    )
    await untilApplied(world, 'w')
    await agent.idle()
    world.wec.writes()
    await world.wec.merge(`${DEPLOYMENTS}/web`, { spec: { replicas: 7 } })
    await until(async () => valueAt(await web(), 'spec', 'replicas') === 1)
    await world.wec.merge(`${CONFIG_MAPS}/a`, {
      data: { k: 'x', more: 'y' },
      metadata: { labels: { l: '2' } },
    })
    await until(async () => memberOf(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data'), 'k') === 'v')
    const found = await world.wec.get(`${CONFIG_MAPS}/a`)
    expect(memberOf(found, 'data')).toEqual({ k: 'v' })
    expect(labelsOf(found ?? expect.fail())).toEqual({ l: '1' })
    await agent.idle()
    expect(world.wec.writes()).toEqual(['update deployments web', 'update configmaps a'])
  })

  it('AGT-2 one that is deleted in the WEC is made again, and said to be there', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web')]))
    await untilApplied(world, 'w')
    await agent.idle()
    const uid = (await web())?.metadata['uid']
    await world.wec.remove(`${DEPLOYMENTS}/web`)
    const again = await until(web)
    expect(again.metadata['uid']).not.toBe(uid)
    await agent.idle()
    expect(conditionIn(await world.its.get(`${WORKS}/w`), 'Available')).toMatchObject({ status: 'True' })
  })

  it('AGT-2 what the manifest does not speak of is left to others, until the next edit', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web')]))
    await untilApplied(world, 'w')
    await agent.idle()
    world.wec.writes()
    await world.wec.merge(`${DEPLOYMENTS}/web`, { spec: { minReadySeconds: 9 } })
    await world.wec.merge(`${DEPLOYMENTS}/web/status`, { status: { observedGeneration: 2 } })
    // The second change has been seen, and so has the first.
    await until(async () => {
      const [record] = await world.its.list(RECORDS)
      return valueAt(record, 'status', 'observedGeneration') === 2
    })
    await agent.idle()
    expect(world.wec.writes()).toEqual([])
    await world.its.merge(`${WORKS}/w`, {
      spec: { workload: { manifests: [deployment('web', { replicas: 2 })] } },
    })
    await untilApplied(world, 'w', 2)
    expect(valueAt(await web(), 'spec')).not.toHaveProperty('minReadySeconds')
  })

  it('AGT-2 two writers that want different things do not chase each other', async () => {
    const environment = stillEnvironment()
    const agent = await world.start({ environment })
    await world.its.post(WORKS, work('w', [deployment('web')]))
    await untilApplied(world, 'w')
    await agent.idle()
    world.wec.writes()
    const replicas = async () => valueAt(await web(), 'spec', 'replicas')
    // The other one sets its value as soon as it sees ours.
    const interfere = async () => {
      await until(async () => (await replicas()) === 1)
      await world.wec.merge(`${DEPLOYMENTS}/web`, { spec: { replicas: 5 } })
    }
    const isWaiting = (count: number) =>
      until(() => environment.logged.filter(({ message }) => message.includes('put back')).length === count)
    await interfere()
    await isWaiting(1)
    // The first repair came at once, the second waits for a second, the third for two.
    await interfere()
    await untilSeen(agent)
    expect(await replicas()).toBe(5)
    environment.advance(999)
    await untilSeen(agent)
    expect(await replicas()).toBe(5)
    environment.advance(1)
    await interfere()
    await isWaiting(2)
    environment.advance(1999)
    await untilSeen(agent)
    expect(await replicas()).toBe(5)
    environment.advance(1)
    await until(async () => (await replicas()) === 1)
    expect(conditionIn(await world.its.get(`${WORKS}/w`), 'Applied')).toMatchObject({ status: 'True' })
    const updates = world.wec.writes().filter((write) => write === 'update deployments web')
    expect(updates).toHaveLength(3)
  })

  /** What happened before this is seen once a later change of another object has been dealt with. */
  async function untilSeen(agent: WecAgent): Promise<void> {
    const name = `marker-${++markers}`
    await world.its.post(WORKS, work(name, [{ ...deployment(name) }]))
    await untilApplied(world, name)
    await agent.idle()
    await world.its.remove(`${WORKS}/${name}`)
    await until(async () => (await world.its.get(`${WORKS}/${name}`)) === undefined)
    await agent.idle()
  }
  let markers = 0

  it('AGT-2 a quiet system is quiet', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web'), configMap('a')]))
    await untilApplied(world, 'w')
    await agent.idle()
    world.wec.writes()
    world.its.writes()
    world.environment.advance(3_600_000)
    await agent.idle()
    expect(
      [...world.wec.space.requests(), ...world.its.space.requests()].filter(({ user }) => user === 'agent'),
    ).toEqual([])
  })
})
