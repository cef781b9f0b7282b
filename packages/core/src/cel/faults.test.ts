import { describe, expect, it } from 'vitest'
import { collectorEnvironment } from './collector-environment.ts'
import { compileExpression } from './compile-expression.ts'

function faultOf(source: string) {
  const compiled = compileExpression(source, collectorEnvironment)
  const [first] = compiled.ok ? [] : compiled.faults
  return first && [first.code, `${first.line}:${first.column}`, first.found, first.expected]
}

describe('a fault of an expression, for a program', () => {
  it.each<readonly [string, string, string, (string | undefined)?, string?]>([
    ['a b', 'SyntaxInvalid', '1:3', 'b', 'an operator or the end'],
    ['[1, 2}', 'SyntaxInvalid', '1:6', '}', "an operator or ']'"],
    ['f(1 2', 'SyntaxInvalid', '1:5', '2', "an operator or ')'"],
    ['obj[1 2', 'SyntaxInvalid', '1:7', '2', "an operator or ']'"],
    ['{1: 2 3', 'SyntaxInvalid', '1:7', '3', "an operator or '}'"],
    ['1.5.2', 'SyntaxInvalid', '1:4', '.2', 'an operator or the end'],
    ['dyn(1)(2)', 'SyntaxInvalid', '1:7', '(', 'an operator or the end'],
    ['!', 'SyntaxInvalid', '1:2', '', 'an expression'],
    ['(]', 'SyntaxInvalid', '1:2', ']', 'an expression'],
    ['{]', 'SyntaxInvalid', '1:2', ']', 'an expression'],
    ['f(}', 'SyntaxInvalid', '1:3', '}', 'an expression'],
    ['()', 'SyntaxInvalid', '1:2', ')', 'an expression'],
    ['obj[]', 'SyntaxInvalid', '1:5', ']', 'an expression'],
    ['[1,,2]', 'SyntaxInvalid', '1:4', ',', 'an expression'],
    ['{1: 2,,}', 'SyntaxInvalid', '1:7', ',', 'an expression'],
    ['f(1,)', 'SyntaxInvalid', '1:5', ')', 'an expression'],
    ['(1,2)', 'SyntaxInvalid', '1:3', ',', "an operator or ')'"],
    ['obj[1,2]', 'SyntaxInvalid', '1:6', ',', "an operator or ']'"],
    ['1 : 2', 'SyntaxInvalid', '1:3', ':', 'an operator or the end'],
    ['[1 : 2]', 'SyntaxInvalid', '1:4', ':', "an operator or ']'"],
    ['1{', 'SyntaxInvalid', '1:2', '{', 'an operator or the end'],
    ['//x', 'SyntaxInvalid', '1:4', '', 'an expression'],
    ['not obj', 'SyntaxInvalid', '1:1', 'not'],
    ['not 1', 'SyntaxInvalid', '1:1', 'not'],
    ['1 = 1', 'SyntaxInvalid', '1:3', '='],
    ['😀', 'SyntaxInvalid', '1:1', '😀'],
    ['[1, 2', 'SyntaxInvalid', '1:6', '', "']'"],
    ['(1', 'SyntaxInvalid', '1:3', '', "')'"],
    ['f(1', 'SyntaxInvalid', '1:4', '', "')'"],
    ['obj[1', 'SyntaxInvalid', '1:6', '', "']'"],
    ['{1: 2', 'SyntaxInvalid', '1:6', '', "'}'"],
    ['true ? 1', 'SyntaxInvalid', '1:9', '', "':'"],
    ['(true ? 1)', 'SyntaxInvalid', '1:10', ')', "':'"],
    ['true ? true ? 1 : 2 : 3', 'SyntaxInvalid', '1:13', '?', ':'],
    ['obj.', 'SyntaxInvalid', '1:5', '', 'the name of a field'],
    ['..obj', 'SyntaxInvalid', '1:2', '.', 'a name'],
    ['.', 'SyntaxInvalid', '1:2', '', 'a name'],
    ['"a', 'SyntaxInvalid', '1:1', undefined, '"'],
    ["r'a", 'SyntaxInvalid', '1:1', undefined, "'"],
    ["'''a'", 'SyntaxInvalid', '1:1', undefined, "'''"],
    ['obj.?spec', 'FeatureMissing', '1:4', '?'],
    ["obj[?'spec']", 'FeatureMissing', '1:5', '?'],
    ['[?1]', 'FeatureMissing', '1:2', '?'],
    ['obj.`a`', 'FeatureMissing', '1:5', '`'],
    ['obj.in', 'NameReserved', '1:5', 'in'],
    ['obj.true', 'NameReserved', '1:5', 'true'],
    ['for', 'NameReserved', '1:1', 'for'],
    ['"\\q"', 'LiteralInvalid', '1:2', '\\q'],
    ["'\\x4'", 'LiteralInvalid', '1:2', '\\x'],
    ['"\\U00110000"', 'LiteralInvalid', '1:2', '\\U00110000'],
    ['9223372036854775808', 'LiteralInvalid', '1:1', '9223372036854775808', 'int'],
    ['18446744073709551616u', 'LiteralInvalid', '1:1', '18446744073709551616u', 'uint'],
    ['1e400', 'LiteralInvalid', '1:1', '1e400', 'double'],
    [' '.repeat(200_001), 'TooLarge', '1:1'],
    ['has(obj)', 'MacroInvalid', '1:5'],
    ['[1].all(1, true)', 'MacroInvalid', '1:9', undefined, 'a name'],
    ['[1].all(__result__, true)', 'MacroInvalid', '1:4'],
    ['object', 'NameUnknown', '1:1', 'object'],
    ['Foo{a: 1}', 'NameUnknown', '1:1', 'Foo'],
    ["'a'.startWith('b')", 'FunctionUnknown', '1:4', 'startWith'],
    ["1.matches('a')", 'OverloadMissing', '1:2', 'int, string', 'string.(string)'],
    ['size()', 'OverloadMissing', '1:1', '', '(bytes), (list(dyn)), (map(dyn, dyn)), (string)'],
    ['int(true)', 'OverloadMissing', '1:1', 'bool', '(int), (double), (duration), (string), …'],
    ['1 in 2', 'OverloadMissing', '1:1', 'int, int', '(dyn, list(dyn)), (dyn, map(dyn, dyn))'],
    ['1 || true', 'TypeMismatch', '1:1', 'int', 'bool'],
    ['[1].filter(x, x)', 'TypeMismatch', '1:15', 'int', 'bool'],
    ["google.protobuf.Int32Value{value: 'a'}", 'TypeMismatch', '1:28', 'string', 'int'],
    ['google.protobuf.Duration{seconds: 1u}', 'TypeMismatch', '1:26', 'uint', 'int'],
    ['google.protobuf.Int32Value{valu: 1}', 'FieldInvalid', '1:28', 'valu'],
    ['inventory.name.first', 'FieldInvalid', '1:15', 'string', 'map'],
    ["'abc'.all(c, true)", 'RangeInvalid', '1:1', 'string', 'list or map'],
    ['1 +\n\n  é', 'SyntaxInvalid', '3:3', 'é'],
  ])('COL-9 of %j is %s at %s, with what was found and wanted', (source = '', code, at, found, expected) => {
    expect(faultOf(source)).toEqual([code, at, found, expected])
  })

  it.each([
    'obj.a.b(1, [2,], {3: 4,}, {}, [], f())',
    'a ? b : c ? d : e',
    'a ? (b ? c : d) : e',
    '{a ? b : c: d}[x ? y : z]',
    '[a in b, !c, -d, - -e, !!f]',
    '.obj . a',
    "'''a'b'''+r'\\q'+b'\\xff'",
    'Foo{}.a',
    'a.b.Foo{c: 1,}',
    '[,]',
    '{,}',
  ])('COL-9 %s is an expression: its faults are of names and types alone', (source) => {
    const compiled = compileExpression(source, collectorEnvironment)
    const codes = compiled.ok ? [] : compiled.faults.map(({ code }) => code)
    expect(codes.filter((code) => !/Unknown|Mismatch|Missing|FieldInvalid/.test(code))).toEqual([])
  })
})
