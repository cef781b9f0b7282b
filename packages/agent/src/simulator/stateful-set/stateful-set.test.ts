import {
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  memberOf,
  nameOf,
  stringAt,
} from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../../testing/simulated-space.ts'
import { collections, image, statefulSet, template } from '../../testing/workload.ts'
import { OUTCOME_ANNOTATION } from '../pod/behaviour.ts'

let world: SimulatedSpace
beforeEach(async () => {
  world = await startSimulatedSpace()
})
afterEach(() => world.close())

const create = async (spec: JsonObject = {}) => {
  await world.send('POST', collections.StatefulSet, statefulSet(spec))
  await world.settled()
}
const edit = async (spec: JsonObject) => {
  await world.send('PATCH', `${collections.StatefulSet}/web`, { spec })
  await world.settled()
}
const tags = () =>
  world.list('Pod').map((pod) => stringAt(listAt(pod, 'spec', 'containers')[0], 'image')?.split(':')[1])

/** `+name` and `-name` for each Pod that comes and goes. */
function movesOfPods(): readonly string[] {
  const moves: string[] = []
  world.store.onChange(({ type, object }) => {
    if (object.kind === 'Pod' && type !== 'MODIFIED')
      moves.push(`${type === 'ADDED' ? '+' : '-'}${nameOf(object)}`)
  })
  return moves
}

describe('a simulated StatefulSet', () => {
  it('makes its Pods from below, one after the other, and takes them away from above', async () => {
    const moves = movesOfPods()
    await create()
    await edit({ replicas: 1 })
    expect(moves).toEqual(['+web-0', '+web-1', '+web-2', '-web-2', '-web-1'])
  })

  it('replaces Pods from above, down to its partition', async () => {
    await create()
    const moves = movesOfPods()
    await edit({ updateStrategy: { rollingUpdate: { partition: 1 } }, ...image('2') })
    expect(moves).toEqual(['-web-2', '+web-2', '-web-1', '+web-1'])
    expect(tags()).toEqual(['1', '2', '2'])
    expect(world.get('StatefulSet', 'web')['status']).toMatchObject({
      currentReplicas: 1,
      updatedReplicas: 2,
    })
  })

  it('waits for a Pod that does not get ready', async () => {
    await create({ template: template({ [OUTCOME_ANNOTATION]: 'never-ready' }) })
    expect(world.list('Pod').map(nameOf)).toEqual(['web-0'])
  })

  it('in parallel waits for none', async () => {
    await create({
      podManagementPolicy: 'Parallel',
      template: template({ [OUTCOME_ANNOTATION]: 'never-ready' }),
    })
    expect(world.list('Pod')).toHaveLength(3)
  })

  it('gives each Pod a claim that stays when the Pod goes', async () => {
    const claim = {
      metadata: { name: 'data' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }
    await create({ replicas: 2, volumeClaimTemplates: [claim] })
    await edit({ replicas: 1 })
    expect(world.list('PersistentVolumeClaim').map(nameOf)).toEqual(['data-web-0', 'data-web-1'])
    const volumes = listAt(world.get('Pod', 'web-0'), 'spec', 'volumes')
    expect(volumes).toMatchObject([{ persistentVolumeClaim: { claimName: 'data-web-0' } }])
  })

  it('knows a template again: its revision becomes the latest', async () => {
    await create()
    await edit(image('2'))
    await edit(image('1'))
    const numbers = world.list('ControllerRevision').map((revision) => memberOf(revision, 'revision'))
    expect(new Set(numbers)).toEqual(new Set([2, 3]))
    const hashOf = (pod: KubeObject) => memberOf(labelsOf(pod), 'controller-revision-hash')
    expect(new Set(world.list('Pod').map(hashOf)).size).toBe(1)
  })
})
