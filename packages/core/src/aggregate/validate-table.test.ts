import { describe, expect, it } from 'vitest'
import { builtInTables } from './tables/index.ts'
import { validateKindTable } from './validate-table.ts'

const table = { group: 'example.com', kind: 'Widget', observesGeneration: true, fields: [] }
const pathsOf = (made: unknown) => {
  const read = validateKindTable(made)
  return read.ok
    ? []
    : read.faults.map(({ code, path, message }) => (code === 'FieldInvalid' && message !== '' ? path : code))
}

/** Everything that a table can say. */
const full = {
  ...table,
  nesting: [
    { inner: 'ready', outer: 'all', mend: 'inner' },
    { inner: 'good', outer: 'all', mend: 'outer' },
  ],
  fields: [
    { op: 'least', field: 'a', zero: 'written', silent: 1, keeps: 'always' },
    { op: 'most', field: 'b', zero: 'omitted', keeps: 'unlessResized' },
    { op: 'base', field: 'c', zero: 'reported', desired: { path: ['spec', 'n'], otherwise: 1 } },
    { op: 'relative', field: 'd', zero: 'omitted', to: 'c', worst: 'least' },
    { op: 'relative', field: 'e', zero: 'omitted', to: 'c', worst: 'most' },
    { op: 'rising', field: 'f' },
    { op: 'worst', field: 'g', order: ['Good', 'Bad'] },
    { op: 'earliest', field: 'h' },
    { op: 'latest', field: 'i' },
    { op: 'united', field: 'j' },
    { op: 'alike', field: 'k' },
    { op: 'gathered', field: 'l' },
    { op: 'together', fields: ['m', 'n'], differ: ['m', 'n'] },
  ],
  conditions: { badNews: ['Broken'], reasons: { Ready: { decisive: ['Dead'], fair: ['Fine'] } } },
  ends: {
    complete: 'Complete',
    succeeding: 'Succeeding',
    failed: 'Failed',
    failing: 'Failing',
    suspended: 'Suspended',
    startTime: 'start',
    completionTime: 'end',
    running: ['a'],
  },
  worstWec: {
    signs: [
      [
        { is: 'behind' },
        { is: 'word', field: 'g', words: ['Bad'] },
        { is: 'otherWord', field: 'g', words: ['Good'] },
        { is: 'condition', type: 'Ready' },
        { is: 'condition', type: 'Ready', status: 'False', reasons: ['Dead'] },
        { is: 'noCondition', type: 'Ready', status: 'True' },
        { is: 'waiting', starts: ['Err'], ends: ['Off'] },
        { is: 'died' },
        { is: 'spec', path: ['spec', 'x'], words: ['y'] },
      ],
    ],
    also: [
      { type: 'Stalled', sign: [{ is: 'died' }] },
      { type: 'Reconciling', sign: [] },
    ],
  },
}

describe('a table of how a kind aggregates (AGG-9)', () => {
  it('AGG-9 is data: every rule can be written by a user, and is read as it is written', () => {
    expect(validateKindTable(full)).toEqual({ ok: true, value: full })
    for (const one of builtInTables)
      expect(validateKindTable(JSON.parse(JSON.stringify(one)))).toEqual({ ok: true, value: one })
  })

  it('AGG-9 has no word that nobody reads, at whatever depth: a slip of the pen is told, not passed over', () => {
    const strays = (value: unknown, rebuilt: (made: unknown) => unknown): number => {
      if (Array.isArray(value))
        return value.reduce<number>(
          (sum, one, at) => sum + strays(one, (made) => rebuilt(value.with(at, made))),
          0,
        )
      if (typeof value !== 'object' || value === null) return 0
      expect([value, pathsOf(rebuilt({ ...value, stray: { decisive: [], fair: [] } })).length]).toEqual([
        value,
        // Types of conditions are the user's.
        'Ready' in value ? 0 : 1,
      ])
      return Object.entries(value).reduce<number>(
        (sum, [key, one]) => sum + strays(one, (made) => rebuilt({ ...value, [key]: made })),
        1,
      )
    }
    expect(strays(full, (made) => made)).toBeGreaterThan(30)
  })

  it('AGG-9 has every word in its place, and of the right type', () => {
    const spoilt = (value: unknown, rebuilt: (made: unknown) => unknown): number => {
      if (Array.isArray(value))
        return value.reduce<number>(
          (sum, one, at) => sum + spoilt(one, (made) => rebuilt(value.with(at, made))),
          0,
        )
      if (typeof value === 'object' && value !== null)
        return Object.entries(value).reduce<number>(
          (sum, [key, one]) => sum + spoilt(one, (made) => rebuilt({ ...value, [key]: made })),
          0,
        )
      expect([value, pathsOf(rebuilt({})).length]).not.toEqual([value, 0])
      return 1
    }
    expect(spoilt(full, (made) => made)).toBeGreaterThan(90)
    expect(pathsOf({ ...table, fields: [{ op: 'sum', field: 'a' }] })).toEqual(['fields.0.op'])
    expect(pathsOf(7)).toEqual([''])
  })

  it('AGG-9 has one rule for each field, none for what is decided elsewhere, and a base for what is relative', () => {
    const fields = (...list: readonly object[]) => validateKindTable({ ...table, fields: list })
    const least = { op: 'least', field: 'n', zero: 'omitted' }
    expect(fields(least, { op: 'most', field: 'n', zero: 'omitted' })).toEqual({
      ok: false,
      faults: [{ code: 'FieldInvalid', path: 'fields.1.field', message: 'n is decided elsewhere' }],
    })
    const stray = { op: 'relative', field: 'm', zero: 'omitted', to: 'n', worst: 'least' }
    expect(fields(least, stray)).toEqual({
      ok: false,
      faults: [{ code: 'FieldInvalid', path: 'fields.1.to', message: 'no rule makes n a base' }],
    })
    const several = { op: 'together', fields: ['conditions', 'observedGeneration', 'a'], differ: ['a', 'b'] }
    expect(pathsOf({ ...table, fields: [several, { op: 'alike', field: 'a' }] })).toEqual([
      'fields.0.field',
      'fields.0.field',
      'fields.1.field',
    ])
  })
})
