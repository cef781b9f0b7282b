import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import type { Member } from './types.ts'

const job = (spec: JsonObject = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'x', generation: 3 },
  spec,
})
const [ONE, TWO, THREE, FOUR] = [1, 2, 3, 4].map((day) => `2026-01-0${day}T00:00:00Z`) as [
  string,
  string,
  string,
  string,
]
const is = (type: string, more: JsonObject = {}, status = 'True'): JsonObject => ({ type, status, ...more })
const running = (startTime: string): JsonObject => ({ startTime, active: 2, ready: 1, terminating: 1 })
const complete = (startTime: string, completionTime: string): JsonObject => ({
  startTime,
  completionTime,
  succeeded: 1,
  ready: 0,
  terminating: 0,
  conditions: [
    is('SuccessCriteriaMet'),
    is('Complete', { message: 'done', lastTransitionTime: completionTime }),
  ],
})
const failed = (startTime: string, at: string): JsonObject => ({
  startTime,
  failed: 1,
  conditions: [
    is('FailureTarget', { reason: 'Early' }),
    is('Failed', { reason: 'BackoffLimitExceeded', message: 'gone', lastTransitionTime: at }),
  ],
})
const members = (...statuses: readonly (Json | undefined)[]): readonly Member[] =>
  statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true }))
const of = (statuses: readonly (Json | undefined)[], earlier?: Json, spec?: JsonObject) =>
  aggregate(job(spec), members(...statuses), earlier)
const told = ({ status }: Readonly<{ status: JsonObject }>) =>
  ((status['conditions'] ?? []) as readonly JsonObject[]).map(
    (one) => `${String(one['type'])}=${String(one['status'])}`,
  )

describe('Jobs in several WECs (AGG-6)', () => {
  it('AGG-6 are complete with the latest completion and the earliest start, as the last WEC says it; nothing runs any more', () => {
    const { status, provenance, problems } = of([complete(TWO, THREE), complete(ONE, FOUR)])
    expect(status).toEqual({
      ready: 0,
      terminating: 0,
      succeeded: 1,
      startTime: ONE,
      completionTime: FOUR,
      conditions: [
        is('Complete', { message: 'w2: done', lastTransitionTime: FOUR }),
        is('SuccessCriteriaMet', { message: 'w2' }),
      ],
    })
    expect(Object.fromEntries(provenance)).toMatchObject({
      '/startTime': ['w2'],
      '/completionTime': ['w2'],
      '/conditions/Complete': ['w2'],
      '/conditions/SuccessCriteriaMet': ['w2'],
    })
    expect(problems).toEqual([])
  })

  it('AGG-6 upstream wants SuccessCriteriaMet and FailureTarget too: where a WEC does not say them, they are said for it', () => {
    const old = { ...complete(ONE, TWO), conditions: [is('Complete', { reason: 'Old' })] }
    expect(of([old]).status['conditions']).toEqual([
      is('Complete', { reason: 'Old', message: 'w1' }),
      is('SuccessCriteriaMet', { reason: 'Old', message: 'w1' }),
    ])
    const broken = {
      startTime: ONE,
      conditions: [is('Failed', { reason: 'Old' }), is('FailureTarget', {}, 'False')],
    }
    expect(of([broken]).status['conditions']).toEqual([
      is('Failed', { reason: 'Old', message: 'w1' }),
      is('FailureTarget', { reason: 'Old', message: 'w1' }),
    ])
  })

  it('AGG-6 have failed when some failed and all have ended, without a time of completion', () => {
    const { status, provenance } = of([complete(ONE, THREE), failed(TWO, FOUR)])
    expect(status).toEqual({
      ready: 0,
      terminating: 0,
      startTime: ONE,
      failed: 1,
      conditions: [
        is('Failed', { reason: 'BackoffLimitExceeded', message: 'w2: gone', lastTransitionTime: FOUR }),
        is('FailureTarget', { reason: 'Early', message: 'w2' }),
      ],
    })
    expect(provenance.get('/conditions/Failed')).toEqual(['w2'])
  })

  it('AGG-1 a failure while others run is told at once, but as no end; it names both WECs', () => {
    const { status, provenance } = of([running(ONE), failed(TWO, FOUR), failed(TWO, THREE)])
    const said = { reason: 'BackoffLimitExceeded', message: 'w2: gone', lastTransitionTime: FOUR }
    expect(status).toEqual({
      startTime: ONE,
      active: 2,
      ready: 0,
      terminating: 1,
      failed: 1,
      conditions: [is('Stalled', said), is('Failed', said, 'Unknown')],
    })
    expect(provenance.get('/conditions/Failed')).toEqual(['w2', 'w1'])
    expect(provenance.get('/conditions/Stalled')).toEqual(['w2', 'w1'])
    expect(provenance.get('/startTime')).toEqual(['w1'])
  })

  it('AGG-6 run as long as one WEC runs: its start counts, and is named with it', () => {
    const { status, provenance } = of([complete(ONE, THREE), running(TWO)])
    expect(status).toEqual({ startTime: ONE, active: 2, ready: 0, terminating: 1 })
    expect(provenance.get('/startTime')).toEqual(['w1', 'w2'])
    // A judge takes the condition for an end in any status.
    const undone = { startTime: ONE, conditions: [is('Complete', {}, 'False')] }
    expect(told(of([complete(ONE, THREE), undone]))).toEqual(['Complete=False'])
    expect(told(of([undone, running(TWO)]))).toEqual([])
  })

  it('AGG-5 what has ended of an older generation has not ended', () => {
    const old: Member = { wec: 'w1', status: complete(ONE, TWO), current: false }
    expect(told(aggregate(job(), [old], undefined))).toEqual(['Reconciling=True'])
    const gone: Member = { wec: 'w1', status: failed(ONE, TWO), current: false }
    expect(told(aggregate(job(), [gone], undefined))).toEqual([
      'Stalled=True',
      'Reconciling=True',
      'Failed=Unknown',
    ])
  })

  it('AGG-1 a WEC that has not started is told where all else says that all have; suspended or complete ones are not', () => {
    const started = { startTime: ONE }
    const waiting = of([running(TWO), { active: 0 }], started)
    expect(waiting.status['conditions']).toEqual([
      is('Reconciling', { reason: 'NotStarted', message: 'w2: it has not started' }),
    ])
    expect(waiting.status['startTime']).toBe(ONE)
    expect(waiting.problems).toEqual([
      { path: '/startTime', message: 'it stays, although not every WEC has started' },
    ])
    expect(told(of([running(TWO), { active: 0 }]))).toEqual([])
    expect(of([running(TWO), { active: 0 }]).status).not.toHaveProperty('startTime')
    const suspended = of([running(TWO), { active: 0 }], started, { suspend: true })
    expect(suspended.status).not.toHaveProperty('startTime')
    expect(suspended.problems).toEqual([])
    expect(told(of([running(TWO), { startTime: '' }], started))).toEqual(['Reconciling=True'])
  })

  it('AGG-6 conditions that read as an end are shown only where every run has ended or is suspended', () => {
    const suspended = (status: string) => ({ conditions: [is('Suspended', {}, status)] })
    expect(told(of([suspended('True'), suspended('True')]))).toEqual(['Suspended=True'])
    expect(told(of([suspended('True'), suspended('False')]))).toEqual(['Suspended=True'])
    expect(told(of([suspended('True'), running(ONE)]))).toEqual([])
    expect(told(of([suspended('True'), complete(ONE, TWO)]))).toEqual(['Complete=Unknown', 'Suspended=True'])
    expect(
      told(
        of([
          complete(ONE, TWO),
          { ...complete(ONE, TWO), conditions: [is('Complete'), is('Suspended', {}, 'False')] },
        ]),
      ),
    ).toEqual(['Complete=True', 'SuccessCriteriaMet=True', 'Suspended=False'])
    const unsure = { startTime: ONE, conditions: [is('Failed', {}, 'False')] }
    expect(told(of([unsure, running(ONE)]))).toEqual(['Failed=False'])
  })

  it('AGG-2 without any start nothing can have ended; with one, an end is not before it', () => {
    const { startTime: _, ...unstarted } = complete(ONE, TWO)
    expect(told(of([unstarted]))).toEqual(['Complete=Unknown'])
    expect(of([{ ...complete(ONE, TWO), completionTime: 'never' }]).status['completionTime']).toBe(ONE)
    const { startTime, completionTime } = of([complete(THREE, TWO)]).status
    expect(String(startTime) <= String(completionTime)).toBe(true)
    expect(of([complete(THREE, TWO)], { startTime: THREE }).status).toMatchObject({
      startTime: THREE,
      completionTime: THREE,
    })
    expect(of([complete(ONE, TWO)], { startTime: FOUR, completionTime: THREE }).status).toMatchObject({
      startTime: FOUR,
      completionTime: THREE,
    })
    expect(of([complete(ONE, TWO)], { startTime: 'never', completionTime: 'never' }).status).toMatchObject({
      startTime: ONE,
      completionTime: TWO,
    })
  })
})

describe('Jobs of which upstream takes nothing back (AGG-2)', () => {
  const wasComplete = complete(ONE, TWO)
  const wasFailed = failed(ONE, TWO)
  const stays = (type: string, why: string) => ({
    path: `/conditions/${type}`,
    message: `it stays, although ${why}`,
  })

  it('AGG-2 what ended stays ended, as it was said; what is not true any more is told', () => {
    const joined = of([running(THREE), wasComplete], wasComplete)
    expect(joined.status['conditions']).toEqual([
      is('Complete', { message: 'done', lastTransitionTime: TWO }),
      is('SuccessCriteriaMet'),
    ])
    expect([...joined.provenance].filter(([path]) => path.startsWith('/conditions/'))).toEqual([
      ['/conditions/Complete', []],
      ['/conditions/SuccessCriteriaMet', []],
    ])
    expect(joined.status).toMatchObject({ startTime: ONE, completionTime: TWO, ready: 0, terminating: 0 })
    expect(joined.status).not.toHaveProperty('active')
    expect(joined.problems).toEqual([
      stays('Complete', 'w1 is not complete'),
      { path: '/succeeded', message: 'it stays: it may not fall' },
    ])
    expect(of([], wasComplete).problems).toEqual([
      stays('Complete', 'no WEC reports it any more'),
      { path: '/startTime', message: 'it stays, although no WEC reports it any more' },
      { path: '/succeeded', message: 'it stays: it may not fall' },
    ])
  })

  it('AGG-2 a success that is only announced, and a failure, stay too', () => {
    const announced = { startTime: ONE, conditions: [is('SuccessCriteriaMet')] }
    const meeting = of([running(ONE)], announced)
    expect(told(meeting)).toEqual(['SuccessCriteriaMet=True'])
    expect(meeting.problems).toEqual([stays('SuccessCriteriaMet', 'w1 is not complete')])
    expect(of([wasFailed], announced).problems).toEqual([
      stays('SuccessCriteriaMet', 'w1 is not complete'),
      { path: '/conditions/Failed', message: 'it cannot be said after a success' },
    ])
    const failing = { startTime: ONE, conditions: [is('FailureTarget')] }
    expect(of([running(ONE)], failing).problems).toEqual([stays('FailureTarget', 'the whole has not failed')])
    expect(of([wasComplete], failing).problems).toEqual([
      stays('FailureTarget', 'the whole has not failed'),
      { path: '/conditions/Complete', message: 'it cannot be said after a failure' },
    ])
    const after = of([wasComplete], wasFailed)
    expect(told(after)).toEqual(['Failed=True', 'FailureTarget=True'])
    expect(after.problems).toEqual([
      stays('Failed', 'that is not so in the present WECs'),
      { path: '/conditions/Complete', message: 'it cannot be said after a failure' },
      { path: '/failed', message: 'it stays: it may not fall' },
    ])
    expect(of([wasFailed], wasFailed).problems).toEqual([])
    expect(of([wasFailed], wasComplete).problems.map(({ path }) => path)).toEqual([
      '/conditions/Complete',
      '/conditions/Failed',
      '/succeeded',
    ])
  })
})
