import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Json } from '../kube/index.ts'
import { jsonOf } from './cell-of.ts'
import { collectorActivation, collectorEnvironment } from './collector-environment.ts'
import { compileExpression } from './compile-expression.ts'
import { evaluateExpression } from './evaluate-expression.ts'
import { showFault } from './fault.ts'

const STEPS = 10_000

const row = collectorActivation({
  inventory: { name: 'wec1', labels: { region: 'eu' }, annotations: {} },
  obj: {
    metadata: { name: 'a' },
    spec: { replicas: 3, ratio: 0.5, tags: ['x', 'y'], big: 9007199254740993n, none: null },
  },
  returned: { status: { replicas: 2, conditions: [{ type: 'Available', status: 'True' }] } },
  lastReturnedUpdateTimestamp: '2024-06-01T10:00:00+02:00',
})

/** The value as JSON, or the error in a line. */
function outcomeOf(source: string, steps = STEPS): Json | undefined {
  const compiled = compileExpression(source, collectorEnvironment)
  if (!compiled.ok) return `does not compile: ${compiled.faults.map(showFault).join()}`
  const result = evaluateExpression(compiled.value, row, steps)
  return result.ok ? jsonOf(result.value) : `${result.error.code} ${showFault(result.error)}`
}

describe('evaluating an expression', () => {
  it.each([
    ['9223372036854775807 - 1', 9223372036854775806n],
    ['7 / -2', -3],
    ['-7 % 3', -1],
    ['7u % 2u', 1],
    ['1.0 / 0.0', '+Inf'],
    ["'a' + 'b'", 'ab'],
    ["b'a' + b'\\xff'", 'Yf8='],
    ['[1] + [2]', [1, 2]],
    ['obj.spec.big', 9007199254740993n],
    ['obj.spec.ratio * 2.0', 1],
    ['obj.spec.tags[1]', 'y'],
    ['obj.spec.tags[1.0]', 'y'],
    ['has(obj.spec.none) && !has(obj.spec.other)', true],
    ['has(obj.metadata.name.x)', false],
    ['dyn(1) == 1.0 && dyn(1u) == 1 && dyn(1) != "1"', true],
    ['1 in [1, 2] && !("a" in {"b": 1})', true],
    ['dyn(1) in {1u: 2} && {1: 2}[dyn(1.0)] == 2', true],
    ["double('NaN') == double('NaN')", false],
    ['1/0 == 1 || true', true],
    ['false && dyn(1)', false],
    ['[1, 2].exists(x, 1 / (x - 2) == -1)', true],
    ['[2, 1].exists(x, 1 / (x - 2) == -1)', true],
    ['[1, 2, 3].exists_one(x, x > 2)', true],
    ['[1, 2, 3].exists_one(x, x > 1)', false],
    ['[1, 2, 3].map(x, x > 1, x * 2)', [4, 6]],
    ["{'b': 1, 'a': 2}.map(k, k)", ['b', 'a']],
    ['obj.spec.map(k, k)', ['big', 'none', 'ratio', 'replicas', 'tags']],
    ["'é😀'.size()", 2],
    ["'\\uffff' < '😀'", true],
    ["'abc'.matches('^[a-c]+$')", true],
    ["'x'.contains('') && 'xy'.startsWith('x') && 'xy'.endsWith('y')", true],
    ["string(b'\\xc3\\xa9')", 'é'],
    ["int('+12')", 12],
    ["uint('7')", 7],
    ["double('1_0')", 10],
    ["double('0x1p4')", 16],
    ['string(1e6) + string(-0.0) + string(0.1)', '1e+06-00.1'],
    ["bool('T')", true],
    ['int(-1.9)', -1],
    ['type(obj) == map', true],
    ['type(timestamp(0))', 'google.protobuf.Timestamp'],
    ['propagation.lastReturnedUpdateTimestamp.getHours()', 10],
    ["propagation.lastReturnedUpdateTimestamp.getHours('UTC')", 8],
    ["propagation.lastReturnedUpdateTimestamp.getHours('Asia/Tokyo')", 17],
    ["propagation.lastReturnedUpdateTimestamp.getMinutes('-02:30')", 30],
    ['string(propagation.lastReturnedUpdateTimestamp)', '2024-06-01T10:00:00+02:00'],
    ["timestamp('2024-03-01T00:00:00Z').getDayOfYear()", 60],
    ["timestamp('2024-03-01T00:00:00.5Z') - duration('1h30m0.25s')", '2024-02-29T22:30:00.25Z'],
    ["timestamp('2024-03-01T00:00:00Z') - timestamp('2024-02-29T00:00:00Z')", '86400s'],
    ["duration('-1.5s')", '-1.500s'],
    ["string(duration('1.5h'))", '5400s'],
    ["duration('90m').getHours()", 1],
    ['google.protobuf.Int32Value{value: 5} + 1', 6],
    ['google.protobuf.ListValue{values: [1]}', [1]],
    ['inventory.labels.region + inventory.name', 'euwec1'],
    ['has(inventory.labels)', true],
    ['inventory.map(k, k)', ['name']],
    ['[].exists_one(x, true)', false],
    ['[].all(x, false)', true],
  ] satisfies [string, Json][])('COL-2 %s', (source, value) => {
    expect(outcomeOf(source)).toEqual(value)
  })

  it.each([
    ['obj.spec.replica', "KeyMissing 1:9: there is no key 'replica'; did you mean 'replicas'?"],
    ['obj.kind.x', "KeyMissing 1:4: there is no key 'kind'"],
    ['obj.metadata.name.x', "KeyMissing 1:18: a value of type string has no key 'x'"],
    ['[1][5]', 'IndexInvalid 1:4: there is no element 5: the list has 1'],
    ['obj.spec.tags.x', "IndexInvalid 1:14: a list has no key 'x'; its elements have numbers from 0"],
    ['has(obj.spec.tags.x)', "IndexInvalid 1:1: a list has no key 'x'; its elements have numbers from 0"],
    ['9223372036854775807 + 1', 'Overflow 1:21: the result is out of the range of a 64-bit int'],
    ['0u - 1u', 'Overflow 1:4: the result is out of the range of a 64-bit uint'],
    ['-9223372036854775808 % -1', 'Overflow 1:22: the result is out of the range of a 64-bit int'],
    ['1 / 0', 'DivisionByZero 1:3: division by zero'],
    ['1u % 0u', 'DivisionByZero 1:4: remainder of a division by zero'],
    ['dyn(1) + 1.0', "OverloadMissing 1:8: '+' does not take int and double"],
    ['dyn(5).size()', 'OverloadMissing 1:7: size() does not take (int)'],
    ['dyn(1) ? 1 : 2', 'OverloadMissing 1:1: expected a bool'],
    ["int('0x10')", 'ConversionFailed 1:1: the text "0x10" is no int'],
    ["string(b'\\xff')", 'ConversionFailed 1:1: the bytes are no UTF-8'],
    [
      "timestamp('2024-02-30T00:00:00Z')",
      'ConversionFailed 1:1: the text "2024-02-30T00:00:00Z" is no timestamp',
    ],
    ["duration('1d')", 'ConversionFailed 1:1: the text "1d" is no duration'],
    ['timestamp(253402300800)', 'TimeOutOfRange 1:1: a timestamp is between the years 1 and 9999'],
    ["timestamp(0).getHours('europe/london')", "ZoneUnknown 1:13: there is no time zone 'europe/london'"],
    ["timestamp(0).getHours('Z')", "ZoneUnknown 1:13: there is no time zone 'Z'"],
    ["dyn('abc').all(c, true)", 'RangeInvalid 1:11: all() runs over a list or a map, not over a string'],
    [
      'obj.spec.tags.map(t, type(t)).exists(t, t == int)',
      "Unsupported 1:1: 't' holds types, which cel-go cannot evaluate; use type(…) where the types are compared",
    ],
    ["double('NaN') < 1.0", 'OverloadMissing 1:15: NaN is neither smaller nor greater than a number'],
  ])('COL-4 %s has no value', (source, error) => {
    expect(outcomeOf(source)).toBe(error)
  })

  it('COL-2 refuses a pattern that is none of RE2', () => {
    expect(outcomeOf("'aa'.matches('(a)\\\\1')")).toContain('PatternInvalid')
    expect(outcomeOf("'a'.matches('(?=a)')")).toContain('PatternInvalid')
  })

  const bombs = [
    `'${'a'.repeat(20_000)}'.matches('a*b')`,
    'obj.spec.tags.all(a, obj.spec.tags.all(b, obj.spec.tags.all(c, obj.spec.tags.all(d, obj.spec.tags.all(e, obj.spec.tags.all(f, obj.spec.tags.all(g, obj.spec.tags.all(h, obj.spec.tags.all(i, obj.spec.tags.all(j, true))))))))))',
    `[[1, 2, 3]]${'.map(x, x + x)'.repeat(40)}`,
    `['aaaaaaaaaaaaaaaa']${'.map(x, x + x)'.repeat(40)}`,
    `[1]${'.map(x, [x, x])'.repeat(40)} == [1]${'.map(x, [x, x])'.repeat(40)}`,
    `[[1]]${'.map(x, x + x)'.repeat(20)}.exists(x, x.exists(y, y == 2) || true)`,
    "'a'.matches('(((a{10}){10}){10}){10}')",
    `'a'.matches('${'\\\\\\\\pL'.repeat(200)}')`,
    `${'[1, 2, 3, 4].exists(x, '.repeat(8)}false${')'.repeat(8)}`,
  ]
  it.each(bombs)('COL-12 ends when the steps are spent, whatever would absorb an error: %#', (source) => {
    expect(outcomeOf(source, 500)).toContain('TooCostly')
  })

  it('COL-12 costs the same however often it is done, and a step less is too few', () => {
    const source = "obj.spec.tags.map(t, t + '!').size() == 2 && obj.metadata.name.matches('a')"
    const least =
      Array.from({ length: 200 }, (_, steps) => steps).find((steps) => outcomeOf(source, steps) === true) ?? 0
    expect(least).toBeGreaterThan(10)
    expect(outcomeOf(source, least)).toBe(true)
    expect(outcomeOf(source, least - 1)).toContain('TooCostly')
  })

  it('COL-11 any JSON is a value that equals itself and comes back', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (json) => {
        const given = JSON.parse(JSON.stringify(json)) as Json
        const compiled = compileExpression('obj.x', collectorEnvironment)
        const same = compileExpression('obj.x == obj.x', collectorEnvironment)
        const activation = collectorActivation({
          inventory: { name: '', labels: null, annotations: null },
          obj: { x: given },
          returned: {},
          lastReturnedUpdateTimestamp: undefined,
        })
        if (!compiled.ok || !same.ok) throw new Error('these compile')
        const value = evaluateExpression(compiled.value, activation, STEPS)
        expect(value.ok && jsonOf(value.value)).toEqual(given)
        const equal = evaluateExpression(same.value, activation, STEPS)
        expect(equal.ok && equal.value).toEqual({ type: 'bool', value: true })
      }),
    )
  })
})
