import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import type { Member } from './types.ts'

const widget = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'x', generation: 3, creationTimestamp: '2026-01-01T00:00:00Z' },
}
const members = (...statuses: readonly (Json | undefined)[]): readonly Member[] =>
  statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true }))
const of = (...statuses: readonly (Json | undefined)[]) => {
  const { status, provenance } = aggregate(widget, members(...statuses), undefined)
  return [status, Object.fromEntries(provenance)]
}
const said = (type: string, status: string, more: JsonObject = {}): JsonObject => ({ type, status, ...more })

describe('kinds that nobody knows (AGG-9)', () => {
  it('AGG-3, AGG-9 a number is the least, where one is absent 0, but less if one is less', () => {
    expect(of({ n: 3 }, { n: 2 }, { n: 2 })).toEqual([{ n: 2 }, { '/n': ['w2'] }])
    expect(of({ n: 3 }, { n: 2n ** 60n })).toEqual([{ n: 3 }, { '/n': ['w1'] }])
    expect(of({ n: 3 }, { n: 2 }, {})).toEqual([{ n: 0 }, { '/n': ['w3', 'w1'] }])
    expect(of({ n: null }, { n: 2 })).toEqual([{ n: 0 }, { '/n': ['w1', 'w2'] }])
    expect(of({ n: -1 }, {}, { n: 4 })).toEqual([{ n: -1 }, { '/n': ['w1'] }])
    expect(of({ n: 3 }, undefined)[0]).toEqual({ n: 0 })
  })

  it('AGG-9 a truth holds where all say so', () => {
    expect(of({ ok: true }, { ok: true })).toEqual([{ ok: true }, { '/ok': ['w1'] }])
    expect(of({ ok: true }, { ok: false }, { ok: false })).toEqual([{ ok: false }, { '/ok': ['w2'] }])
    expect(of({ ok: true }, {})).toEqual([{ ok: false }, { '/ok': ['w2', 'w1'] }])
    expect(of({}, { ok: false })).toEqual([{ ok: false }, { '/ok': ['w2'] }])
    expect(of({ ok: true }, { ok: 1 })).toEqual([{}, {}])
  })

  it('AGG-9 words and lists stay where all have the same, maps have what all have in common', () => {
    expect(of({ a: 'x', b: [1, { c: 2 }] }, { b: [1, { c: 2 }], a: 'x' })).toEqual([
      { a: 'x', b: [1, { c: 2 }] },
      { '/a': ['w1'], '/b': ['w1'] },
    ])
    expect(of({ a: 'x', b: [1] }, { a: 'y', b: [1, 2] })).toEqual([{}, {}])
    expect(of({ a: 'x' }, {})).toEqual([{}, {}])
    expect(of({ m: { a: 'x', 'b/~': 1 } }, { m: { a: 'y', 'b/~': 2 } })).toEqual([
      { m: { 'b/~': 1 } },
      { '/m/b~1~0': ['w1'] },
    ])
    expect(of({ m: {} }, { m: {} })).toEqual([{ m: {} }, { '/m': ['w1'] }])
    expect(of({ m: { a: 'x' } }, { m: {} })).toEqual([{}, {}])
    expect(of({ m: { n: 1 } }, { m: [1] })).toEqual([{}, {}])
    expect(of({ m: { n: 1 } }, {})).toEqual([{}, {}])
    expect(of({ a: null }, { a: null })).toEqual([{}, {}])
    expect(of('odd', { n: 1 })[0]).toEqual({ n: 0 })
  })

  it('AGG-5 the generation is that of the WDS where some WEC tells one, and nobody is behind', () => {
    expect(of({ observedGeneration: 8 }, { observedGeneration: 9 })).toEqual([
      { observedGeneration: 3 },
      { '/observedGeneration': ['w1'] },
    ])
    expect(of({}, {})).toEqual([{}, {}])
    const behind = aggregate(widget, members({ observedGeneration: 8 }, {}), { observedGeneration: 2 })
    expect(behind.status).toEqual({ observedGeneration: 2 })
    expect(behind.provenance.get('/observedGeneration')).toEqual(['w2'])
  })

  it('AGG-5, AGG-10 conditions further down have generations of the WDS too, and are no conditions of the whole', () => {
    const listener = (observedGeneration: Json) => ({
      conditions: [said('Ready', 'True', { observedGeneration })],
    })
    expect(of({ inner: listener(8) }, { inner: listener(9) })).toEqual([
      { inner: listener(3) },
      { '/inner/conditions': ['w1'] },
    ])
    expect(of({ inner: listener('x') })[0]).toEqual({ inner: listener('x') })
    const old: Member = { wec: 'w1', status: { inner: listener(8) }, current: true, generation: 9 }
    const { status } = aggregate(widget, [old], { inner: listener(2) })
    expect(status).toEqual({ inner: listener(2) })
  })

  it('AGG-4, AGG-7 conditions are merged where some WEC has any, and say who is not heard', () => {
    const ready = said('Ready', 'True', { lastTransitionTime: '2026-01-02T00:00:00Z' })
    expect(of({ conditions: [ready], conditionsOf: 'x' }, undefined)).toEqual([
      {
        conditions: [
          said('Reconciling', 'True', {
            reason: 'NotReported',
            message: 'w2: it has reported nothing',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          }),
          { ...ready, status: 'Unknown', reason: 'NotReported', message: 'w2: it has not reported Ready' },
        ],
      },
      { '/conditions/Ready': ['w2', 'w1'], '/conditions/Reconciling': ['w2'] },
    ])
    expect(of({ conditions: [] }, { conditions: [] })).toEqual([{}, {}])
    expect(of({ conditions: 'x' }, { conditions: 'x' })).toEqual([{}, {}])
  })

  it('P-2, P-3 what no server takes for its depth is as if it had not been said', () => {
    const nested = (levels: number): Json =>
      Array.from({ length: levels }).reduce<Json>((inner) => ({ a: inner }), 1)
    expect(of(nested(600), nested(600))).toEqual([{}, {}])
    expect(of(nested(400), nested(400))[0]).toEqual(nested(400))
  })

  it('AGG-9 of a group of its own nobody knows a kind, whatever its name', () => {
    const both = members({ updatedReplicas: 3 }, { updatedReplicas: 2 })
    const named = (apiVersion: string, kind: string) =>
      aggregate({ ...widget, apiVersion, kind, spec: { replicas: 2 } }, both, undefined).status
    expect(named('example.com/v1', 'Deployment')).toEqual({ updatedReplicas: 2 })
    expect(named('apps/v1', 'Widget')).toEqual({ updatedReplicas: 2 })
    expect(named('apps/v1', 'Deployment')).toMatchObject({ updatedReplicas: 3 })
  })
})
