import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goJsonLength, type KubeObject, listAt, stringAt } from '../kube/index.ts'
import { cutResults } from './cut-results.ts'
import type { CollectorResult } from './types.ts'

const LARGEST = 512 * 1024
const around: KubeObject = { apiVersion: 'v1', kind: 'CombinedStatus', metadata: { name: 'x' } }
const sizeOf = (results: ReturnType<typeof cutResults>) => goJsonLength({ ...around, results })

const result = (name: string, rows: number, bytes: number, errors = 0): CollectorResult => ({
  name,
  columnNames: ['a'],
  rows: Array.from({ length: rows }, (_, at) => [{ type: 'String', string: `${at} `.padEnd(bytes, '<') }]),
  rowErrors: Array.from({ length: errors }, (_, at) => ({
    wec: `${at}`,
    columnName: 'a',
    error: 'e'.repeat(bytes),
  })),
  aggregationErrors: [],
})

const manyErrors = (count: number) => ({
  rowErrors: result('x', 0, 20_000, count).rowErrors,
})

describe('a CombinedStatus that is too large (COL-13)', () => {
  it('COL-13 is cut to 512 KiB, of the longest result first, from the end, and says how much', () => {
    const cut = cutResults([result('short', 3, 10), result('long', 300, 1_000)], around)
    expect(sizeOf(cut)).toBeLessThanOrEqual(LARGEST)
    const [short, long] = cut
    expect(listAt(short, 'rows').length).toBe(3)
    expect(listAt(short, 'aggregationErrors')).toEqual([])
    const kept = listAt(long, 'rows')
    expect(stringAt(listAt(kept.at(-1), 'columns')[0], 'string')).toMatch(new RegExp(`^${kept.length - 1} `))
    expect(listAt(long, 'aggregationErrors')).toEqual([
      {
        columnName: '',
        error: expect.stringMatching(new RegExp(`^${300 - kept.length} rows at the end are left out`)),
      },
    ])
    // No more goes than has to.
    const row = goJsonLength(kept[0] ?? null)
    expect(sizeOf(cut)).toBeGreaterThan(LARGEST - 2 * row - 512)
  })

  it('COL-13 loses errors where no rows are left', () => {
    const cut = cutResults([result('errors', 2, 10, 700)], around)
    expect(sizeOf(cut)).toBeLessThanOrEqual(LARGEST)
    const alone = cutResults(
      [result('errors', 2, 10, 7_000)].map((one) => ({
        ...one,
        rowErrors: one.rowErrors.map((it) => ({ ...it, error: 'e'.repeat(100) })),
      })),
      around,
    )
    expect(sizeOf(alone)).toBeLessThanOrEqual(LARGEST)
    expect(listAt(alone[0], 'rows')).toEqual([])
    expect(stringAt(listAt(alone[0], 'aggregationErrors').at(-1), 'error')).toMatch(
      /^2 rows and \d+ errors at/,
    )
  })

  // A `<` is six bytes as Go writes it.
  it('COL-13 of several as long, one after the other is cut, the first first', () => {
    const [first, second] = cutResults([result('a', 17, 3_200), result('b', 17, 3_200)], around)
    const kept = [first, second].map((one) => listAt(one, 'rows').length)
    expect(kept).toEqual([13, 14])
  })

  it('COL-13 cuts only where there is something to cut: names of columns stay, and nothing else helps', () => {
    const wide = { ...result('wide', 0, 0), columnNames: ['x'.repeat(400_000)] }
    const [names, rows] = cutResults([wide, result('rows', 20, 3_333)], around)
    expect(names).toEqual({ name: 'wide', columnNames: wide.columnNames })
    expect(listAt(rows, 'rows').length).toBe(6)
    const wider = { ...wide, columnNames: ['x'.repeat(600_000)] }
    expect(cutResults([wider], around)).toEqual([{ name: 'wide', columnNames: wider.columnNames }])
  })

  it('COL-13 counts what stands around the results', () => {
    const labelled = { ...around, metadata: { name: 'x', annotations: { a: 'x'.repeat(300_000) } } }
    const cut = cutResults([result('rows', 20, 3_333)], labelled)
    expect(goJsonLength({ ...labelled, results: cut })).toBeLessThanOrEqual(LARGEST)
    expect(listAt(cut[0], 'rows').length).toBe(11)
  })

  it('COL-13 says what is left out: rows, errors or both, and how large it may be', () => {
    const cut = cutResults([{ ...result('errors', 0, 0), ...manyErrors(30) }], around)
    expect(stringAt(listAt(cut[0], 'aggregationErrors').at(-1), 'error')).toMatch(
      /^4 errors at the end are left out, or this object would be larger than 512 KiB;/,
    )
  })

  it('COL-13 is whole where it fits, and never larger than allowed', () => {
    const one = fc.tuple(fc.nat(40), fc.nat(20_000), fc.nat(5))
    fc.assert(
      fc.property(fc.array(one, { maxLength: 4 }), (sketches) => {
        const results = sketches.map(([rows, bytes, errors], at) => result(`r${at}`, rows, bytes, errors))
        const whole = results.map(({ name, columnNames, rows, rowErrors }) => ({
          name,
          columnNames,
          ...(rows.length > 0 && { rows: rows.map((columns) => ({ columns })) }),
          ...(rowErrors.length > 0 && {
            rowErrors: rowErrors.map(({ wec, columnName, error }) => ({
              wec: { clusterId: wec },
              columnName,
              error,
            })),
          }),
        }))
        const cut = cutResults(results, around)
        expect(sizeOf(cut)).toBeLessThanOrEqual(LARGEST)
        if (sizeOf(whole) <= LARGEST - 200) expect(cut).toEqual(whole)
      }),
      { numRuns: 40 },
    )
  })
})
