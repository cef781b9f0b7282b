import {
  annotationsOf,
  equalJson,
  generationOf,
  isKubeObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  names,
  stringAt,
  valueAt,
} from '@downsync/core'
import type { Fault, FaultOrder } from '@downsync/space'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  appliedWork,
  CONFIG_MAPS,
  configMap,
  DEPLOYMENTS,
  deployment,
  RECORDS,
  type Side,
  startWecWorld,
  until,
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

const OBJECTS = ['a', 'b', 'c'] as const
/** What a work asks for: for each object its content, or that it is not there. */
type Wish = Readonly<Record<(typeof OBJECTS)[number], number | undefined>>

const wishes: fc.Arbitrary<Wish> = fc.record({
  a: fc.option(fc.nat(3), { nil: undefined }),
  b: fc.option(fc.nat(3), { nil: undefined }),
  c: fc.option(fc.nat(3), { nil: undefined }),
})

function manifestsOf(wish: Wish): readonly JsonObject[] {
  const wanted = OBJECTS.flatMap((name) => {
    const value = wish[name]
    return value === undefined ? [] : [{ name, value }]
  })
  const objects = wanted.flatMap(({ name, value }) => [
    configMap(name, { v: String(value) }),
    deployment(name, { replicas: value }),
  ])
  return [configMap('always'), ...objects]
}

const faults: fc.Arbitrary<Fault> = fc.oneof(
  fc.constantFrom<Fault>(
    { kind: 'status', code: 409 },
    { kind: 'status', code: 500 },
    { kind: 'status', code: 503 },
    { kind: 'status', code: 429, retryAfterSeconds: 1 },
    { kind: 'cut', isDone: true },
    { kind: 'cut', isDone: false },
  ),
)

type Step =
  | Readonly<{ kind: 'wish'; work: 'one' | 'two'; wish: Wish | undefined }>
  | Readonly<{ kind: 'fault'; side: 'its' | 'wec'; fault: Fault; times: number; isWrite: boolean }>
  | Readonly<{ kind: 'cutWatches' | 'compact'; side: 'its' | 'wec' }>
  | Readonly<{ kind: 'drift'; name: (typeof OBJECTS)[number]; isDeleted: boolean }>
  | Readonly<{ kind: 'restart' }>

const sides = fc.constantFrom('its' as const, 'wec' as const)
const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.oneof(
    {
      arbitrary: fc.record({
        kind: fc.constant('wish' as const),
        work: fc.constantFrom('one' as const, 'two' as const),
        wish: fc.option(wishes, { nil: undefined }),
      }),
      weight: 4,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('fault' as const),
        side: sides,
        fault: faults,
        times: fc.integer({ min: 1, max: 4 }),
        isWrite: fc.boolean(),
      }),
      weight: 3,
    },
    {
      arbitrary: fc.record({ kind: fc.constantFrom('cutWatches' as const, 'compact' as const), side: sides }),
      weight: 1,
    },
    {
      arbitrary: fc.record({
        kind: fc.constant('drift' as const),
        name: fc.constantFrom(...OBJECTS),
        isDeleted: fc.boolean(),
      }),
      weight: 2,
    },
    { arbitrary: fc.record({ kind: fc.constant('restart' as const) }), weight: 1 },
  ),
  { minLength: 3, maxLength: 12 },
)

/** The two works share no object, so that what is wanted is certain. */
const renamed = (name: string, manifests: readonly JsonObject[]): readonly JsonObject[] =>
  manifests.map((manifest) => {
    const metadata = memberOf(manifest, 'metadata') as JsonObject
    return { ...manifest, metadata: { ...metadata, name: `${name}-${stringAt(metadata, 'name')}` } }
  })

describe('AGT-2 faults', () => {
  it('AGT-2 whatever happens on either side, everything comes to be as it is wanted, and then is quiet', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        let agent = await world.start()
        const wanted = new Map<string, readonly JsonObject[]>()
        for (const step of list) agent = await take(step, agent, wanted)
        for (const side of [world.its, world.wec]) side.space.faults.clear()
        await converged(agent, wanted)
        for (const name of wanted.keys()) await world.its.remove(`${WORKS}/${name}`)
        await converged(agent, new Map())
        await agent.stop()
      }),
      { numRuns: 8 },
    )
  })

  async function take(
    step: Step,
    agent: WecAgent,
    wanted: Map<string, readonly JsonObject[]>,
  ): Promise<WecAgent> {
    switch (step.kind) {
      case 'wish':
        await wish(step.work, step.wish, wanted)
        return agent
      case 'fault':
        sideOf(step.side).space.faults.order(orderOf(step))
        return agent
      case 'cutWatches':
        sideOf(step.side).space.faults.cutWatches()
        return agent
      case 'compact':
        sideOf(step.side).space.faults.compact()
        sideOf(step.side).space.faults.cutWatches()
        return agent
      case 'drift': {
        const path = `${CONFIG_MAPS}/one-${step.name}`
        if ((await world.wec.get(path)) === undefined) return agent
        if (step.isDeleted) await world.wec.remove(path)
        else
          await world.wec.client.request({
            method: 'PATCH',
            path,
            contentType: 'application/merge-patch+json',
            body: { data: { v: 'x' } },
          })
        return agent
      }
      case 'restart':
        await agent.stop()
        return startSoon()
    }
  }

  /** What waits after a fault waits no longer than the machine takes. */
  async function startSoon(): Promise<WecAgent> {
    let agent: WecAgent | undefined
    const starting = world.start().then((started) => {
      agent = started
      return undefined
    })
    await until(() => {
      world.environment.advance(500)
      return agent
    })
    await starting
    return agent ?? expect.fail()
  }

  async function wish(
    name: string,
    wanted: Wish | undefined,
    all: Map<string, readonly JsonObject[]>,
  ): Promise<void> {
    if (wanted === undefined) {
      all.delete(name)
      await world.its.remove(`${WORKS}/${name}`)
      return
    }
    const manifests = renamed(name, manifestsOf(wanted))
    all.set(name, manifests)
    // One that is being deleted has to be gone before.
    await until(async () => {
      const there = await world.its.get(`${WORKS}/${name}`)
      if (there === undefined) return world.its.post(WORKS, work(name, manifests))
      if (memberOf(there.metadata, 'deletionTimestamp') !== undefined) {
        world.environment.advance(1000)
        return undefined
      }
      return world.its.merge(`${WORKS}/${name}`, { spec: { workload: { manifests } } })
    })
  }

  function sideOf(side: 'its' | 'wec'): Side {
    return side === 'its' ? world.its : world.wec
  }

  function orderOf({ fault, times, isWrite }: Extract<Step, { kind: 'fault' }>): FaultOrder {
    return {
      fault,
      times,
      matches: ({ user, method, verb }) =>
        user.name === 'agent' && verb !== 'watch' && (method === 'GET') !== isWrite,
    }
  }

  /** Everything is as it should be, and stays so without a write. */
  async function converged(
    agent: WecAgent,
    wanted: ReadonlyMap<string, readonly JsonObject[]>,
  ): Promise<void> {
    await until(async () => {
      world.environment.advance(1000)
      const differences = await differencesFrom(wanted)
      return differences.length === 0
    })
    await agent.idle()
    expect(await differencesFrom(wanted)).toEqual([])
    for (const side of [world.its, world.wec]) side.writes()
    world.environment.advance(600_000)
    await agent.idle()
    expect([...world.its.writes(), ...world.wec.writes()]).toEqual([])
  }

  async function differencesFrom(
    wanted: ReadonlyMap<string, readonly JsonObject[]>,
  ): Promise<readonly string[]> {
    const differences: string[] = []
    const manifests = [...wanted.values()].flat()
    const isOwn = (object: Json) => /^(one|two)-/.test(stringAt(object, 'metadata', 'name') ?? '')
    const maps = (await world.wec.list(CONFIG_MAPS)).filter(isOwn)
    const deployments = (await world.wec.list(DEPLOYMENTS)).filter(isOwn)
    if (maps.length + deployments.length !== manifests.length) differences.push('objects')
    for (const manifest of manifests) {
      const name = stringAt(manifest, 'metadata', 'name') ?? ''
      const isMap = stringAt(manifest, 'kind') === 'ConfigMap'
      // The rest of a Deployment is defaults.
      const path = isMap ? ['data'] : ['spec', 'replicas']
      const there = (isMap ? maps : deployments).find(
        (object) => stringAt(object, 'metadata', 'name') === name,
      )
      if (!equalJson(valueAt(there, ...path), valueAt(manifest, ...path)))
        differences.push(`${name} ${path.join()}`)
    }
    const works = (await world.its.list(WORKS)).filter(isKubeObject)
    if (works.length !== wanted.size) differences.push('works')
    for (const one of works) {
      const [applied] = listAt(one, 'status', 'conditions').filter(
        (condition) => stringAt(condition, 'type') === 'Applied',
      )
      if (
        stringAt(applied, 'status') !== 'True' ||
        memberOf(applied, 'observedGeneration') !== generationOf(one)
      )
        differences.push('applied')
      const name = stringAt(one.metadata, 'name') ?? ''
      const tracked = listAt(await appliedWork(world, name), 'status', 'appliedResources')
      if (tracked.length !== wanted.get(name)?.length) differences.push('tracked')
    }
    const records = (await world.its.list(RECORDS)).filter(isKubeObject)
    if (records.length !== deployments.length) differences.push('records')
    for (const object of deployments) {
      const name = stringAt(object, 'metadata', 'name')
      const record = records.find((one) => stringAt(one, 'spec', 'sourceRef', 'name') === name)
      const said = record && annotationsOf(record)[names.annotations.generation]
      if (said !== String(valueAt(object, 'metadata', 'generation'))) differences.push('generation')
    }
    return differences
  }
})
