import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyJson } from '../../../../test/generators/any-json.ts'
import { equalJson, type Json } from '../kube/index.ts'
import { type Translation, translatedStatus, withoutGenerations } from './translated-status.ts'

const ready = (observedGeneration?: Json) => ({
  type: 'Ready',
  status: 'True',
  ...(observedGeneration !== undefined && { observedGeneration }),
})
const how = (more: Partial<Translation> = {}): Translation => ({
  isCurrent: true,
  reported: undefined,
  generation: 7,
  there: undefined,
  ...more,
})

describe('generations in reported state (AGG-5)', () => {
  it('AGG-5 are those of the WDS where the WEC is current, in the status and in its conditions', () => {
    expect(translatedStatus({ observedGeneration: 2, replicas: 3, conditions: [ready(2)] }, how())).toEqual({
      observedGeneration: 7,
      replicas: 3,
      conditions: [ready(7)],
    })
  })

  it('AGG-5 are the last ones for which that was so where it is not: what stands there, or none', () => {
    const status = { observedGeneration: 9, conditions: [ready(9)] }
    const there = { observedGeneration: 5, conditions: [ready(4)] }
    expect(translatedStatus(status, how({ isCurrent: false, there }))).toEqual({
      observedGeneration: 5,
      conditions: [ready(4)],
    })
    expect(translatedStatus(status, how({ isCurrent: false }))).toEqual({ conditions: [ready()] })
  })

  it('AGG-5 of a condition that is new there are that of the status, or of its other conditions', () => {
    const status = { observedGeneration: 9, conditions: [ready(9), { ...ready(9), type: 'Available' }] }
    const conditionsOf = (there: Json) =>
      (translatedStatus(status, how({ isCurrent: false, there })) as { conditions: Json }).conditions
    expect(conditionsOf({ observedGeneration: 6, conditions: [ready(4)] })).toEqual([
      ready(4),
      { ...ready(6), type: 'Available' },
    ])
    expect(conditionsOf({ conditions: [ready(4)] })).toEqual([ready(4), { ...ready(4), type: 'Available' }])
    const several = ['odd', 3, 5, 4].map((generation, at) => ({ ...ready(generation), type: `${at}` }))
    expect(conditionsOf({ conditions: several })).toEqual([ready(5), { ...ready(5), type: 'Available' }])
  })

  it('AGG-5 are not those of a controller that has observed nothing yet', () => {
    const there = { observedGeneration: 5 }
    expect(translatedStatus({ observedGeneration: 0 }, how({ there }))).toEqual({ observedGeneration: 5 })
    expect(translatedStatus({ observedGeneration: 0 }, how())).toEqual({})
  })

  it('AGG-5, AGT-3 count where the report carries the generation only once that is observed', () => {
    const there = { observedGeneration: 6, conditions: [ready(6)] }
    const status = { observedGeneration: 2, conditions: [ready(3)] }
    expect(translatedStatus(status, how({ reported: 3, there }))).toEqual({
      observedGeneration: 6,
      conditions: [ready(7)],
    })
    expect(translatedStatus(status, how({ reported: 2, there }))).toMatchObject({ observedGeneration: 7 })
  })

  it('AGG-5, ID-7 do not go beyond the generation that the object has: it may have been made anew', () => {
    const there = { observedGeneration: 40 }
    const made = how({ isCurrent: false, generation: 1, there })
    expect(translatedStatus({ observedGeneration: 3 }, made)).toEqual({})
  })

  it('AGG-5 are none where the WDS counts none', () => {
    expect(translatedStatus({ observedGeneration: 3, phase: 'Bound' }, how({ generation: 0 }))).toEqual({
      phase: 'Bound',
    })
  })

  it('AGG-5 are found in conditions at whatever depth, and nowhere else', () => {
    const status = {
      listeners: [{ name: 'http', conditions: [ready(2)] }],
      child: { observedGeneration: 2 },
    }
    expect(translatedStatus(status, how())).toEqual({
      listeners: [{ name: 'http', conditions: [ready(7)] }],
      child: { observedGeneration: 2 },
    })
  })

  it('AGG-5, NUM-1 are integers, of any size; what is none is no generation', () => {
    expect(translatedStatus({ observedGeneration: 2n ** 60n }, how())).toEqual({ observedGeneration: 7 })
    for (const observedGeneration of ['two', 2.5, null, true])
      expect(translatedStatus({ observedGeneration }, how())).toEqual({ observedGeneration })
    expect(translatedStatus(['no', 'object'], how())).toEqual(['no', 'object'])
  })

  it('RPT-6 are left out where writing a status counts as a change', () => {
    const status = {
      observedGeneration: 2,
      phase: 'x',
      conditions: [ready(2)],
      child: { observedGeneration: 2 },
    }
    expect(withoutGenerations(status)).toEqual({
      phase: 'x',
      conditions: [ready()],
      child: { observedGeneration: 2 },
    })
  })

  it('P-6 once written, they are what they were', () => {
    const generation = fc.constantFrom<Json>(1, 2, 3, 9, 'odd')
    const condition = fc.record(
      { type: fc.constantFrom('Ready', 'Available'), observedGeneration: generation },
      { requiredKeys: ['type'] },
    )
    const status = fc
      .record(
        { observedGeneration: generation, conditions: fc.array(condition, { maxLength: 3 }) },
        { requiredKeys: [] },
      )
      .map((made): Json => made)
    fc.assert(
      fc.property(
        status,
        fc.oneof(status, anyJson()),
        fc.boolean(),
        fc.option(fc.nat(3), { nil: undefined }),
        (reported, there, isCurrent, generationThere) => {
          const made = how({ isCurrent, reported: generationThere, generation: 3, there })
          const once = translatedStatus(reported, made)
          expect(equalJson(translatedStatus(reported, { ...made, there: once }), once)).toBe(true)
        },
      ),
    )
  })

  it('P-3 any JSON has a translation', () => {
    const deep = (levels: number): Json =>
      Array.from({ length: levels }).reduce<Json>((inner) => ({ a: inner }), 1)
    expect(() => translatedStatus(deep(5_000), how())).not.toThrow()
    fc.assert(
      fc.property(anyJson(), anyJson(), fc.boolean(), (status, there, isCurrent) => {
        expect(() => translatedStatus(status, how({ there, isCurrent }))).not.toThrow()
        expect(() => withoutGenerations(status)).not.toThrow()
      }),
    )
  })
})
