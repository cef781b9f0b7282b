import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../kube/index.ts'
import { permittedStatus } from './permitted.ts'

const object = (kind: string, apiVersion: string, spec: JsonObject = {}) => ({
  apiVersion,
  kind,
  metadata: { name: 'x', generation: 3 },
  spec,
})
const job = object('Job', 'batch/v1')
const deployment = object('Deployment', 'apps/v1', { replicas: 1 })
const START = '2026-01-01T00:00:00Z'
const LATER = '2026-01-02T00:00:00Z'
const is = (type: string): JsonObject => ({ type, status: 'True' })
const permitted = (made: typeof job, wanted: Json | undefined, earlier: Json | undefined) =>
  permittedStatus(
    made,
    wanted,
    wanted === undefined ? undefined : { wec: 'east', status: wanted, current: true },
    earlier,
  )

describe('a status that upstream lets be written over what stands (AGG-2)', () => {
  it('AGG-2 is as it is wherever upstream takes it, odd as it may be', () => {
    const taken: readonly (readonly [typeof job, Json | undefined, Json | undefined])[] = [
      [object('Widget', 'example.com/v1'), { n: 1 }, { n: 2 }],
      [job, { odd: true, startTime: START }, undefined],
      [job, { odd: true }, 'no object'],
      [
        job,
        { odd: true, startTime: START, failed: 2 },
        { startTime: '2026-01-01T01:00:00+01:00', failed: 2 },
      ],
      [job, { odd: true }, { startTime: '', conditions: [{ type: 'Complete', status: 'False' }] }],
      [job, { odd: true, completionTime: START }, { completionTime: '' }],
      [job, { odd: true }, { completionTime: START }],
      [deployment, { odd: true, collisionCount: 2 }, { collisionCount: 2 }],
      [deployment, { odd: true }, { collisionCount: 'x', replicas: 4 }],
      [deployment, undefined, { replicas: 4 }],
      [object('Pod', 'v1'), undefined, { phase: 'Failed' }],
    ]
    for (const [made, wanted, earlier] of taken)
      expect(permitted(made, wanted, earlier)).toEqual({ status: wanted, problems: [] })
  })

  it('AGG-2 keeps a count that may not fall or vanish', () => {
    for (const wanted of [{ collisionCount: 2 }, {}, { collisionCount: 'x' }])
      expect(permitted(deployment, wanted, { collisionCount: 3 }).status).toMatchObject({ collisionCount: 3 })
    expect(permitted(deployment, undefined, { collisionCount: 3 }).status).toMatchObject({
      collisionCount: 3,
    })
    expect(permitted(job, { failed: 1 }, { failed: 2 })).toEqual({
      status: { failed: 2 },
      problems: [{ path: '/failed', message: 'it stays: it may not fall' }],
    })
    expect(permitted(job, undefined, { failed: 2 }).status).toMatchObject({ failed: 2 })
  })

  it('AGG-2 keeps the times of a Job, but the start of one that is suspended', () => {
    const start = (wanted: Json | undefined, spec?: JsonObject) =>
      permitted(object('Job', 'batch/v1', spec), wanted, { startTime: START }).status
    expect(start({ startTime: LATER })).toMatchObject({ startTime: START })
    expect(start({})).toMatchObject({ startTime: START })
    expect(start(undefined)).toMatchObject({ startTime: START })
    expect(start({ startTime: LATER }, { suspend: true })).toEqual({ startTime: LATER })
    expect(start(undefined, { suspend: true })).toBeUndefined()
    const ended = {
      startTime: START,
      completionTime: START,
      conditions: [is('Complete'), is('SuccessCriteriaMet')],
    }
    expect(permitted(job, { ...ended, completionTime: LATER }, ended).status).toMatchObject({
      completionTime: START,
    })
  })

  it.each(['Complete', 'SuccessCriteriaMet', 'Failed', 'FailureTarget'])('AGG-2 keeps %s', (type) => {
    const stood = { startTime: START, conditions: [is('Other'), is(type)] }
    for (const wanted of [{ startTime: START, odd: true }, undefined]) {
      const { status, problems } = permitted(job, wanted, stood)
      expect(status).toMatchObject({ startTime: START })
      expect(status).toHaveProperty('conditions', expect.arrayContaining([is(type)]))
      expect(status).not.toHaveProperty('odd')
      expect(problems.map(({ path }) => path)).toContain(`/conditions/${type}`)
    }
    const both = { ...stood, odd: true }
    expect(permitted(job, both, stood)).toEqual({ status: both, problems: [] })
  })
})
