import { describe, expect, it } from 'vitest'
import { cellOf } from './cell-of.ts'
import { collectorActivation, collectorEnvironment } from './collector-environment.ts'
import { compileExpression } from './compile-expression.ts'
import { evaluateExpression } from './evaluate-expression.ts'

const row = collectorActivation({
  inventory: { name: 'wec1', labels: {}, annotations: {} },
  obj: { list: [1, 1.5, null, 'a', true], __proto__: 1 },
  returned: {},
  lastReturnedUpdateTimestamp: undefined,
})

function cell(source: string) {
  const compiled = compileExpression(source, collectorEnvironment)
  const result = compiled.ok ? evaluateExpression(compiled.value, row, 100_000) : undefined
  return result?.ok === true ? cellOf(result.value) : 'no value'
}

describe('a cell of a table', () => {
  it.each([
    ["'a'", { type: 'String', string: 'a' }],
    ['9223372036854775807', { type: 'Number', float: '9223372036854775807' }],
    ['18446744073709551615u', { type: 'Number', float: '18446744073709551615' }],
    ['1e6', { type: 'Number', float: '1e+06' }],
    ['0.1', { type: 'Number', float: '0.1' }],
    ['-0.0', { type: 'Number', float: '-0' }],
    ["double('NaN')", { type: 'Number', float: 'NaN' }],
    ["double('inf')", { type: 'Number', float: '+Inf' }],
    ['-1.0 / 0.0', { type: 'Number', float: '-Inf' }],
    ['true', { type: 'Bool', bool: true }],
    ['null', { type: 'Null' }],
    ['obj.list', { type: 'Array', array: [1, 1.5, null, 'a', true] }],
    ["{'a': [1u, double('NaN'), b'\\xff']}", { type: 'Object', object: { a: [1, 'NaN', '/w=='] } }],
    ['{1: 2, true: 3, 1.5: 4}', { type: 'Object', object: { '1': 2, true: 3, '1.5': 4 } }],
    ["timestamp('2024-01-01T00:00:00.5+05:30')", { type: 'String', string: '2024-01-01T00:00:00.5+05:30' }],
    ['propagation.lastReturnedUpdateTimestamp', { type: 'String', string: '0001-01-01T00:00:00Z' }],
    ["duration('90m')", { type: 'String', string: '5400s' }],
    ["duration('1500us')", { type: 'String', string: '0.001500s' }],
    ["b'abcd'", { type: 'String', string: 'YWJjZA==' }],
    ["b'abc' + b'de'", { type: 'String', string: 'YWJjZGU=' }],
    ['type(1)', { type: 'String', string: 'int' }],
    ['returned', { type: 'Object', object: {} }],
  ])('COL-8 %s', (source, expected) => {
    expect(cell(source)).toEqual(expected)
  })

  it('COL-12 is not made of a value that would be far larger written out', () => {
    expect(cell(`[1]${'.map(x, [x, x])'.repeat(40)}`)).toBeUndefined()
    expect(cell(`[1]${'.map(x, [x, x])'.repeat(5)}`)).toMatchObject({ type: 'Array' })
  })
})
