import { listAt, memberOf, stringAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  conditionIn,
  DEPLOYMENTS,
  deployment,
  manifestConditionOf,
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

const config = (name: string, more: object) => ({
  resourceIdentifier: { group: 'apps', resource: 'deployments', namespace: 'default', name },
  ...more,
})

describe('AGT-2 feedback', () => {
  it('AGT-2 what rules ask for is in the status of the work as soon as it is so', async () => {
    await world.start()
    const rules = { feedbackRules: [{ type: 'WellKnownStatus' }] }
    await world.its.post(WORKS, work('w', [deployment('web')], { manifestConfigs: [config('web', rules)] }))
    await untilApplied(world, 'w')
    for (const replicas of [1, 2]) {
      await world.wec.merge(`${DEPLOYMENTS}/web/status`, { status: { replicas } })
      const said = await until(async () => {
        const found = await world.its.get(`${WORKS}/w`)
        const [entry] = listAt(found, 'status', 'resourceStatus', 'manifests')
        const values = listAt(memberOf(entry, 'statusFeedback'), 'values')
        const value = values.find((one) => stringAt(one, 'name') === 'Replicas')
        return memberOf(memberOf(value, 'fieldValue'), 'integer') === replicas && found
      })
      expect(manifestConditionOf(said, 0, 'StatusFeedbackSynced')).toMatchObject({ status: 'True' })
    }
  })

  it('AGT-2 rules in CEL are refused by condition, on the manifest and on the work', async () => {
    await world.start()
    const rules = { conditionRules: [{ type: 'CEL', condition: 'Ready', celExpressions: ['true'] }] }
    await world.its.post(WORKS, work('w', [deployment('web')], { manifestConfigs: [config('web', rules)] }))
    const said = await untilApplied(world, 'w')
    const message = 'rules in CEL are not supported by this agent'
    expect(manifestConditionOf(said, 0, 'Ready')).toMatchObject({ status: 'Unknown', message })
    expect(conditionIn(said, 'Ready')).toMatchObject({ status: 'Unknown', message })
  })

  it('AGT-2 without rules a status goes into the record alone', async () => {
    const agent = await world.start()
    await world.its.post(WORKS, work('w', [deployment('web')]))
    await untilApplied(world, 'w')
    await agent.idle()
    world.its.writes()
    await world.wec.merge(`${DEPLOYMENTS}/web/status`, { status: { replicas: 1 } })
    await until(async () => {
      const [record] = await world.its.list(RECORDS)
      return memberOf(memberOf(record, 'status'), 'replicas') === 1
    })
    await agent.idle()
    expect(world.its.writes().map((write) => write.split(' ').slice(0, 2).join(' '))).toEqual([
      'update workstatuses/status',
    ])
  })
})
