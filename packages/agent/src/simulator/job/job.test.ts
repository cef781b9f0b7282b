import { conditionsOf, type JsonObject, memberOf, stringAt } from '@downsync/core'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type SimulatedSpace, startSimulatedSpace } from '../../testing/simulated-space.ts'
import { collections, job } from '../../testing/workload.ts'
import { OUTCOME_ANNOTATION } from '../pod/behaviour.ts'
import { isActive } from '../shared/pods.ts'
import { indexText, parseIndexes } from './indexes.ts'

let world: SimulatedSpace
beforeEach(async () => {
  world = await startSimulatedSpace()
})
afterEach(() => world.close())

const create = async (spec: JsonObject = {}, outcome?: string) => {
  const annotations = outcome === undefined ? {} : { [OUTCOME_ANNOTATION]: outcome }
  await world.send('POST', collections.Job, job(spec, annotations))
  await world.settled()
}
const edit = async (spec: JsonObject) => {
  await world.send('PATCH', `${collections.Job}/web`, { spec })
  await world.settled()
}
const web = () => world.get('Job', 'web')
const said = () => conditionsOf(web()).map(({ type, status, reason }) => `${type}=${status} ${reason}`)
const active = () => world.list('Pod').filter(isActive).length

describe('a simulated Job', () => {
  it('comes to its completions, never with more Pods at a time than it may have', async () => {
    let most = 0
    world.store.onChange(() => {
      most = Math.max(most, active())
    })
    await create({ completions: 5, parallelism: 2 })
    expect(most).toBe(2)
    expect(memberOf(web()['status'], 'succeeded')).toBe(5)
    expect(said()).toEqual(['SuccessCriteriaMet=True CompletionsReached', 'Complete=True CompletionsReached'])
  })

  it('gives up at its limit, waiting longer after each failure', async () => {
    await create({ backoffLimit: 1 }, 'crash')
    expect(world.list('Pod')).toHaveLength(1)
    world.environment.advance(11_000)
    await expect.poll(said).toContain('Failed=True BackoffLimitExceeded')
    expect(memberOf(web()['status'], 'failed')).toBe(2)
  })

  it('is suspended and resumed', async () => {
    await create({ completions: 2, parallelism: 2 }, 'run')
    expect(active()).toBe(2)
    await edit({ suspend: true })
    expect([active(), said()]).toEqual([0, ['Suspended=True JobSuspended']])
    await edit({ suspend: false })
    expect([active(), said()]).toEqual([2, ['Suspended=False JobResumed']])
    expect(memberOf(web()['status'], 'failed')).toBeUndefined()
  })

  it('fails at its deadline, and goes when it has been over for long enough', async () => {
    await create({ activeDeadlineSeconds: 100, ttlSecondsAfterFinished: 50 }, 'run')
    expect(active()).toBe(1)
    world.environment.advance(101_000)
    await expect.poll(said).toContain('Failed=True DeadlineExceeded')
    await world.settled()
    world.environment.advance(51_000)
    await expect.poll(() => world.list('Job')).toEqual([])
  })

  it('works through its indexes', async () => {
    await create({ completions: 4, parallelism: 2, completionMode: 'Indexed' })
    expect(stringAt(web(), 'status', 'completedIndexes')).toBe('0-3')
  })

  it('leaves no Pod behind that nobody may delete', async () => {
    await create({ parallelism: 2 }, 'run')
    await world.send('DELETE', `${collections.Job}/web`, { propagationPolicy: 'Background' })
    await expect.poll(() => world.list('Pod')).toEqual([])
  })
})

describe('indexes as text', () => {
  it('are read as they are written', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(40)), (indexes) => {
        const sorted = [...indexes].sort((a, b) => a - b)
        expect([...parseIndexes(indexText(indexes), 41)]).toEqual(sorted)
      }),
    )
    expect(indexText([0, 1, 3, 4, 5])).toBe('0,1,3-5')
  })

  it('P-3 are none where they cannot be read, or are too large', () => {
    expect([...parseIndexes('x,,1-,7-9,2-3', 8)]).toEqual([7, 2, 3])
  })
})
