import { describe, expect, it } from 'vitest'
import type { Json } from '../../kube/index.ts'
import { jsonOf } from '../cell-of.ts'
import { compileExpression } from '../compile-expression.ts'
import { evaluateExpression } from '../evaluate-expression.ts'
import { showFault } from '../fault.ts'

/** The value as JSON, or the error in a line. */
function outcomeOf(source: string, steps = 1_000): Json | undefined {
  const compiled = compileExpression(source, { variables: new Map() })
  if (!compiled.ok) return compiled.faults.map(showFault).join()
  const result = evaluateExpression(compiled.value, new Map(), steps)
  return result.ok ? jsonOf(result.value) : `${result.error.code}: ${result.error.message}`
}

describe('messages of protocol buffers', () => {
  it.each<readonly [string, Json]>([
    ['BoolValue{}', false],
    ['BoolValue{value: true}', true],
    ['BytesValue{}', ''],
    ["BytesValue{value: b'a'}", 'YQ=='],
    ['StringValue{}', ''],
    ["StringValue{value: 'a'}", 'a'],
    ['DoubleValue{}', 0],
    ['DoubleValue{value: 0.1}', 0.1],
    ['FloatValue{}', 0],
    ['FloatValue{value: 0.1}', Math.fround(0.1)],
    ['Int32Value{}', 0],
    ['Int32Value{value: 2147483647}', 2147483647],
    ['Int32Value{value: -2147483648}', -2147483648],
    ['Int64Value{value: 9223372036854775807}', 9223372036854775807n],
    ['Int64Value{value: -9223372036854775808}', -9223372036854775808n],
    ['UInt32Value{}', 0],
    ['UInt32Value{value: 4294967295u}', 4294967295],
    ['UInt64Value{value: 18446744073709551615u}', 18446744073709551615n],
    ['ListValue{}', []],
    ['ListValue{values: [1, null]}', [1, null]],
    ['Struct{}', {}],
    ["Struct{fields: {'a': 1}}", { a: 1 }],
    ['Duration{}', '0s'],
    ['Duration{seconds: 1, nanos: 500000000}', '1.500s'],
    ['Duration{seconds: 9223372036}', '9223372036s'],
    ['Timestamp{}', '1970-01-01T00:00:00Z'],
    ['Timestamp{seconds: 1, nanos: 5}', '1970-01-01T00:00:01.000000005Z'],
    ['Timestamp{seconds: 253402300799}', '9999-12-31T23:59:59Z'],
  ])('COL-2 %s is a plain value', (message, value) => {
    expect(outcomeOf(`google.protobuf.${message}`)).toEqual(value)
  })

  it.each([
    ['Int32Value{value: 2147483648}', 'Overflow: 2147483648 does not fit the field'],
    ['Int32Value{value: -2147483649}', 'Overflow: -2147483649 does not fit the field'],
    ['UInt32Value{value: 4294967296u}', 'Overflow: 4294967296 does not fit the field'],
    ['Duration{seconds: 9223372037}', 'Overflow: a duration is at most 292 years'],
    ['Timestamp{seconds: 253402300800}', 'TimeOutOfRange: a timestamp is between the years 1 and 9999'],
    ['BoolValue{value: dyn(1)}', 'OverloadMissing: expected a value of type bool, found int'],
    ["FloatValue{value: dyn('a')}", 'OverloadMissing: expected a value of type double, found string'],
    ["Int32Value{value: dyn('a')}", 'OverloadMissing: expected a value of type int, found string'],
    ["Timestamp{seconds: dyn('a')}", 'OverloadMissing: expected a value of type int, found string'],
    ["Duration{seconds: 1, nanos: dyn('a')}", 'OverloadMissing: expected a value of type int, found string'],
    ['Struct{fields: dyn([1])}', 'OverloadMissing: expected a value of type map, found list'],
  ])('COL-4 %s has no value', (message, error) => {
    expect(outcomeOf(`google.protobuf.${message}`)).toBe(error)
  })

  it.each([
    [
      'google.protobuf.Struct{fields: {1: 2}}',
      "1:24: the field 'fields' takes a value of type map(string, dyn), not map(int, int)",
    ],
    [
      "google.protobuf.Timestamp{nanos: 'a'}",
      "1:27: the field 'nanos' takes a value of type int, not string",
    ],
    ['google.protobuf.Timestamp{}.getSeconds() + google.protobuf.Duration{nanos: 1}.getSeconds()', 0],
  ])('COL-9 %s is checked', (source, outcome) => {
    expect(outcomeOf(source)).toBe(outcome)
  })
})
