import { memberOf, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../../testing/simulated-space.ts'
import { collections, daemonSet, deployment, image, job, statefulSet } from '../../testing/workload.ts'
import { isActive, isReady } from '../shared/pods.ts'

let world: SimulatedSpace
beforeEach(async () => {
  world = await startSimulatedSpace()
})
afterEach(() => world.close())

const named = (object: ReturnType<typeof deployment>, name: string) => {
  const text = JSON.stringify(object).replaceAll('"web"', `"${name}"`)
  return JSON.parse(text) as typeof object
}

async function createAll(): Promise<void> {
  await world.send('POST', collections.Deployment, named(deployment(), 'deployment'))
  await world.send('POST', collections.StatefulSet, named(statefulSet(), 'set'))
  await world.send('POST', collections.DaemonSet, named(daemonSet(), 'daemon'))
  await world.send('POST', collections.Job, named(job({ completions: 2 }), 'job'))
}

describe('the workload simulator', () => {
  it('writes nothing at rest, and nothing when it comes back', async () => {
    await createAll()
    await world.settled()
    const before = world.writes()
    expect(before).toBeGreaterThan(20)
    await world.restart()
    await world.settled()
    expect(world.writes()).toBe(before)
  })

  it('comes to the same when it is ended and started again in the middle of everything', async () => {
    await createAll()
    for (let times = 0; times < 5; times++) await world.restart()
    await world.send('PATCH', `${collections.Deployment}/deployment`, { spec: image('2') })
    for (let times = 0; times < 5; times++) await world.restart()
    await world.settled()
    expect(world.list('Pod').filter(isActive)).toHaveLength(3 + 3 + 1)
    expect(world.list('Pod').filter(isActive).every(isReady)).toBe(true)
    expect(memberOf(world.get('Deployment', 'deployment')['status'], 'updatedReplicas')).toBe(3)
    expect(memberOf(world.get('Job', 'job')['status'], 'succeeded')).toBe(2)
  })

  it('gets through conflicts, errors and broken connections', async () => {
    const writes = ({ method }: { method: string }) => method !== 'GET'
    world.space.faults.order({ fault: { kind: 'status', code: 409 }, times: 3, matches: writes })
    world.space.faults.order({
      fault: { kind: 'status', code: 503 },
      times: 3,
      matches: ({ verb, resource }) => verb === 'create' && resource === 'pods',
    })
    world.space.faults.order({
      fault: { kind: 'cut', isDone: true },
      times: 2,
      matches: ({ verb, resource }) => verb === 'create' && resource === 'pods',
    })
    while (world.list('Deployment').length === 0)
      await world.client.request({ method: 'POST', path: collections.Deployment, body: deployment() })
    await expect
      .poll(
        async () => {
          await world.simulator().idle()
          return valueAt(world.list('Deployment')[0] ?? null, 'status', 'availableReplicas')
        },
        { timeout: 30_000 },
      )
      .toBe(3)
    await world.settled()
    expect(world.list('Pod').filter((pod) => isActive(pod) && isReady(pod))).toHaveLength(3)
  })

  it('leaves alone what it is not to simulate', async () => {
    await world.restart({ kinds: ['Pod'] })
    await createAll()
    await world.settled()
    expect(world.list('Pod')).toEqual([])
  })

  it('refuses what it does not know, and says so once', async () => {
    const retention = { whenDeleted: 'Delete', whenScaled: 'Retain' }
    const set = statefulSet({ persistentVolumeClaimRetentionPolicy: retention })
    await world.send('POST', collections.StatefulSet, set)
    await world.send(
      'POST',
      collections.Job,
      job({ backoffLimitPerIndex: 1, completionMode: 'Indexed', completions: 2 }),
    )
    await world.settled()
    await world.send('PATCH', `${collections.StatefulSet}/web`, { metadata: { labels: { a: 'b' } } })
    await world.settled()
    expect(world.list('Pod')).toEqual([])
    const said = world.environment.logged
      .filter(({ level }) => level === 'warn')
      .map(({ message }) => message)
    expect(said.sort()).toEqual([
      'Job default/web is not simulated: spec.backoffLimitPerIndex is not simulated',
      'StatefulSet default/web is not simulated: spec.persistentVolumeClaimRetentionPolicy: only Retain is known, no storage is simulated',
    ])
  })

  it('stops with its signal, and writes no more', async () => {
    const stopping = new AbortController()
    await world.restart({ signal: stopping.signal })
    stopping.abort()
    await world.simulator().stop()
    await world.simulator().idle()
    const before = world.writes()
    await world.send('POST', collections.Deployment, deployment())
    await world.client.request({ method: 'GET', path: '/readyz' })
    expect(world.writes()).toBe(before + 1)
  })
})
