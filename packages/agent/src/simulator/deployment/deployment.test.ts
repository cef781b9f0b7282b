import { conditionOf, conditionsOf, stringAt, valueAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../testing/simulated-space.ts'
import { collections, deployment, template } from '../testing/workload.ts'

let it_: SimulatedSpace
beforeEach(async () => {
  it_ = await startSimulatedSpace()
})
afterEach(async () => {
  await it_.close()
})

const WEB = `${collections.Deployment}/web`

describe('a Deployment', () => {
  it('makes its Pods by a ReplicaSet, and says so', async () => {
    await it_.send('POST', collections.Deployment, deployment())
    await it_.settled()
    const web = it_.get('Deployment', 'web')
    console.log(
      JSON.stringify(web, null, 1),
      JSON.stringify(it_.list('ReplicaSet'), null, 1),
      JSON.stringify(it_.list('Pod')[0], null, 1),
    )
    expect(it_.list('Pod')).toHaveLength(3)
    expect(valueAt(web, 'status')).toMatchObject({
      observedGeneration: 1,
      replicas: 3,
      updatedReplicas: 3,
      readyReplicas: 3,
      availableReplicas: 3,
    })
    console.log(
      it_.space
        .requests()
        .filter((r) => r.method !== 'GET')
        .map((r) => `${r.method} ${r.path} ${r.code}`),
    )
  })
})
