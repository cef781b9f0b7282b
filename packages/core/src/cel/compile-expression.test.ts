import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { collectorEnvironment } from './collector-environment.ts'
import { compileExpression } from './compile-expression.ts'
import { showFault } from './fault.ts'
import { showType } from './type/type.ts'
import { countCodePoints } from './value/code-points.ts'

function faultsOf(source: string): readonly string[] {
  const compiled = compileExpression(source, collectorEnvironment)
  return compiled.ok ? [] : compiled.faults.map(showFault)
}

function typeOf(source: string): string {
  const compiled = compileExpression(source, collectorEnvironment)
  return compiled.ok ? showType(compiled.value.type) : (compiled.faults[0]?.code ?? '')
}

describe('compiling an expression', () => {
  it('COL-9 never throws, and gives a place inside the text for every fault', () => {
    const piece = fc.oneof(
      fc.constantFrom(...'()[]{}.,?:!-+*/%<>=&|"\'`\\ \n@#'.split('')),
      fc.constantFrom(
        'obj',
        'a',
        '1',
        '2u',
        '.5',
        'in',
        'has(',
        '.map(',
        'true',
        '"x"',
        "b'y'",
        '//',
        '&&',
        'r"',
      ),
      fc.string({ unit: 'grapheme', maxLength: 3 }),
    )
    const text = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(text, (source) => {
        const compiled = compileExpression(source, collectorEnvironment)
        if (compiled.ok) return
        const lines = source.split('\n')
        expect(compiled.faults.length).toBeGreaterThan(0)
        for (const { line, column, message } of compiled.faults) {
          expect(message).not.toBe('')
          expect(line).toBeLessThanOrEqual(lines.length)
          expect(column).toBeLessThanOrEqual(countCodePoints(lines[line - 1] ?? '') + 1)
        }
      }),
    )
  })

  it.each([
    ['1 +', '1:4: expected an expression, found the end'],
    ['', '1:1: expected an expression, found the end'],
    ['a b', "1:3: expected an operator or the end, found 'b'"],
    ['a and b', "1:3: expected an operator or the end, found 'and'; did you mean '&&'?"],
    ['not obj', "1:1: write '!' for 'not'"],
    ['1 = 1', "1:3: unexpected character '='; did you mean '=='?"],
    ['a & b', "1:3: unexpected character '&'; did you mean '&&'?"],
    ['a # b', "1:3: unexpected character '#'"],
    ['[1, 2', "1:6: expected ']' for the bracket before, found the end"],
    ['(1', "1:3: expected ')' for the bracket before, found the end"],
    ['f(1,)', "1:5: expected an expression, found ')'"],
    ['(1]', "1:3: expected an operator or ')', found ']'"],
    [')', "1:1: expected an expression, found ')'"],
    ['true ? 1', "1:9: expected ':' for the '?' before, found the end"],
    ['(true ? 1)', "1:10: expected ':' for the '?' before, found ')'"],
    ['true ? true ? 1 : 2 : 3', "1:13: a '? :' inside the middle of another one stands in parentheses"],
    ['obj.', '1:5: expected the name of a field, found the end'],
    ["obj.'kind'", '1:5: expected the name of a field, found the text "kind"'],
    ['obj.?spec', "1:4: optional values ('.?', '[?…]') are not supported; use has(…) ? … : …"],
    ["obj[?'spec']", "1:5: optional values ('.?', '[?…]') are not supported; use has(…) ? … : …"],
    ['obj.`a`', "1:5: names in backquotes are not supported; use ['…']"],
    ['obj.in', "1:5: 'in' cannot stand after a dot; write ['in']"],
    ['for', "1:1: 'for' is a reserved word, no name"],
    ['"a', '1:1: the text that starts here is not closed by "'],
    [
      '"a\nb"',
      '1:1: the text that starts here is not closed by " on its line; a text of several lines stands between """',
    ],
    ['"\\q"', "1:2: there is no escape \\q; write \\\\ for a backslash, or r'…' for a text without escapes"],
    ['"\\U00110000"', '1:2: \\U00110000 is no character of Unicode'],
    [
      '9223372036854775808',
      '1:1: the number 9223372036854775808 is out of range: a int is at most 9223372036854775807',
    ],
    ['-1u', "1:1: '-' does not take uint"],
    [
      '18446744073709551616u',
      '1:1: the number 18446744073709551616u is out of range: a uint is from 0 to 18446744073709551615',
    ],
    ['1e400', '1:1: the number 1e400 is out of range: a double is finite'],
    ['0X1f', "1:2: expected an operator or the end, found 'X1f'"],
  ])('COL-9 says what cannot be read in %j, and where', (source, fault) => {
    expect(faultsOf(source)[0]).toBe(fault)
  })

  it.each([
    ['object', "1:1: there is no variable 'object'; did you mean 'obj'?"],
    ['zzz', "1:1: there is no variable 'zzz'; there are inventory, obj, returned, propagation"],
    ['[1].exists(item, itme > 1)', "1:18: there is no variable 'itme'; did you mean 'item'?"],
    ["'a'.startWith('b')", "1:4: there is no function 'startWith'; did you mean 'startsWith'?"],
    ['[1].existsOne(x, x > 1)', "1:4: there is no function 'existsOne'; write 'exists_one'"],
    [
      '1 + 1.0',
      "1:3: '+' does not take int and double; convert one of them with int(…), uint(…) or double(…)",
    ],
    ["'a' + 1", "1:5: '+' does not take string and int; make a text of the other with string(…)"],
    ["'a' == null", "1:5: '==' does not take string and null; has(…) says whether a field is there"],
    [
      "true ? 1 : 'a'",
      "1:1: '? :' does not take bool and int and string: both results must have one type, or one is dyn(…)",
    ],
    ['1 ? 2 : 3', "1:1: '? :' does not take int and int and int: it asks for a bool"],
    ['int(true)', '1:1: int() does not take (bool); it takes (int), (double), (duration), (string), …'],
    ["1.matches('a')", '1:2: matches() does not take int.(string); it takes string.(string)'],
    ['1 || true', "1:1: expected a bool as operand of '||', found int"],
    ['[1].filter(x, x)', '1:15: expected a bool as operand of filter(), found int'],
    ['inventory.name.first', "1:15: a value of type string has no field 'first'"],
    ["'abc'.all(c, true)", '1:1: all() runs over a list or a map, not over a value of type string'],
    ['has(obj)', "1:5: has() takes a field, as in has(obj.spec); for a key write 'key' in map"],
    ['[1].all(1, true)', '1:9: the first argument of all() names its variable, as in list.all(item, …)'],
    ['[1].all(__result__, true)', "1:4: '__result__' is the language's own; take another name"],
    ['Foo{a: 1}', "1:1: there is no message 'Foo'"],
    [
      'google.protobuf.Int32Value{valu: 1}',
      "1:28: google.protobuf.Int32Value has no field 'valu'; did you mean 'value'?",
    ],
    [
      "google.protobuf.Int32Value{value: 'a'}",
      "1:28: the field 'value' takes a value of type int, not string",
    ],
    ['obj.a +\n  (é + 1)', "2:4: unexpected character 'é'"],
    ["'😀' + x", "1:7: there is no variable 'x'; there are inventory, obj, returned, propagation"],
  ])('COL-9 says what does not agree in %j, and where', (source, fault) => {
    expect(faultsOf(source)[0]).toBe(fault)
  })

  it('COL-9 gives every fault, not only the first', () => {
    expect(faultsOf('a + b')).toHaveLength(2)
  })

  it.each([
    ['[1, 2]', 'list(int)'],
    ["[1, 'a']", 'list(dyn)'],
    ['[]', 'list(dyn)'],
    ['[] + [1]', 'list(int)'],
    ['[[], [1]]', 'list(list(int))'],
    ["{'a': [1]}", 'map(string, list(int))'],
    ['{}.map(k, k)', 'list(dyn)'],
    ["[1].map(x, string(x)).filter(x, x != '')", 'list(string)'],
    ['[1].map(x, x > 1, 2.5)', 'list(double)'],
    ['type(1)', 'type(int)'],
    ['obj.a + 1', 'int'],
    ['obj.a + obj.b', 'dyn'],
    ['obj.a ? 1 : 2', 'int'],
    ['[timestamp(0), null][0]', 'null'],
    ["{'a': 1}.a", 'int'],
    ['has(obj.a)', 'bool'],
    ['inventory.name', 'string'],
    ['inventory.labels', 'map(string, string)'],
    ['inventory.labels.region', 'string'],
    ["inventory['labels']", 'string'],
    ['propagation.lastReturnedUpdateTimestamp', 'dyn'],
    ['google.protobuf.Duration{seconds: 1}', 'duration'],
    ["[{'labels': 1}].all(inventory, inventory.labels == 1)", 'bool'],
  ])('COL-2 types %j as %s', (source, type) => {
    expect(typeOf(source)).toBe(type)
  })

  it.each([
    "'ABC'.lowerAscii()",
    "'a'.split('')",
    '[1].sum()',
    'math.abs(1)',
    'cel.bind(x, 1, x)',
    'optional.of(1)',
    '[1].all(i, v, true)',
  ])('COL-2 has no %s', (source) => {
    expect(faultsOf(source)).not.toEqual([])
  })

  it('COL-12 refuses what is too long or too deep, whatever it is made of', () => {
    const deep = (open: string, close: string, inside = '1') => open.repeat(300) + inside + close.repeat(300)
    const sources = [
      `1${'+1'.repeat(300)}`,
      deep('(', ')'),
      deep('[', ']'),
      deep('{1:', '}'),
      deep('obj[', ']'),
      `obj${'.a'.repeat(300)}`,
      `obj${'.map(x, x)'.repeat(300)}`,
      ' '.repeat(200_001),
    ]
    expect(sources.map(typeOf)).toEqual(sources.map(() => 'TooLarge'))
    expect(typeOf(`true${' && true'.repeat(5000)}`)).toBe('bool')
  })

  it('COL-12 gives up on types that grow without end', () => {
    expect(typeOf(`[1]${'.map(x, {x: x})'.repeat(60)}`)).toBe('TooLarge')
  })
})
