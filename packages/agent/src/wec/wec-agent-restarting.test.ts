import { memberOf, stringAt, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  namespace,
  RECORDS,
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

const manifests = [namespace('shop'), deployment('web', { minReadySeconds: 3 }), configMap('a')]

describe('AGT-2 restarts', () => {
  it('AGT-2 an agent that starts writes nothing where nothing is to be done', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', manifests))
    await untilApplied(world, 'w')
    await agent.idle()
    // As its server would have filled in, and its controller said.
    await world.wec.merge(`${DEPLOYMENTS}/web`, { spec: { progressDeadlineSeconds: 600 } })
    await world.wec.merge(`${DEPLOYMENTS}/web/status`, { status: { replicas: 1 } })
    await until(async () => {
      const records = await world.its.list(RECORDS)
      return records.some((record) => valueAt(record, 'status', 'replicas') === 1)
    })
    await agent.idle()
    await agent.stop()
    world.wec.writes()
    world.its.writes()
    for (let round = 0; round < 3; round++) {
      const next = await world.start()
      await next.idle()
      await next.stop()
    }
    expect([...world.wec.writes(), ...world.its.writes()]).toEqual([])
  })

  it('AGT-2 stopped after any request, the next one goes on from there', async () => {
    // How far the first agent gets, in requests that write.
    for (let reach = 1; ; reach++) {
      let written = 0
      let isOver = false
      const agent = await world.start()
      const orders = [world.its.space, world.wec.space].map((space) =>
        space.faults.order({
          fault: { kind: 'cut', isDone: reach % 2 === 0 },
          matches: ({ method, user }) => {
            if (method === 'GET' || user.name !== 'agent') return false
            isOver ||= written >= reach
            if (!isOver) written++
            return isOver
          },
          times: 10_000,
        }),
      )
      const name = `w${reach}`
      const [shop, web, map] = [`shop${reach}`, `web${reach}`, `a${reach}`]
      await world.its.post(WORKS, work(name, [namespace(shop), deployment(web), configMap(map)]))
      const isDone = async () => {
        const found = await world.its.get(`${WORKS}/${name}`)
        const [applied] = found === undefined ? [] : [memberOf(memberOf(found, 'status'), 'conditions')]
        return applied !== undefined
      }
      await until(async () => isOver || (await isDone()))
      const isThrough = !isOver
      await agent.stop()
      for (const withdraw of orders) withdraw()
      const next = await world.start()
      await untilApplied(world, name)
      expect(await world.wec.get(`${DEPLOYMENTS}/${web}`)).toBeDefined()
      expect(await world.wec.get(`${CONFIG_MAPS}/${map}`)).toBeDefined()
      await world.its.remove(`${WORKS}/${name}`)
      await until(async () => (await world.its.get(`${WORKS}/${name}`)) === undefined)
      expect(await world.wec.get(`${CONFIG_MAPS}/${map}`)).toBeUndefined()
      await next.stop()
      if (isThrough) return
    }
  })

  it('AGT-2 what was edited in the WEC, and in the work, while no agent ran is put right', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', manifests))
    await untilApplied(world, 'w')
    await agent.idle()
    await agent.stop()
    await world.wec.merge(`${DEPLOYMENTS}/web`, { spec: { replicas: 4 } })
    await world.wec.merge(`${CONFIG_MAPS}/a`, { data: { more: 'x' } })
    const next = await world.start()
    await until(
      async () => memberOf(memberOf(await world.wec.get(`${DEPLOYMENTS}/web`), 'spec'), 'replicas') === 1,
    )
    await next.idle()
    expect(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data')).toEqual({ k: 'v' })
    await next.stop()
    // A field leaves the manifest.
    await world.its.merge(`${WORKS}/w`, {
      spec: { workload: { manifests: [namespace('shop'), deployment('web'), configMap('a')] } },
    })
    await world.start()
    await untilApplied(world, 'w', 2)
    expect(memberOf(await world.wec.get(`${DEPLOYMENTS}/web`), 'spec')).not.toHaveProperty('minReadySeconds')
  })

  it('AGT-2 an agent that was stopped does nothing any more', async () => {
    const agent = await world.start()
    await agent.stop()
    world.its.writes()
    world.wec.space.forgetRequests()
    await world.its.post(WORKS, work('w', manifests))
    await agent.idle()
    expect(world.its.writes()).toEqual([])
    expect(stringAt((await world.its.get(`${WORKS}/w`))?.metadata, 'finalizers')).toBeUndefined()
  })
})
