import { finalizersOf, type JsonObject, labelsOf, listAt, memberOf, stringAt, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  APPLIED_WORKS,
  appliedWork,
  CONFIG_MAPS,
  conditionIn,
  configMap,
  DEPLOYMENTS,
  deployment,
  manifestConditionOf,
  namespace,
  startWecWorld,
  until,
  untilApplied,
  type WecWorld,
  WORKS,
  work,
} from '../testing/wec-world.ts'
import { finalizers } from './ocm.ts'

let world: WecWorld

beforeEach(async () => {
  world = await startWecWorld()
})
afterEach(() => world.close())

describe('AGT-2 a work is applied', () => {
  it('AGT-2 finalizer, AppliedManifestWork, objects with its owner reference, conditions', async () => {
    await world.start()
    await world.its.post(WORKS, work('w', [deployment('web'), configMap('a')]))
    const said = await untilApplied(world, 'w')

    expect(finalizersOf(said)).toEqual([finalizers.work])
    expect(conditionIn(said, 'Applied')).toMatchObject({
      status: 'True',
      reason: 'AppliedManifestWorkComplete',
      message: 'Apply manifest work complete',
      observedGeneration: 1,
    })
    expect(conditionIn(said, 'Available')).toMatchObject({
      status: 'True',
      reason: 'ResourcesAvailable',
      message: 'All resources are available',
      observedGeneration: 1,
    })
    const meta = { group: 'apps', version: 'v1', kind: 'Deployment', resource: 'deployments' }
    expect(valueAt(said, 'status', 'resourceStatus', 'manifests', '0')).toBeUndefined()
    const [first] = listAt(said, 'status', 'resourceStatus', 'manifests')
    expect(memberOf(first, 'resourceMeta')).toEqual({
      ...meta,
      ordinal: 0,
      name: 'web',
      namespace: 'default',
    })
    expect(manifestConditionOf(said, 1, 'Applied')).toMatchObject({
      status: 'True',
      reason: 'AppliedManifestComplete',
      message: 'Apply manifest complete',
      observedGeneration: 1,
    })
    expect(manifestConditionOf(said, 1, 'StatusFeedbackSynced')).toMatchObject({
      status: 'True',
      reason: 'NoStatusFeedbackSynced',
    })

    const applied = await until(async () => {
      const found = await appliedWork(world, 'w')
      return (
        listAt(found, 'status', 'appliedResources').every((entry) => stringAt(entry, 'uid') !== '') && found
      )
    })
    expect(applied.metadata['name']).toMatch(/^[0-9a-f]{64}-w$/)
    expect(finalizersOf(applied)).toEqual([finalizers.appliedWork])
    expect(labelsOf(applied)).toEqual(labelsOf(said))
    const made = await Promise.all([world.wec.get(`${CONFIG_MAPS}/a`), world.wec.get(`${DEPLOYMENTS}/web`)])
    const resources = listAt(applied, 'status', 'appliedResources')
    expect(resources.map((entry) => [stringAt(entry, 'resource'), stringAt(entry, 'uid')])).toEqual([
      ['configmaps', made[0]?.metadata['uid']],
      ['deployments', made[1]?.metadata['uid']],
    ])
    for (const object of made)
      expect(object?.metadata['ownerReferences']).toEqual([
        {
          apiVersion: 'work.open-cluster-management.io/v1',
          kind: 'AppliedManifestWork',
          name: applied.metadata['name'],
          uid: applied.metadata['uid'],
        },
      ])
  })

  it('AGT-2 goes by the rank of kinds, and by the order of the work in profile v1.0', async () => {
    const manifests = [{ ...configMap('a'), metadata: { name: 'a', namespace: 'later' } }, namespace('later')]
    const agent = await world.start()
    await world.its.post(WORKS, work('w', manifests))
    await untilApplied(world, 'w')
    await agent.idle()
    const made = () => world.wec.writes().filter((write) => /^create (configmaps|namespaces)/.test(write))
    expect(made()).toEqual(['create namespaces', 'create configmaps'])
    await agent.stop()

    await world.its.remove(`${WORKS}/w`)
    await world.start({ profile: 'v1.0' })
    await until(async () => (await world.its.get(`${WORKS}/w`)) === undefined)
    await until(async () => (await world.wec.get('/api/v1/namespaces/later')) === undefined)
    made()
    await world.its.post(WORKS, work('w', manifests))
    const said = await untilApplied(world, 'w')
    expect(made()[0]).toBe('create configmaps 404')
    expect(manifestConditionOf(said, 0, 'Applied')).not.toHaveProperty('observedGeneration')
    expect(labelsOf((await appliedWork(world, 'w')) ?? expect.fail())).toEqual({})
  })

  it('AGT-2 an edit is applied, a field that left the manifest leaves the object', async () => {
    await world.start()
    await world.its.post(
      WORKS,
      work('w', [
        deployment('web', { paused: true, minReadySeconds: 5 }),
        configMap('a', { k: 'v', gone: 'x' }),
      ]),
    )
    await untilApplied(world, 'w')
    const edited = [deployment('web', { replicas: 3 }), configMap('a', { k: 'w' })]
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: edited } } })
    const said = await untilApplied(world, 'w', 2)
    const web = await world.wec.get(`${DEPLOYMENTS}/web`)
    expect(valueAt(web, 'spec', 'replicas')).toBe(3)
    expect(valueAt(web, 'spec', 'paused')).toBeUndefined()
    expect(valueAt(web, 'spec', 'minReadySeconds')).toBeUndefined()
    expect(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data')).toEqual({ k: 'w' })
    expect(manifestConditionOf(said, 0, 'Applied')).toMatchObject({ status: 'True', observedGeneration: 2 })
  })

  it('AGT-2 labels and annotations are added and changed, never taken away', async () => {
    await world.start()
    const labelled = (labels: JsonObject) => configMap('a', { k: 'v' }, { labels, annotations: { a: '1' } })
    await world.its.post(WORKS, work('w', [labelled({ one: '1', two: '2' })]))
    await untilApplied(world, 'w')
    await world.wec.merge(`${CONFIG_MAPS}/a`, { metadata: { labels: { theirs: 'x' } } })
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: [labelled({ two: '3' })] } } })
    await untilApplied(world, 'w', 2)
    const found = await world.wec.get(`${CONFIG_MAPS}/a`)
    expect(labelsOf(found ?? expect.fail())).toEqual({ one: '1', two: '3', theirs: 'x' })
  })

  it('AGT-2 WRP-7 createOnly: made where absent, owned, never changed, made again', async () => {
    const config = [
      {
        resourceIdentifier: { group: '', resource: 'configmaps', namespace: 'default', name: 'a' },
        updateStrategy: { type: 'CreateOnly' },
      },
    ]
    await world.wec.post(CONFIG_MAPS, configMap('a', { theirs: 'x' }))
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [configMap('a')], { manifestConfigs: config }))
    await untilApplied(world, 'w')
    const found = await world.wec.get(`${CONFIG_MAPS}/a`)
    expect(memberOf(found, 'data')).toEqual({ theirs: 'x' })
    expect(listAt(found?.metadata, 'ownerReferences')).toHaveLength(1)
    await agent.idle()
    await world.wec.remove(`${CONFIG_MAPS}/a`)
    const remade = await until(() => world.wec.get(`${CONFIG_MAPS}/a`))
    expect(memberOf(remade, 'data')).toEqual({ k: 'v' })
  })

  it('WRP-13 a Job goes by server-side apply, keeps what the WEC filled in, and is owned', async () => {
    const JOBS = '/apis/batch/v1/namespaces/default/jobs'
    const job = (parallelism: number): JsonObject => ({
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name: 'j', namespace: 'default' },
      spec: {
        parallelism,
        template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } },
      },
    })
    const config = [
      {
        resourceIdentifier: { group: 'batch', resource: 'jobs', namespace: 'default', name: 'j' },
        updateStrategy: { type: 'ServerSideApply', serverSideApply: { force: true } },
      },
    ]
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [job(1)], { manifestConfigs: config }))
    await untilApplied(world, 'w')
    await agent.idle()
    const made = await world.wec.get(`${JOBS}/j`)
    expect(listAt(made?.metadata, 'ownerReferences')).toHaveLength(1)
    expect(
      listAt(made?.metadata, 'managedFields').map((entry) => [
        memberOf(entry, 'manager'),
        memberOf(entry, 'operation'),
      ]),
    ).toContainEqual(['work-agent', 'Apply'])
    // As somebody in the WEC would.
    await world.wec.merge(`${JOBS}/j`, { spec: { ttlSecondsAfterFinished: 9 } })
    await agent.idle()
    world.wec.writes()
    await world.its.merge(`${WORKS}/w`, { spec: { workload: { manifests: [job(2)] } } })
    await untilApplied(world, 'w', 2)
    const changed = await world.wec.get(`${JOBS}/j`)
    expect(valueAt(changed, 'spec', 'parallelism')).toBe(2)
    expect(valueAt(changed, 'spec', 'ttlSecondsAfterFinished')).toBe(9)
    expect(world.wec.writes()).toEqual(['patch jobs j'])
  })

  it('AGT-2 readOnly is looked at, recorded, and neither written nor owned', async () => {
    const config = [
      {
        resourceIdentifier: { group: '', resource: 'configmaps', namespace: '*', name: '*' },
        updateStrategy: { type: 'ReadOnly' },
      },
    ]
    await world.wec.post(CONFIG_MAPS, configMap('a', { theirs: 'x' }))
    await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')], { manifestConfigs: config }))
    const said = await untilApplied(world, 'w')
    expect(memberOf(await world.wec.get(`${CONFIG_MAPS}/a`), 'data')).toEqual({ theirs: 'x' })
    expect(await world.wec.get(`${CONFIG_MAPS}/b`)).toBeUndefined()
    expect(manifestConditionOf(said, 1, 'Available')).toMatchObject({
      status: 'False',
      reason: 'ResourceNotAvailable',
      message: 'Resource is not available',
    })
    expect(conditionIn(said, 'Available')).toMatchObject({
      status: 'False',
      message: '1 of 2 resources are not available',
    })
    const applied = await until(async () => {
      const found = await appliedWork(world, 'w')
      return listAt(found, 'status', 'appliedResources').length > 0 && found
    })
    expect(listAt(applied, 'status', 'appliedResources')).toHaveLength(1)
    await world.its.remove(`${WORKS}/w`)
    await until(async () => (await world.its.get(`${WORKS}/w`)) === undefined)
    expect(await world.wec.get(`${CONFIG_MAPS}/a`)).toBeDefined()
  })

  it('AGT-2 what is not supported is refused by condition', async () => {
    const ignoring = {
      type: 'ServerSideApply',
      serverSideApply: { ignoreFields: [{ condition: 'OnSpokeChange', jsonPaths: ['.data'] }] },
    }
    const config = [
      {
        resourceIdentifier: { group: '', resource: 'configmaps', namespace: 'default', name: 'a' },
        updateStrategy: ignoring,
      },
    ]
    await world.start()
    await world.its.post(WORKS, work('w', [configMap('a'), configMap('b')], { manifestConfigs: config }))
    const said = await until(async () => {
      const found = await world.its.get(`${WORKS}/w`)
      return conditionIn(found, 'Applied') !== undefined && found
    })
    expect(manifestConditionOf(said, 0, 'Applied')).toMatchObject({
      status: 'False',
      reason: 'AppliedManifestSSAIgnoreFieldError',
      message: 'Failed to process ignoreFields: they are not supported by this agent',
    })
    expect(manifestConditionOf(said, 1, 'Applied')).toMatchObject({ status: 'True' })
    expect(conditionIn(said, 'Applied')).toMatchObject({
      status: 'False',
      reason: 'AppliedManifestWorkFailed',
      message: 'Failed to apply manifest work',
    })
  })

  it('AGT-2 a work that asks for an executor is not applied in the name of the agent', async () => {
    await world.start()
    const executor = {
      subject: { type: 'ServiceAccount', serviceAccount: { namespace: 'default', name: 'x' } },
    }
    await world.its.post(WORKS, work('w', [configMap('a')], { executor }))
    const said = await until(async () => {
      const found = await world.its.get(`${WORKS}/w`)
      return conditionIn(found, 'Applied') !== undefined && found
    })
    expect(manifestConditionOf(said, 0, 'Applied')).toMatchObject({ status: 'False' })
    expect(stringAt(manifestConditionOf(said, 0, 'Applied'), 'message')).toContain(
      'spec.executor is not supported',
    )
    expect(await world.wec.list(APPLIED_WORKS)).toHaveLength(1)
    expect(await world.wec.get(`${CONFIG_MAPS}/a`)).toBeUndefined()
  })
})
