import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { conditionOf, conditionsIn, conditionsOf, mergeConditions } from './condition.ts'
import { frozen, nastyJson } from './json.arbitrary.ts'
import { equalJson, type Json, stringAt } from './json.ts'

const T1 = '2026-01-01T00:00:00Z'
const T2 = '2026-01-02T00:00:00Z'
const T3 = '2026-01-03T00:00:00Z'

const wanted = { type: 'Synced', status: 'True', reason: 'InSync', message: 'all is there' }
const standing = { ...wanted, lastUpdateTime: T1, lastTransitionTime: T1 }

const owned = () =>
  fc.uniqueArray(
    fc.record({
      type: fc.constantFrom('Synced', 'Ready', 'StatusCollectorsAvailable'),
      status: fc.constantFrom('True', 'False', 'Unknown'),
      reason: fc.constantFrom('A', 'B'),
      message: fc.constantFrom('', 'm'),
    }),
    { selector: (condition) => condition.type },
  )

describe('reading conditions', () => {
  it('P-3 passes over what is no condition, and reads what is missing as empty', () => {
    const conditions = [
      7,
      null,
      { status: 'True' },
      { type: 'A', status: true },
      { type: 'B', status: 'True', observedGeneration: 3, lastTransitionTime: T1 },
    ]
    const expected = [
      { type: 'A', status: '', reason: '', message: '' },
      { type: 'B', status: 'True', reason: '', message: '', observedGeneration: 3, lastTransitionTime: T1 },
    ]
    expect(conditionsIn(conditions)).toEqual(expected)
    expect(conditionsOf({ status: { conditions } })).toEqual(expected)
    expect(conditionOf(conditionsIn(conditions), 'B')?.status).toBe('True')
    expect(conditionOf(conditionsIn(conditions), 'C')).toBeUndefined()
    for (const object of [undefined, null, 1, {}, { status: 1 }, { status: { conditions: {} } }])
      expect(conditionsOf(object)).toEqual([])
  })
})

describe('writing conditions', () => {
  it('BND-7 keeps the conditions of others, in place', () => {
    const others = [{ type: 'Theirs', status: 'True', extra: [1] }, standing, { odd: true }]
    expect(mergeConditions(others, [{ ...wanted, status: 'False' }], T2)).toMatchObject([
      others[0],
      { status: 'False' },
      others[2],
    ])
    fc.assert(
      fc.property(fc.array(nastyJson()), owned(), (there, ours) => {
        const types = new Set<string>(ours.map((condition) => condition.type))
        const foreign = (list: readonly Json[]) =>
          list.filter(
            (one) =>
              typeof one === 'object' &&
              one !== null &&
              !Array.isArray(one) &&
              !types.has(stringAt(one, 'type') ?? ''),
          )
        expect(foreign(mergeConditions(frozen(there), ours, T1))).toEqual(foreign(there))
      }),
    )
  })

  it('BND-7 moves lastTransitionTime only when the status changes', () => {
    const said = { ...wanted, reason: 'Other', message: 'other' }
    expect(mergeConditions([standing], [said], T2)).toEqual([{ ...standing, ...said }])
    expect(mergeConditions([standing], [{ ...said, status: 'False' }], T2)).toEqual([
      { ...said, status: 'False', lastUpdateTime: T2, lastTransitionTime: T2 },
    ])
  })

  it('P-1 times never go back', () => {
    const ahead = { ...standing, lastUpdateTime: T3, lastTransitionTime: T1 }
    expect(mergeConditions([ahead], [{ ...wanted, status: 'False' }], T2)).toMatchObject([
      { lastUpdateTime: T3, lastTransitionTime: T2 },
    ])
    const broken = { ...standing, lastUpdateTime: 'yesterday', lastTransitionTime: null }
    expect(mergeConditions([broken], [{ ...wanted, status: 'False' }], T2)).toMatchObject([
      { lastUpdateTime: T2, lastTransitionTime: T2 },
    ])
  })

  it('P-6 writes nothing new when nothing of ours changed, whatever the time', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            nastyJson(),
            owned().map((list) => list[0] ?? null),
          ),
        ),
        owned(),
        (there, ours) => {
          const once = mergeConditions(there, ours, T1)
          expect(equalJson(mergeConditions(once, ours, T3), once)).toBe(true)
        },
      ),
    )
  })

  it('BND-7 new conditions come last, in the order of their owner, and each type once', () => {
    const ready = { ...wanted, type: 'Ready' }
    const merged = mergeConditions(
      [standing, { type: 'Theirs' }, { ...standing, status: 'False' }],
      [ready, wanted],
      T2,
    )
    expect(
      merged.map((condition) => [stringAt(condition, 'type'), stringAt(condition, 'lastUpdateTime')]),
    ).toEqual([
      ['Synced', T1],
      ['Theirs', undefined],
      ['Ready', T2],
    ])
  })
})
