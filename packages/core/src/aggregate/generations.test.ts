import { describe, expect, it } from 'vitest'
import { isList, isObject, type Json, type JsonObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import { withConditionGenerations, withOwnGeneration } from './condition-generations.ts'
import { countedGeneration } from './generation.ts'
import { isGeneration, isObserved } from './reading.ts'

const is = (type: string, observedGeneration?: Json): JsonObject => ({
  type,
  ...(observedGeneration !== undefined && { observedGeneration }),
})

describe('a generation as the WDS counts (AGG-5)', () => {
  it('AGG-5 is the object’s where that is reached, else the last one for which it was so', () => {
    expect(countedGeneration(3, true, undefined)).toBe(3)
    expect(countedGeneration(3, false, 1)).toBe(1)
    expect(countedGeneration(3, false, 2n)).toBe(2n)
    for (const none of [undefined, 0, -1, 1.5, '2', 0n, -1n, 4, 5n])
      expect([none, countedGeneration(3, false, none)]).toEqual([none, undefined])
  })

  it('AGG-1, AGG-5 is one less where it was reached before, and none where there is none less', () => {
    expect(countedGeneration(3, false, 3)).toBe(2)
    expect(countedGeneration(2, false, 2)).toBe(1)
    expect(countedGeneration(1, false, 1)).toBeUndefined()
  })

  it('AGG-5 is none for a kind that has none', () => {
    expect([countedGeneration(0, true, 1), countedGeneration(-1, true, 1)]).toEqual([undefined, undefined])
  })

  it('AGG-5, AGT-3 is observed where the report says no older one than the WEC has', () => {
    expect([isObserved(2, undefined), isObserved(2, 2), isObserved(3, 2), isObserved(1, 2)]).toEqual([
      true,
      true,
      true,
      false,
    ])
    // What is no generation says nothing: neither does what is missing.
    expect([undefined, 0, 'x', null].map((odd) => isObserved(odd, 2))).toEqual([true, true, true, true])
    expect([1, 1n, 2n ** 70n].map(isGeneration)).toEqual([true, true, true])
    expect([0, -1, 0n, -1n, 1.5, '1', true, undefined].some(isGeneration)).toBe(false)
  })

  it('AGG-5, AGG-10 of an aggregate is of the WEC that is behind, else of the first; of no WEC there is none', () => {
    const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'x', generation: 3 } }
    const seen = { observedGeneration: 8 }
    const of = (...all: readonly boolean[]) =>
      aggregate(
        deployment,
        all.map((current, at) => ({ wec: `w${at + 1}`, status: seen, current })),
        { observedGeneration: 2 },
      )
    expect([of(true, true), of(true, false)].map(({ status }) => status['observedGeneration'])).toEqual([
      3, 2,
    ])
    expect(
      [of(true, true), of(true, false)].map(({ provenance }) => provenance.get('/observedGeneration')),
    ).toEqual([['w1'], ['w2']])
    expect(of().status).toEqual({})
  })
})

describe('the generations of conditions', () => {
  const numbered = (status: Json, there?: Json) =>
    withConditionGenerations(status, there, (generation, standing) => [generation, standing ?? null])

  it('AGG-5 are changed at whatever depth, each with the condition of its type that stands in its place', () => {
    const status = {
      conditions: [is('A', 1), is('B')],
      listeners: [{ conditions: [is('C', 2)] }, { conditions: [is('C', 3)] }],
      deep: { conditions: [is('D', 4)], observedGeneration: 9 },
    }
    const there = {
      conditions: [is('B', 5), is('A', 6)],
      listeners: [{}, { conditions: [is('C', 7)] }],
      deep: { conditions: [is('X', 8)] },
    }
    expect(numbered(status, there)).toEqual({
      conditions: [is('A', [1, is('A', 6)]), is('B')],
      listeners: [{ conditions: [is('C', [2, null])] }, { conditions: [is('C', [3, is('C', 7)])] }],
      deep: { conditions: [is('D', [4, null])], observedGeneration: 9 },
    })
  })

  it('AGG-5 of several of one type the first stands for the first', () => {
    const list = { conditions: [is('A', 1), is('A', 2), is('A', 3)] }
    expect(numbered(list, { conditions: [is('A', 4), is('B', 5), is('A', 6)] })).toEqual({
      conditions: [is('A', [1, is('A', 4)]), is('A', [2, is('A', 6)]), is('A', [3, null])],
    })
  })

  it('AGG-5, P-3 are nowhere else, whatever looks alike', () => {
    const odd = { conditions: [7, 'x', [is('A', 1)]], a: { observedGeneration: 1 }, b: [1, null] }
    expect(numbered(odd, { conditions: 'x', a: [], b: {} })).toEqual(odd)
    expect(numbered({ conditions: { A: is('A', 1) } })).toEqual({ conditions: { A: is('A', 1) } })
    expect(
      numbered({ items: [{ conditions: [is('A', 1)] }] }, { items: { 0: { conditions: [is('A', 2)] } } }),
    ).toEqual({
      items: [{ conditions: [is('A', [1, null])] }],
    })
    expect([numbered(7), numbered(null)]).toEqual([7, null])
  })

  it('AGG-5 go where nothing is put in their place, and the others stay in order', () => {
    const gone = withConditionGenerations(
      { conditions: [{ a: 1, ...is('A', 1), b: 2 }] },
      undefined,
      () => undefined,
    )
    expect(JSON.stringify(gone)).toBe('{"conditions":[{"a":1,"type":"A","b":2}]}')
    expect(
      withOwnGeneration({ observedGeneration: 1, a: { observedGeneration: 2 } }, () => undefined),
    ).toEqual({
      a: { observedGeneration: 2 },
    })
    expect(withOwnGeneration({ observedGeneration: 1, a: 2 }, (found) => [found])).toEqual({
      observedGeneration: [1],
      a: 2,
    })
  })

  it('P-2 are looked for as deep as servers let a status be, whatever the size of the stack', () => {
    const nested = (levels: number) =>
      Array.from({ length: levels }).reduce<Json>((inner) => ({ a: inner }), { conditions: [is('A', 1)] })
    const innermost = (made: Json): Json => {
      let at = made
      while (isObject(at) && at['a'] !== undefined) at = at['a']
      return at
    }
    const changed = (levels: number) => {
      const found = innermost(numbered(nested(levels)))
      const conditions = isObject(found) ? found['conditions'] : undefined
      const [first] = isList(conditions) ? conditions : []
      return isObject(first) && isList(first['observedGeneration'])
    }
    expect([changed(0), changed(499), changed(500), changed(3_000)]).toEqual([true, true, false, false])
  })
})
