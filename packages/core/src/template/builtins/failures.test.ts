import { describe, expect, it } from 'vitest'
import { expand } from '../template.arbitrary.ts'

/** What Go 1.26 says of these, asked for once. */
const failures: readonly (readonly [text: string, message: string])[] = [
  ['{{eq 1}}', 'template: T:1:2: executing "T" at <eq 1>: error calling eq: missing argument for comparison'],
  ['{{len 1}}', 'template: T:1:2: executing "T" at <len 1>: error calling len: len of type int'],
  [
    '{{len nil}}',
    'template: T:1:2: executing "T" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value',
  ],
  ['{{len 1.5}}', 'template: T:1:2: executing "T" at <len 1.5>: error calling len: len of type float64'],
  [
    '{{index nil}}',
    'template: T:1:2: executing "T" at <index nil>: error calling index: index of untyped nil',
  ],
  [
    '{{index 1 2}}',
    'template: T:1:2: executing "T" at <index 1 2>: error calling index: can\'t index item of type int',
  ],
  [
    '{{index .a 3}}',
    'template: T:1:2: executing "T" at <index .a 3>: error calling index: reflect: string index out of range',
  ],
  [
    '{{index .a 4}}',
    'template: T:1:2: executing "T" at <index .a 4>: error calling index: index out of range: 4',
  ],
  [
    '{{index .a -1}}',
    'template: T:1:2: executing "T" at <index .a -1>: error calling index: index out of range: -1',
  ],
  [
    '{{index .a "x"}}',
    'template: T:1:2: executing "T" at <index .a "x">: error calling index: cannot index slice/array with type string',
  ],
  [
    '{{index .a nil}}',
    'template: T:1:2: executing "T" at <index .a nil>: error calling index: cannot index slice/array with nil',
  ],
  [
    '{{index .a 1.5}}',
    'template: T:1:2: executing "T" at <index .a 1.5>: error calling index: cannot index slice/array with type float64',
  ],
  [
    '{{index . 1}}',
    'template: T:1:2: executing "T" at <index . 1>: error calling index: value has type int; should be string',
  ],
  [
    '{{index . nil}}',
    'template: T:1:2: executing "T" at <index . nil>: error calling index: value is nil; should be of type string',
  ],
  [
    '{{index .a 0 0}}',
    'template: T:1:2: executing "T" at <index .a 0 0>: error calling index: can\'t index item of type uint8',
  ],
  [
    '{{slice nil}}',
    'template: T:1:2: executing "T" at <slice nil>: error calling slice: slice of untyped nil',
  ],
  [
    '{{slice 1}}',
    'template: T:1:2: executing "T" at <slice 1>: error calling slice: can\'t slice item of type int',
  ],
  [
    '{{slice . 1}}',
    'template: T:1:2: executing "T" at <slice . 1>: error calling slice: can\'t slice item of type map[string]string',
  ],
  [
    '{{slice .a 4}}',
    'template: T:1:2: executing "T" at <slice .a 4>: error calling slice: index out of range: 4',
  ],
  [
    '{{slice .a 2 1}}',
    'template: T:1:2: executing "T" at <slice .a 2 1>: error calling slice: invalid slice index: 2 > 1',
  ],
  [
    '{{slice .a 0 1 2}}',
    'template: T:1:2: executing "T" at <slice .a 0 1 2>: error calling slice: cannot 3-index slice a string',
  ],
  [
    '{{slice .a 0 1 2 3}}',
    'template: T:1:2: executing "T" at <slice .a 0 1 2 3>: error calling slice: too many slice indexes: 4',
  ],
  [
    '{{slice .a nil}}',
    'template: T:1:2: executing "T" at <slice .a nil>: error calling slice: cannot index slice/array with nil',
  ],
  [
    '{{slice .a "x"}}',
    'template: T:1:2: executing "T" at <slice .a "x">: error calling slice: cannot index slice/array with type string',
  ],
  ['{{call nil}}', 'template: T:1:2: executing "T" at <call nil>: error calling call: call of nil'],
  [
    '{{call 1}}',
    'template: T:1:2: executing "T" at <call 1>: error calling call: non-function 1 of type int',
  ],
  [
    '{{call .a 1}}',
    'template: T:1:2: executing "T" at <call .a 1>: error calling call: non-function .a of type string',
  ],
  [
    '{{.a | call}}',
    'template: T:1:7: executing "T" at <call>: error calling call: non-function abc of type string',
  ],
  [
    '{{1 | call}}',
    'template: T:1:6: executing "T" at <call>: error calling call: non-function <int Value> of type int',
  ],
  [
    '{{call (len .a)}}',
    'template: T:1:2: executing "T" at <call (len .a)>: error calling call: non-function len .a of type int',
  ],
  [
    '{{call (print .a | len)}}',
    'template: T:1:2: executing "T" at <call (print .a | len)>: error calling call: non-function print .a | len of type int',
  ],
  [
    '{{call $}}',
    'template: T:1:2: executing "T" at <call $>: error calling call: non-function $ of type map[string]string',
  ],
  [
    '{{eq 1 1.0}}',
    'template: T:1:2: executing "T" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64',
  ],
  [
    '{{eq 1 "a"}}',
    'template: T:1:2: executing "T" at <eq 1 "a">: error calling eq: incompatible types for comparison: int and string',
  ],
  [
    '{{eq . .}}',
    'template: T:1:2: executing "T" at <eq . .>: error calling eq: non-comparable type map[a:abc empty: h:<a href="x">\'T&C\'</a> u:é日😀 名前:wec1]: map[string]string',
  ],
  [
    '{{eq . 1}}',
    'template: T:1:2: executing "T" at <eq . 1>: error calling eq: incompatible types for comparison: map[string]string and int',
  ],
  [
    '{{eq 1 2 "a" 1}}',
    'template: T:1:2: executing "T" at <eq 1 2 "a" 1>: error calling eq: incompatible types for comparison: int and string',
  ],
  [
    '{{ne 1 true}}',
    'template: T:1:2: executing "T" at <ne 1 true>: error calling ne: incompatible types for comparison: int and bool',
  ],
  [
    '{{lt true false}}',
    'template: T:1:2: executing "T" at <lt true false>: error calling lt: invalid type for comparison',
  ],
  [
    '{{lt 1i 2i}}',
    'template: T:1:2: executing "T" at <lt 1i 2i>: error calling lt: invalid type for comparison',
  ],
  [
    '{{lt nil 1}}',
    'template: T:1:2: executing "T" at <lt nil 1>: error calling lt: invalid type for comparison',
  ],
  [
    '{{lt 1 nil}}',
    'template: T:1:2: executing "T" at <lt 1 nil>: error calling lt: invalid type for comparison',
  ],
  ['{{lt . .}}', 'template: T:1:2: executing "T" at <lt . .>: error calling lt: invalid type for comparison'],
  [
    '{{lt 1 "a"}}',
    'template: T:1:2: executing "T" at <lt 1 "a">: error calling lt: incompatible types for comparison: int and string',
  ],
  [
    '{{lt "a" 1}}',
    'template: T:1:2: executing "T" at <lt "a" 1>: error calling lt: incompatible types for comparison: string and int',
  ],
  [
    '{{lt 1.5 1}}',
    'template: T:1:2: executing "T" at <lt 1.5 1>: error calling lt: incompatible types for comparison: float64 and int',
  ],
  [
    '{{le true 1}}',
    'template: T:1:2: executing "T" at <le true 1>: error calling le: incompatible types for comparison: bool and int',
  ],
  [
    '{{gt 1 1i}}',
    'template: T:1:2: executing "T" at <gt 1 1i>: error calling gt: incompatible types for comparison: int and complex128',
  ],
  [
    '{{ge true true}}',
    'template: T:1:2: executing "T" at <ge true true>: error calling ge: invalid type for comparison',
  ],
  [
    '{{template "t" $x := index 1 1}}{{define "t"}}{{end}}',
    'template: T:1:21: executing "T" at <index 1 1>: error calling index: can\'t index item of type int',
  ],
  [
    '{{range $i, $e := index 1 1}}{{end}}',
    'template: T:1:18: executing "T" at <index 1 1>: error calling index: can\'t index item of type int',
  ],
]

describe('a function that fails', () => {
  it.each(failures)('CUS-3 of %j says what Go says', (text, message) => {
    expect(expand(text).error).toEqual({ phase: 'exec', message })
  })

  it('CUS-3 refuses what would differ from run to run', () => {
    expect(expand('{{printf "%p" .}}').error?.message).toContain('%p of a map would be an address of memory')
    expect(expand('{{printf "%[2]p %[1]d" 1 $}}').error).toBeDefined()
  })
})
