import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, compareUtf8, type Json } from '../kube/index.ts'
import { combineRows } from './combine-rows.ts'
import { evaluateRow, type RowInput } from './evaluate-row.ts'
import { aggregates, inputs, queries, queryOf, selects } from './query.arbitrary.ts'
import type { Query } from './types.ts'

const STEPS = 2_000
const rowsOf = (query: Query, given: readonly RowInput[]) =>
  given.map((input) => evaluateRow(query, input, STEPS))
const resultOf = (query: Query, given: readonly RowInput[]) => combineRows('c', query, rowsOf(query, given))
const runs = { numRuns: 150 }

const reporting = (wec: string, status: Json | undefined): RowInput => ({
  wec,
  labels: {},
  annotations: {},
  object: {},
  status,
  at: undefined,
})
const sum = (subject: string) => queryOf({ combinedFields: [{ name: 'f', type: 'SUM', subject }] })

describe('a result', () => {
  it('P-2 is the same in whatever order WECs are given', () => {
    fc.assert(
      fc.property(
        queries,
        inputs.chain((made) =>
          fc.tuple(fc.constant(made), fc.shuffledSubarray([...made], { minLength: made.length })),
        ),
        (query, [given, shuffled]) => {
          expect(resultOf(query, shuffled)).toEqual(resultOf(query, given))
        },
      ),
      runs,
    )
  })

  it('COL-7 has no more rows than the limit, and no more errors, but one of each column that has any', () => {
    fc.assert(
      fc.property(queries, inputs, (query, given) => {
        const result = resultOf(query, given)
        expect(result.rows.length).toBeLessThanOrEqual(query.limit)
        const all = rowsOf(query, given).flatMap(({ errors }) => errors)
        const columns = new Set(all.map(({ columnName }) => columnName))
        expect(result.rowErrors.length).toBe(Math.min(all.length, Math.max(query.limit, columns.size)))
        expect(new Set(result.rowErrors.map(({ columnName }) => columnName))).toEqual(columns)
        const ordered = result.rowErrors.map(({ wec }) => wec)
        expect(ordered).toEqual(ordered.toSorted(compareUtf8))
      }),
      runs,
    )
  })

  it('COL-7 a lower limit is a beginning of a higher one', () => {
    fc.assert(
      fc.property(queries, inputs, (query, given) => {
        const all = resultOf({ ...query, limit: 100 }, given)
        expect(resultOf(query, given).rows).toEqual(all.rows.slice(0, query.limit))
      }),
      runs,
    )
  })

  it('COL-4 a list has a row for each WEC that the filter keeps, a cell for each column', () => {
    fc.assert(
      fc.property(selects, inputs, (query, given) => {
        const rows = rowsOf({ ...query, limit: 100 }, given)
        const result = resultOf({ ...query, limit: 100 }, given)
        expect(result.rows.length).toBe(rows.filter(({ isKept }) => isKept).length)
        for (const cells of result.rows) expect(cells.length).toBe(result.columnNames.length)
        // COL-3, COL-4: what fails is Null, and said.
        for (const { isKept, cells = [], errors } of rows) {
          if (!isKept) expect(errors.every(({ columnName }) => columnName === '')).toBe(true)
          const failed = errors.map(({ columnName }) =>
            query.select.findIndex(({ name }) => name === columnName),
          )
          for (const at of failed.filter((it) => it >= 0)) expect(cells[at]).toEqual({ type: 'Null' })
        }
      }),
      runs,
    )
  })

  it('COL-5 groups are distinct by what is seen, in the order of that; all rows of no group are said', () => {
    fc.assert(
      fc.property(aggregates, inputs, (query, given) => {
        const counting = {
          ...query,
          limit: 100,
          combinedFields: [{ name: 'n', type: 'COUNT', subject: undefined }],
        } as const
        const result = resultOf(counting, given)
        const keys = result.rows.map((cells) => canonicalJson(cells.slice(0, -1)))
        expect(new Set(keys).size).toBe(keys.length)
        expect(keys).toEqual(keys.toSorted(compareUtf8))
        const counted = result.rows
          .map((cells) => cells.at(-1))
          .map((cell) => Number(cell?.type === 'Number' && cell.float))
        const rows = rowsOf(counting, given)
        const grouped = rows.filter(({ isKept, cells }) => isKept && cells !== undefined)
        // COL-5, COL-6: every row counts once.
        expect(counted.reduce((total, one) => total + one, 0)).toBe(grouped.length)
        for (const { isKept, cells, errors } of rows)
          if (isKept && cells === undefined) expect(errors.length).toBeGreaterThan(0)
        if (query.groupBy.length === 0) expect(result.rows.length).toBe(1)
      }),
      runs,
    )
  })

  it('P-5 the row of a WEC is the same, whatever others say', () => {
    fc.assert(
      fc.property(selects, inputs, inputs, (query, given, others) => {
        const names = new Set(given.map(({ wec }) => wec))
        const more = [...given, ...others.filter(({ wec }) => !names.has(wec))]
        const wide = { ...query, limit: 100 }
        const alone = rowsOf(wide, given).filter(({ isKept }) => isKept)
        const rows = resultOf(wide, more).rows
        for (const { cells } of alone) expect(rows).toContainEqual(cells)
      }),
      runs,
    )
  })
})

describe('aggregates', () => {
  const cellIn = (query: Query, statuses: readonly (Json | undefined)[]) => {
    const result = resultOf(
      query,
      statuses.map((status, at) => reporting(`w${at}`, status)),
    )
    return { ...result, cell: result.rows[0]?.[0] }
  }

  it('COL-6 what fails or is no number is left out of its column alone, and said', () => {
    const { cell, rowErrors, aggregationErrors } = cellIn(sum('returned.status.n'), [
      { n: 1 },
      { n: '2.5' },
      {},
      { n: 'x' },
      { n: true },
    ])
    expect(cell).toEqual({ type: 'Number', float: '3.5' })
    expect(rowErrors.map(({ wec }) => wec)).toEqual(['w2'])
    expect(aggregationErrors).toEqual([
      {
        columnName: 'f',
        error: 'for WEC w3, it is the text "x", which reads as no number (and 1 more WECs)',
      },
    ])
  })

  it('COL-6 what is no number is told with its type or text, and of how many WECs', () => {
    const errorOf = (...statuses: readonly Json[]) =>
      cellIn(sum('returned.status.n'), statuses).aggregationErrors.map(({ error }) => error)
    expect(errorOf({ n: 1 }, { n: true })).toEqual([
      'for WEC w1, it is a value of type bool, which is no number',
    ])
    expect(errorOf({ n: [] }, { n: 1 }, { n: 'x' }, { n: 'y' })).toEqual([
      'for WEC w0, it is a value of type list, which is no number (and 2 more WECs)',
    ])
    const average = queryOf({ combinedFields: [{ name: 'f', type: 'AVG', subject: 'returned.status.n' }] })
    expect(cellIn(average, []).aggregationErrors).toEqual([
      { columnName: 'f', error: 'no values to average' },
    ])
  })

  it('COL-6 MIN and MAX pass over what is no number, and of 0 and -0 the first stays, as Go compares', () => {
    const most = (type: string, ...given: readonly string[]) => {
      const query = queryOf({ combinedFields: [{ name: 'f', type, subject: 'returned.status.n' }] })
      return cellIn(
        query,
        given.map((n) => ({ n })),
      ).cell
    }
    expect(most('MIN', '0', '-0', 'NaN')).toEqual({ type: 'Number', float: '0' })
    expect(most('MAX', 'NaN', '-0', '0')).toEqual({ type: 'Number', float: '-0' })
  })

  it.each([
    ['COUNT', '0', 0],
    ['SUM', '0', 0],
    ['MIN', '+Inf', 0],
    ['MAX', '-Inf', 0],
    ['AVG', 'NaN', 1],
  ] as const)('COL-6 %s over nothing is %s', (type, float, errors) => {
    const query = queryOf({
      combinedFields: [{ name: 'f', type, ...(type === 'COUNT' ? {} : { subject: '1' }) }],
    })
    const { cell, aggregationErrors } = cellIn(query, [])
    expect([cell, aggregationErrors.length]).toEqual([{ type: 'Number', float }, errors])
  })

  it('COL-6 AVG divides by what it added up', () => {
    const query = queryOf({ combinedFields: [{ name: 'f', type: 'AVG', subject: 'returned.status.n' }] })
    expect(cellIn(query, [{ n: 1 }, { n: 2 }, undefined, {}]).cell).toEqual({ type: 'Number', float: '1.5' })
  })

  it('COL-5 1 and 1.0 are one group, and so are two that are no number', () => {
    const query = queryOf({
      groupBy: [{ name: 'g', def: 'double(returned.status.s)' }],
      combinedFields: [{ name: 'n', type: 'COUNT' }],
    })
    const { rows } = cellIn(query, [{ s: 1 }, { s: '1.0' }, { s: 'NaN' }, { s: 'NaN' }])
    expect(rows).toEqual([
      [
        { type: 'Number', float: '1' },
        { type: 'Number', float: '2' },
      ],
      [
        { type: 'Number', float: 'NaN' },
        { type: 'Number', float: '2' },
      ],
    ])
  })

  it('COL-4, COL-5 of a collector that asks for nothing, nothing is shown', () => {
    const result = resultOf(queryOf({}), [reporting('w', {})])
    expect(result).toEqual({ name: 'c', columnNames: [], rows: [], rowErrors: [], aggregationErrors: [] })
  })

  it('COL-6 sums of doubles do not depend on the order in which WECs are given', () => {
    const tenths = [0.1, 0.2, 0.3, 1e16, -1e16].map((n, at) => reporting(`w${at}`, { n }))
    const query = sum('returned.status.n')
    expect(resultOf(query, tenths.toReversed())).toEqual(resultOf(query, tenths))
  })
})

describe('what an expression costs', () => {
  it('COL-12 is bounded: it ends, and the cell says why it has no value', () => {
    const nine = '[1,2,3,4,5,6,7,8,9]'
    const bomb = `${nine}.all(a, ${nine}.all(b, ${nine}.all(c, ${nine}.all(d, ${nine}.all(e, ${nine}.all(f, true))))))`
    const large = `${nine}.map(a, ${nine}.map(b, ${nine}.map(c, ${nine}.map(d, returned.status))))`
    const query = queryOf({
      select: [
        { name: 'bomb', def: bomb },
        { name: 'large', def: large },
      ],
    })
    const row = evaluateRow(query, reporting('w', { a: Array.from({ length: 100 }, () => 'x') }), 100_000)
    expect(row.cells).toEqual([{ type: 'Null' }, { type: 'Null' }])
    expect(row.errors.map(({ columnName }) => columnName)).toEqual(['bomb', 'large'])
    expect(row.errors[1]?.error).toBe('the value is too large to be shown')
  })

  it('COL-3 a filter that gives neither true, false nor null drops the row, and says what it gives', () => {
    const query = queryOf({ filter: 'returned.status.n', select: [{ name: 's', def: '1' }] })
    const rowOf = (n: Json) => evaluateRow(query, reporting('w', { n }), STEPS)
    expect(rowOf(1)).toMatchObject({
      isKept: false,
      errors: [
        {
          wec: 'w',
          columnName: '',
          error: 'the filter must give true, false or null; it gives a value of type int',
        },
      ],
    })
    expect([true, false, null].map((n) => [rowOf(n).isKept, rowOf(n).errors.length])).toEqual([
      [true, 0],
      [false, 0],
      [false, 0],
    ])
  })

  it('COL-3 a filter that costs too much drops the row, and says so', () => {
    const query = queryOf({
      filter: '[1,2,3].all(a, [1,2,3].all(b, a + b > 0))',
      select: [{ name: 's', def: '1' }],
    })
    const row = evaluateRow(query, reporting('w', {}), 5)
    expect([row.isKept, row.errors.map(({ columnName }) => columnName)]).toEqual([false, ['']])
  })
})
