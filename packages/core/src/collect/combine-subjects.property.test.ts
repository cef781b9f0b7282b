import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellOf, collectorActivation, type Expression, evaluateExpression } from '../cel/index.ts'
import type { Json } from '../kube/index.ts'
import { combineRows } from './combine-rows.ts'
import { evaluateRow, type RowInput } from './evaluate-row.ts'
import { inputs, queries, queryOf } from './query.arbitrary.ts'

const STEPS = 2_000
const runs = { numRuns: 150 }

function activationOf({ wec, labels, annotations, object, status = {}, at }: RowInput) {
  return collectorActivation({
    inventory: { name: wec, labels, annotations },
    obj: object,
    returned: { status },
    lastReturnedUpdateTimestamp: at,
  })
}

describe('rows and what they add up to', () => {
  it('COL-3 a row is kept where the filter is true, and what is neither that, false nor null is an error of it', () => {
    fc.assert(
      fc.property(queries, inputs, (query, given) => {
        const { filter } = query
        if (filter === undefined) return
        for (const input of given) {
          const found = evaluateExpression(filter, activationOf(input), STEPS)
          const row = evaluateRow(query, input, STEPS)
          expect(row.isKept).toBe(found.ok && found.value.type === 'bool' && found.value.value)
          const isError = !found.ok || !['bool', 'null'].includes(found.value.type)
          expect(row.errors.some(({ columnName }) => columnName === '')).toBe(isError)
          if (isError) expect(row.errors).toHaveLength(1)
        }
      }),
      runs,
    )
  })

  it('COL-6 counts, sums, averages and extremes are those of the numbers that WECs report', () => {
    const types = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX']
    const query = queryOf({
      combinedFields: types.map((type) => ({
        name: type,
        type,
        ...(type === 'COUNT' ? {} : { subject: 'returned.status.n' }),
      })),
    })
    const reported = fc.oneof(
      fc.integer({ min: -1000, max: 1000 }).map((n): Json => n),
      fc.constantFrom<Json | undefined>('12', '-3', '0x10', 'x', null, true, undefined),
    )
    fc.assert(
      fc.property(fc.array(reported, { maxLength: 6 }), (values) => {
        const rows = values.map((n, at) =>
          evaluateRow(
            query,
            {
              wec: `wec-${at}`,
              labels: {},
              annotations: {},
              object: {},
              status: n === undefined ? {} : { n },
              at: undefined,
            },
            STEPS,
          ),
        )
        const numbers = values.flatMap((n) =>
          typeof n === 'number' || n === '12' || n === '-3' ? [Number(n)] : [],
        )
        const sum = numbers.reduce((all, one) => all + one, 0)
        const [row] = combineRows('c', query, rows).rows
        const shown = row?.map((cell) =>
          'float' in cell ? Number(cell.float.replace('Inf', 'Infinity')) : cell,
        )
        expect(shown).toEqual([
          values.length,
          sum,
          sum / numbers.length,
          Math.min(...numbers),
          Math.max(...numbers),
        ])
      }),
      runs,
    )
  })

  it('COL-12 fewer steps give the same or the error that there were too few, and enough of them the same always', () => {
    fc.assert(
      fc.property(queries, inputs, fc.integer({ min: 1, max: STEPS }), (query, given, few) => {
        const expressions = query.select.map(({ expression }) => expression)
        if (query.filter !== undefined) expressions.push(query.filter)
        const said = (expression: Expression, input: RowInput, steps: number) => {
          const found = evaluateExpression(expression, activationOf(input), steps)
          return found.ok ? cellOf(found.value) : found.error.code
        }
        for (const expression of expressions)
          for (const input of given) {
            const least = said(expression, input, few)
            if (least !== 'TooCostly') expect(said(expression, input, few * 2)).toEqual(least)
          }
      }),
      runs,
    )
  })
})
