import {
  annotationsOf,
  controllerOwnerOf,
  isKubeObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  names,
  stringAt,
  uidOf,
  valueAt,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  appliedWork,
  conditionIn,
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

async function records(): Promise<readonly KubeObject[]> {
  return (await world.its.list(RECORDS)).filter(isKubeObject)
}

async function recordOf(name: string): Promise<KubeObject | undefined> {
  return (await records()).find((record) => stringAt(record, 'spec', 'sourceRef', 'name') === name)
}

const generationIn = (record: KubeObject | undefined) =>
  record && annotationsOf(record)[names.annotations.generation]

describe('AGT-3 reports', () => {
  it('AGT-3 one record for each object that may have a status, as the add-on names and labels it', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [namespace('shop'), deployment('web'), configMap('a')]))
    const said = await untilApplied(world, 'w')
    await agent.idle()
    const uid = uidOf((await appliedWork(world, 'w')) ?? expect.fail())
    const found = await records()
    expect(found.map((record) => record.metadata['name'])).toEqual([
      `${uid}-appsv1-deployment-default-web`,
      `${uid}-v1-namespace--shop`,
    ])
    const [record] = found
    expect(valueAt(record, 'spec', 'sourceRef')).toEqual({
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      kind: 'Deployment',
      namespace: 'default',
      name: 'web',
    })
    expect(labelsOf(record ?? expect.fail())).toEqual(labelsOf(said))
    expect(controllerOwnerOf(record ?? expect.fail())).toMatchObject({
      kind: 'ManifestWork',
      uid: uidOf(said),
    })
    const report = ocmTransport.reportOf(record ?? expect.fail())
    expect(report).toMatchObject({ ok: true, value: { wec: 'wec1', generation: 1 } })
    expect(memberOf(found[1], 'status')).toEqual({ phase: 'Active' })
  })

  it('AGT-3 the status is that of the object, letter by letter, written where it differs and only then', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web')]))
    await untilApplied(world, 'w')
    const time = '2026-01-01T00:00:00Z'
    const condition = { type: 'Available', status: 'True', lastTransitionTime: time, lastUpdateTime: time }
    const status = { observedGeneration: 1, replicas: 1, conditions: [condition] }
    await world.wec.merge(`${DEPLOYMENTS}/web/status`, { status })
    await until(async () => memberOf(await recordOf('web'), 'status'))
    await agent.idle()
    expect(memberOf(await recordOf('web'), 'status')).toEqual(status)
    world.its.writes()
    // Its labels change, its status does not.
    await world.wec.merge(`${DEPLOYMENTS}/web`, { metadata: { labels: { theirs: 'x' } } })
    await world.wec.merge(`${DEPLOYMENTS}/web/status`, { status: { conditions: null, replicas: 2 } })
    await until(async () => valueAt(await recordOf('web'), 'status', 'replicas') === 2)
    await agent.idle()
    expect(memberOf(await recordOf('web'), 'status')).toEqual({ observedGeneration: 1, replicas: 2 })
    expect(world.its.writes().map((write) => write.replace(/ \S+$/, ''))).toEqual([
      'update workstatuses/status',
    ])
  })

  it('AGT-3 after an edit: the status, the generation, and only then that it is applied', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web')]))
    await untilApplied(world, 'w')
    await agent.idle()
    expect(generationIn(await recordOf('web'))).toBe('1')
    world.its.writes()
    await world.its.merge(`${WORKS}/w`, {
      spec: { workload: { manifests: [deployment('web', { replicas: 2 })] } },
    })
    await untilApplied(world, 'w', 2)
    expect(generationIn(await recordOf('web'))).toBe('2')
    await agent.idle()
    expect(world.its.writes().map((write) => write.replace(/ \S+$/, ''))).toEqual([
      'patch workstatuses',
      'patch manifestworks/status',
    ])
  })

  it('AGT-3 while the record cannot be written, the new content is not said to be applied', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web'), configMap('a')]))
    await untilApplied(world, 'w')
    await agent.idle()
    const unable = world.its.space.faults.order({
      fault: { kind: 'status', code: 500 },
      matches: ({ resource, method }) => resource === 'workstatuses' && method !== 'GET',
      times: 10_000,
    })
    const edited = [deployment('web', { replicas: 2 }), configMap('a', { k: 'w' })]
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: edited } } })
    const between = await until(async () => {
      const found = await world.its.get(`${WORKS}/w`)
      // The ConfigMap is not reported, and so said to be applied.
      const [, second] = found === undefined ? [] : ocmTransport.deliveryOf(found)
      return second?.current && found
    })
    expect(ocmTransport.deliveryOf(between)).toMatchObject([
      { state: 'applied', current: false },
      { state: 'applied', current: true },
    ])
    expect(conditionIn(between, 'Applied')).toMatchObject({ observedGeneration: 1 })
    // Another agent does not take it for done either.
    await agent.stop()
    world.its.writes()
    const version = (await world.wec.get(`${DEPLOYMENTS}/web`))?.metadata['resourceVersion']
    await world.start()
    await until(() => world.its.writes().some((write) => write.startsWith('patch workstatuses')))
    expect(conditionIn(await world.its.get(`${WORKS}/w`), 'Applied')).toMatchObject({ observedGeneration: 1 })
    unable()
    await untilApplied(world, 'w', 2)
    expect(generationIn(await recordOf('web'))).toBe('2')
    expect((await world.wec.get(`${DEPLOYMENTS}/web`))?.metadata['resourceVersion']).toBe(version)
  })

  it('AGT-3 a record goes with its object and comes back when somebody deletes it', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web'), deployment('api')]))
    await untilApplied(world, 'w')
    await agent.idle()
    const before = await recordOf('web')
    await world.its.remove(`${RECORDS}/${nameOf(before ?? expect.fail())}`)
    await until(async () => generationIn(await recordOf('web')) === '1')
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: [deployment('api')] } } })
    await until(async () => (await recordOf('web')) === undefined)
    await untilApplied(world, 'w', 2)
    await world.its.remove(`${WORKS}/w`)
    await until(async () => (await records()).length === 0)
  })

  it('AGT-3 works of others are not reported', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, {
      ...work('w', [deployment('web')]),
      metadata: { name: 'w', namespace: 'wec1' },
    })
    await untilApplied(world, 'w')
    await agent.idle()
    expect(await records()).toEqual([])
  })

  it('AGT-3 an ITS without WorkStatuses holds nothing up', async () => {
    await world.its.remove(
      '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/workstatuses.control.kubestellar.io',
    )
    await until(
      async () => (await world.its.client.request({ method: 'GET', path: RECORDS })).kind === 'answer',
    )
    await world.start()
    await world.its.post(WORKS, work('w', [deployment('web')]))
    expect(ocmTransport.isSettled(await untilApplied(world, 'w'))).toBe(true)
  })
})
