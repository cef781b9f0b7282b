import { describe, expect, it } from 'vitest'
import type { Json, JsonObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import type { KindTable } from './kind-table.ts'

const widget = {
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'x', generation: 3 },
  spec: {},
}
type Fields = KindTable['fields']
const BEHIND = { current: false }

/** Of WECs w1, w2, …: what is written at each path, and who decided it. */
function by(
  fields: Fields,
  statuses: readonly (Json | undefined)[],
  earlier?: Json,
  more: readonly Readonly<{ current?: boolean }>[] = [],
): readonly [JsonObject, JsonObject] {
  const { status, provenance } = aggregate(
    widget,
    statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true, ...more[at] })),
    earlier,
    [{ group: 'example.com', kind: 'Widget', observesGeneration: false, fields: [...fields] }],
  )
  return [status, Object.fromEntries([...provenance].map(([path, from]) => [path, [...from]]))]
}

const START = '2026-01-01T00:00:00Z'
const SAME = '2026-01-01T01:00:00+01:00'
const LATER = '2026-01-02T00:00:00Z'

describe('fields that are no counts, by the rules of tables', () => {
  it('AGG-2 one that rises is the greatest of all and of what stands, and stays where nobody says more', () => {
    const rising: Fields = [{ op: 'rising', field: 'n' }]
    expect(by(rising, [{ n: 2 }, { n: 5 }, { n: 5 }])).toEqual([{ n: 5 }, { '/n': ['w2'] }])
    expect(by(rising, [{ n: 2 }, { n: 0 }], { n: 4 })).toEqual([{ n: 4 }, { '/n': [] }])
    expect(by(rising, [{ n: 4 }, { n: 'x' }, undefined], { n: 4 })).toEqual([{ n: 4 }, { '/n': [] }])
    expect(by(rising, [{ n: 0 }])).toEqual([{ n: 0 }, { '/n': ['w1'] }])
    expect(by(rising, [{}], { n: 0 })).toEqual([{ n: 0 }, { '/n': [] }])
    expect(by(rising, [{ n: 'x' }], { n: 'x' })).toEqual([{}, {}])
    expect(by(rising, [{ n: 0 }], { n: -1 })).toEqual([{ n: 0 }, { '/n': ['w1'] }])
  })

  it('AGG-8 one that is alike stands only where all WECs have the same', () => {
    const alike: Fields = [{ op: 'alike', field: 'a.b' }]
    expect(by(alike, [{ a: { b: [1] } }, { a: { b: [1] } }])).toEqual([{ a: { b: [1] } }, { '/a/b': ['w1'] }])
    expect(by(alike, [{ a: { b: 1 } }, { a: { b: 2 } }])).toEqual([{}, {}])
    expect(by(alike, [{ a: { b: 1 } }, undefined])).toEqual([{}, {}])
    expect(by(alike, [{}, {}])).toEqual([{}, {}])
  })

  it('AGG-4, AGG-8 a word is the worst that any WEC has; none where one has none, or nobody current says a good one', () => {
    const phase: Fields = [{ op: 'worst', field: 'phase', order: ['Fine', 'Slow', 'Lost'] }]
    const of = (...phases: readonly Json[]) => phases.map((one) => ({ phase: one }))
    expect(by(phase, of('Fine', 'Lost', 'Slow'))).toEqual([{ phase: 'Lost' }, { '/phase': ['w2'] }])
    expect(by(phase, of('Slow', 'Slow', 'Fine'))).toEqual([{ phase: 'Slow' }, { '/phase': ['w1'] }])
    expect(by(phase, of('Lost', 'odd', 'strange', 'Odd', 'Fine'))).toEqual([
      { phase: 'Odd' },
      { '/phase': ['w4'] },
    ])
    expect(by(phase, of('Lost', 7))).toEqual([{}, {}])
    expect(by(phase, [...of('Lost'), {}])).toEqual([{}, {}])
    // A silent WEC hides a good word, not a bad one.
    expect(by(phase, [...of('Fine'), undefined])).toEqual([{}, {}])
    expect(by(phase, [...of('Slow'), undefined])).toEqual([{ phase: 'Slow' }, { '/phase': ['w1'] }])
    expect(by(phase, of('Slow', 'Lost'), undefined, [{}, BEHIND])).toEqual([
      { phase: 'Lost' },
      { '/phase': ['w2'] },
    ])
    expect(by(phase, of('Fine', 'Fine'), undefined, [{}, BEHIND])).toEqual([{}, {}])
  })

  it('AGG-6 a time is the earliest or latest that all have, whatever the offset', () => {
    const times: Fields = [
      { op: 'earliest', field: 'a' },
      { op: 'latest', field: 'b' },
    ]
    const of = (...all: readonly Json[]) => all.map((one) => ({ a: one, b: one }))
    expect(by(times, of(LATER, SAME, START))).toEqual([
      { a: SAME, b: LATER },
      { '/a': ['w2'], '/b': ['w1'] },
    ])
    expect(by(times, of(START, LATER, LATER))).toEqual([
      { a: START, b: LATER },
      { '/a': ['w1'], '/b': ['w2'] },
    ])
    expect(by(times, [{ a: START, b: 'never' }, { a: START }])).toEqual([{ a: START }, { '/a': ['w1'] }])
    expect(by(times, of(START, 7))).toEqual([{}, {}])
    expect(by(times, [...of(START), undefined])).toEqual([{}, {}])
    const early = '1969-01-01T00:00:00Z'
    expect(by(times, of(early, START))).toEqual([
      { a: early, b: START },
      { '/a': ['w1'], '/b': ['w2'] },
    ])
  })

  it('AGG-8 lists are united where every WEC has one that counts, and gathered from those that have some', () => {
    const united: Fields = [{ op: 'united', field: 'list' }]
    const gathered: Fields = [{ op: 'gathered', field: 'list' }]
    const of = (...lists: readonly Json[]) => lists.map((list) => ({ list }))
    for (const rule of [united, gathered])
      expect(by(rule, of(['b', 'c'], ['c', 'b'], ['a', 'd', 'b']))).toEqual([
        { list: ['a', 'b', 'c', 'd'] },
        { '/list': ['w1', 'w3'] },
      ])
    for (const odd of [{}, { list: [] }, { list: 'x' }, undefined]) {
      expect(by(united, [...of(['b']), odd])).toEqual([{}, {}])
      expect(by(gathered, [odd, ...of(['b'])])).toEqual([{ list: ['b'] }, { '/list': ['w2'] }])
      expect(by(gathered, [odd])).toEqual([{}, {}])
    }
    expect(by(united, of(['b'], ['a']), undefined, [{}, BEHIND])).toEqual([{}, {}])
    expect(by(gathered, of(['b'], ['a']), undefined, [{}, BEHIND])[0]).toEqual({ list: ['a', 'b'] })
  })

  it('AGG-6 fields that belong together come from one WEC: the first in which they differ, else the first that speaks', () => {
    const together: Fields = [{ op: 'together', fields: ['now', 'next', 'note'], differ: ['now', 'next'] }]
    const same = { now: 'a', next: 'a', note: 'first' }
    expect(by(together, [undefined, same, { now: 'b', next: 'b' }])).toEqual([
      same,
      { '/now': ['w2'], '/next': ['w2'], '/note': ['w2'] },
    ])
    expect(by(together, [same, { now: 'b', next: 'c', note: 7 }, { now: 'd', next: 'e' }])).toEqual([
      { now: 'b', next: 'c' },
      { '/now': ['w2'], '/next': ['w2'] },
    ])
    expect(by(together, [{ now: 'a', next: 'a' }, { next: 'b' }])[0]).toEqual({ next: 'b' })
    expect(by(together, [undefined])).toEqual([{}, {}])
  })

  it('AGG-9 paths of keys joined by dots are put together again', () => {
    const paths = ['a.b.c', 'a.b.d', 'a.e', 'f']
    const fields = paths.map((field) => ({ op: 'most', field, zero: 'written' }) as const)
    const status = { a: { b: { c: 1, d: 2 }, e: 3 }, f: 4 }
    expect(by(fields, [status])).toEqual([
      status,
      Object.fromEntries(paths.map((path) => [`/${path.replaceAll('.', '/')}`, ['w1']])),
    ])
  })
})

describe('counts, by the rules of tables', () => {
  it('AGG-2, AGG-3, NUM-1 are whole, not negative, and of 32 bits; what is none counts as none', () => {
    const most: Fields = [{ op: 'most', field: 'n', zero: 'omitted' }]
    const of = (n: Json) => by(most, [{ n }])[0]
    expect([of(3), of(2 ** 31), of(2n ** 60n), of(2 ** 31 - 1)]).toEqual(
      [3, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1].map((n) => ({ n })),
    )
    expect([of(-1), of(1.5), of('3'), of(-(2n ** 60n)), of(0), of(null)]).toEqual(
      Array.from({ length: 6 }, () => ({})),
    )
  })

  it('AGG-4 count for a silent WEC what the table says', () => {
    const rule = { op: 'least', field: 'n', zero: 'written' } as const
    expect(by([rule], [{ n: 4 }, undefined])).toEqual([{ n: 0 }, { '/n': ['w2'] }])
    expect(by([{ ...rule, silent: 2 }], [{ n: 4 }, undefined])).toEqual([{ n: 2 }, { '/n': ['w2'] }])
    expect(by([{ ...rule, silent: 2 }], [{ n: 4 }, {}])).toEqual([{ n: 0 }, { '/n': ['w2'] }])
  })

  it('AGG-3 write a zero where some WEC does, and name it', () => {
    const rule = { op: 'least', field: 'n', zero: 'reported' } as const
    expect(by([rule], [{}, { n: 4 }])).toEqual([{ n: 0 }, { '/n': ['w1', 'w2'] }])
    expect(by([rule], [{ n: 0 }, { n: 0 }])).toEqual([{ n: 0 }, { '/n': ['w1'] }])
    expect(by([rule], [{}, undefined])).toEqual([{}, {}])
  })

  it('AGG-6 relative to a base have its worst surplus or shortfall, and name both WECs', () => {
    const fields: Fields = [
      { op: 'base', field: 'n', zero: 'written' },
      { op: 'relative', field: 'good', to: 'n', worst: 'least', zero: 'written' },
      { op: 'relative', field: 'all', to: 'n', worst: 'most', zero: 'written' },
      { op: 'relative', field: 'stray', to: 'nothing', worst: 'least', zero: 'written' },
    ]
    const of = (n: number, good: number, all: number) => ({ n, good, all, stray: good })
    expect(by(fields, [of(5, 5, 5), of(3, 1, 6), of(2, 2, 2)])).toEqual([
      { n: 5, good: 3, all: 8, stray: 1 },
      { '/n': ['w1'], '/good': ['w1', 'w2'], '/all': ['w1', 'w2'], '/stray': ['w2'] },
    ])
    const huge = 2 ** 31 - 1
    expect(by(fields, [of(1, 0, 1), of(0, 0, huge), of(7, 0, huge)])[0]).toMatchObject({ good: 0, all: huge })
  })

  it('AGG-1, AGG-6 go by the least base while that is below what is desired', () => {
    const desired = { path: ['spec', 'wanted'], otherwise: 2 }
    const fields: Fields = [
      { op: 'base', field: 'n', zero: 'written', desired },
      { op: 'relative', field: 'good', to: 'n', worst: 'least', zero: 'written' },
      { op: 'relative', field: 'all', to: 'n', worst: 'most', zero: 'written' },
    ]
    const table: KindTable = {
      group: 'example.com',
      kind: 'Widget',
      observesGeneration: false,
      fields: [...fields],
    }
    const of = (spec: JsonObject, ...statuses: readonly JsonObject[]) => {
      const members = statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true }))
      const { status, provenance } = aggregate({ ...widget, spec }, members, undefined, [table])
      return [status, provenance.get('/n'), provenance.get('/good')]
    }
    const [four, one] = [
      { n: 4, good: 4, all: 4 },
      { n: 1, good: 1, all: 3 },
    ]
    expect(of({ wanted: 3 }, four, one)).toEqual([{ n: 1, good: 1, all: 4 }, ['w2'], ['w2']])
    expect(of({ wanted: 1n }, four, one)).toEqual([{ n: 4, good: 4, all: 6 }, ['w1'], ['w1']])
    // Nothing is said: a judge may go by its default, or compare counts with one another.
    expect(of({}, four, one)).toEqual([{ n: 4, good: 4, all: 6 }, ['w1', 'w2'], ['w1', 'w2']])
    expect(of({}, four, { ...one, all: 1 })).toEqual([{ n: 1, good: 1, all: 1 }, ['w2'], ['w2', 'w1']])
    expect(of({}, four, { n: 2, good: 2, all: 2 })).toEqual([four, ['w1'], ['w1']])
    expect(of({}, { ...four, good: 3 }, { ...one, all: 1 })[0]).toEqual({ n: 4, good: 3, all: 4 })
  })
})
