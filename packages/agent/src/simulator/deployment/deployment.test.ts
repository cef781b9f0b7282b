import {
  conditionOf,
  conditionsOf,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../../testing/simulated-space.ts'
import { collections, deployment, image, template } from '../../testing/workload.ts'
import { OUTCOME_ANNOTATION } from '../pod/behaviour.ts'

let world: SimulatedSpace
beforeEach(async () => {
  world = await startSimulatedSpace()
})
afterEach(() => world.close())

const WEB = `${collections.Deployment}/web`
const edit = async (spec: JsonObject) => {
  await world.send('PATCH', WEB, { spec })
  await world.settled()
}
const create = async (spec: JsonObject = {}) => {
  await world.send('POST', collections.Deployment, deployment(spec))
  await world.settled()
}
const web = () => world.get('Deployment', 'web')
const progress = (object: KubeObject) => conditionOf(conditionsOf(object), 'Progressing')?.reason
const sizes = () => world.list('ReplicaSet').map((set) => valueAt(set, 'spec', 'replicas'))

describe('a simulated Deployment', () => {
  it('makes its Pods by a ReplicaSet, and says how it gets on', async () => {
    const told: (string | undefined)[] = []
    world.store.onChange(({ object }) => {
      if (object.kind === 'Deployment' && told.at(-1) !== progress(object)) told.push(progress(object))
    })
    await create()
    expect(told).toEqual(['NewReplicaSetCreated', 'ReplicaSetUpdated', 'NewReplicaSetAvailable'])
    expect(web()['status']).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    })
    const [set] = world.list('ReplicaSet')
    expect(listAt(set?.metadata, 'ownerReferences')).toMatchObject([{ kind: 'Deployment', controller: true }])
    const hash = set && stringAt(labelsOf(set), 'pod-template-hash')
    expect(set && nameOf(set)).toBe(`web-${hash}`)
    expect(world.list('Pod').map((pod) => memberOf(labelsOf(pod), 'pod-template-hash'))).toEqual([
      hash,
      hash,
      hash,
    ])
  })

  it('keeps what works when the new Pods do not, and says so after the deadline, not before', async () => {
    await create({ progressDeadlineSeconds: 600 })
    await edit({ template: template({ [OUTCOME_ANNOTATION]: 'never-ready' }) })
    expect(memberOf(web()['status'], 'availableReplicas')).toBe(3)
    world.environment.advance(590_000)
    await world.settled()
    expect(progress(web())).toBe('ReplicaSetUpdated')
    world.environment.advance(20_000)
    await expect.poll(() => progress(web())).toBe('ProgressDeadlineExceeded')
    expect(conditionOf(conditionsOf(web()), 'Available')?.status).toBe('True')
  })

  it('takes a name of its own where the one of its template is taken', async () => {
    await create()
    const [set] = world.list('ReplicaSet')
    await world.send('DELETE', WEB, { propagationPolicy: 'Foreground' })
    await world.settled()
    const stranger = deployment({ selector: { matchLabels: { app: 'other' } }, replicas: 0 })
    await world.send('POST', collections.ReplicaSet, {
      ...stranger,
      kind: 'ReplicaSet',
      metadata: { name: set === undefined ? '' : nameOf(set) },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'other' } },
        template: { ...template(), metadata: { labels: { app: 'other' } } },
      },
    })
    await create()
    expect(memberOf(web()['status'], 'collisionCount')).toBe(1)
    expect(memberOf(web()['status'], 'availableReplicas')).toBe(3)
  })

  it('with Recreate has no new Pod before the last old one is gone', async () => {
    await create({ strategy: { type: 'Recreate' } })
    const seen = new Set<string>()
    world.store.onChange(() => {
      const images = world.list('Pod').map((pod) => stringAt(listAt(pod, 'spec', 'containers')[0], 'image'))
      seen.add([...new Set(images)].join())
    })
    await edit(image('2'))
    expect([...seen]).toEqual(['registry.example/web:1', '', 'registry.example/web:2'])
  })

  it('forgets ReplicaSets beyond its limit', async () => {
    await create({ revisionHistoryLimit: 1 })
    for (const tag of ['2', '3', '4']) await edit(image(tag))
    expect(new Set(sizes())).toEqual(new Set([0, 3]))
    expect(sizes()).toHaveLength(2)
    expect(stringAt(web().metadata, 'annotations', 'deployment.kubernetes.io/revision')).toBe('4')
  })
})
