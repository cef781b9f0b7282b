import { describe, expect, it } from 'vitest'
import { expand } from '../template.arbitrary.ts'

/** What Go 1.26 says of these, asked for once. */
const failures: readonly (readonly [text: string, message: string])[] = [
  ['{{.nope}}', 'template: T:1:2: executing "T" at <.nope>: map has no entry for key "nope"'],
  ['a{{.a}}{{.nope}}b', 'template: T:1:9: executing "T" at <.nope>: map has no entry for key "nope"'],
  ['\n {{.nope}}', 'template: T:2:3: executing "T" at <.nope>: map has no entry for key "nope"'],
  ['é{{.nope}}', 'template: T:1:4: executing "T" at <.nope>: map has no entry for key "nope"'],
  ['{{if .nope}}{{end}}', 'template: T:1:5: executing "T" at <.nope>: map has no entry for key "nope"'],
  ['{{or .nope .a}}', 'template: T:1:5: executing "T" at <.nope>: map has no entry for key "nope"'],
  ['{{.a.b}}', 'template: T:1:4: executing "T" at <.a.b>: can\'t evaluate field b in type string'],
  ['{{.a.b.c}}', 'template: T:1:4: executing "T" at <.a.b.c>: can\'t evaluate field b in type string'],
  ['{{$.a.b}}', 'template: T:1:3: executing "T" at <$.a.b>: can\'t evaluate field b in type string'],
  ['{{$x := 1}}{{$x.y}}', 'template: T:1:15: executing "T" at <$x.y>: can\'t evaluate field y in type int'],
  ['{{(1).x}}', 'template: T:1:3: executing "T" at <1>: can\'t evaluate field x in type int'],
  ['{{(print 1).x}}', 'template: T:1:9: executing "T" at <1>: can\'t evaluate field x in type string'],
  ['{{print.x}}', 'template: T:1:2: executing "T" at <print>: can\'t evaluate field x in type string'],
  ['{{len.x}}', 'template: T:1:2: executing "T" at <len>: wrong number of args for len: want 1 got 0'],
  ['{{.a 1}}', 'template: T:1:2: executing "T" at <.a>: a is not a method but has arguments'],
  ['{{1 | .a}}', 'template: T:1:6: executing "T" at <.a>: a is not a method but has arguments'],
  ['{{1 | $.a}}', 'template: T:1:7: executing "T" at <$.a>: a is not a method but has arguments'],
  ['{{$ 1}}', 'template: T:1:2: executing "T" at <$>: can\'t give argument to non-function $'],
  ['{{. 1}}', 'template: T:1:2: executing "T" at <.>: can\'t give argument to non-function .'],
  ['{{1 2}}', 'template: T:1:2: executing "T" at <1>: can\'t give argument to non-function 1'],
  ['{{"a" 1}}', 'template: T:1:2: executing "T" at <"a">: can\'t give argument to non-function "a"'],
  ['{{true 1}}', 'template: T:1:2: executing "T" at <true>: can\'t give argument to non-function true'],
  ['{{(1) 2}}', 'template: T:1:2: executing "T" at <(1) 2>: can\'t give argument to non-function 1'],
  ['{{1 | (print)}}', 'template: T:1:2: executing "T" at <1>: can\'t give argument to non-function print'],
  ['{{nil}}', 'template: T:1:2: executing "T" at <nil>: nil is not a command'],
  ['{{nil 1}}', 'template: T:1:2: executing "T" at <nil>: can\'t give argument to non-function nil'],
  ['{{nil | print}}', 'template: T:1:2: executing "T" at <nil>: nil is not a command'],
  ['{{$x := nil}}', 'template: T:1:8: executing "T" at <nil>: nil is not a command'],
  ['{{if nil}}{{end}}', 'template: T:1:5: executing "T" at <nil>: nil is not a command'],
  ['{{range nil}}{{end}}', 'template: T:1:8: executing "T" at <nil>: nil is not a command'],
  [
    '{{template "t" nil}}{{define "t"}}{{end}}',
    'template: T:1:15: executing "T" at <nil>: nil is not a command',
  ],
  [
    '{{template "nope"}}',
    'template: T:1:11: executing "T" at <{{template "nope"}}>: template "nope" not defined',
  ],
  [
    '{{template "nope" .nope}}',
    'template: T:1:11: executing "T" at <{{template "nope" .nope}}>: template "nope" not defined',
  ],
  [
    '{{define "t"}}{{.x}}{{end}}{{template "t"}}',
    'template: T:1:16: executing "t" at <.x>: nil data; no entry for key "x"',
  ],
  [
    '{{define "t"}}\n{{.nope}}{{end}}{{template "t" .}}',
    'template: T:2:2: executing "t" at <.nope>: map has no entry for key "nope"',
  ],
  [
    '{{define "a\\"b"}}{{.nope}}{{end}}{{template "a\\"b" .}}',
    'template: T:1:19: executing "a\\"b" at <.nope>: map has no entry for key "nope"',
  ],
  ['{{$x = 1}}', 'template: T:1:7: executing "T" at <1>: undefined variable: $x'],
  ['{{range $k, $v = .}}{{end}}', 'template: T:1:17: executing "T" at <.>: undefined variable: $k'],
  [
    '{{if false}}{{$y := 1}}{{else}}{{$y}}{{end}}',
    'template: T:1:33: executing "T" at <$y>: undefined variable: $y',
  ],
  [
    '{{9223372036854775808}}',
    'template: T:1:2: executing "T" at <9223372036854775808>: 9223372036854775808 overflows int',
  ],
  [
    '{{print 18446744073709551615}}',
    'template: T:1:8: executing "T" at <18446744073709551615>: 18446744073709551615 overflows int',
  ],
  ['{{range .a}}{{end}}', 'template: T:1:8: executing "T" at <.a>: range can\'t iterate over abc'],
  ['{{range 1.5}}{{end}}', 'template: T:1:8: executing "T" at <1.5>: range can\'t iterate over 1.5'],
  ['{{range true}}{{end}}', 'template: T:1:8: executing "T" at <true>: range can\'t iterate over true'],
  ['{{range 1i}}{{end}}', 'template: T:1:8: executing "T" at <1i>: range can\'t iterate over (0+1i)'],
  [
    '{{range $i, $j := 3}}{{end}}',
    'template: T:1:18: executing "T" at <3>: can\'t use 3 to iterate over more than one variable',
  ],
  [
    '{{range $i, $j := 0}}{{end}}',
    'template: T:1:18: executing "T" at <0>: can\'t use 0 to iterate over more than one variable',
  ],
  ['{{len}}', 'template: T:1:2: executing "T" at <len>: wrong number of args for len: want 1 got 0'],
  ['{{len 1 2}}', 'template: T:1:2: executing "T" at <len>: wrong number of args for len: want 1 got 2'],
  ['{{1 | len 2}}', 'template: T:1:6: executing "T" at <len>: wrong number of args for len: want 1 got 2'],
  ['{{not}}', 'template: T:1:2: executing "T" at <not>: wrong number of args for not: want 1 got 0'],
  ['{{eq}}', 'template: T:1:2: executing "T" at <eq>: wrong number of args for eq: want at least 1 got 0'],
  ['{{ne 1}}', 'template: T:1:2: executing "T" at <ne>: wrong number of args for ne: want 2 got 1'],
  ['{{lt 1 2 3}}', 'template: T:1:2: executing "T" at <lt>: wrong number of args for lt: want 2 got 3'],
  [
    '{{index}}',
    'template: T:1:2: executing "T" at <index>: wrong number of args for index: want at least 1 got 0',
  ],
  [
    '{{slice}}',
    'template: T:1:2: executing "T" at <slice>: wrong number of args for slice: want at least 1 got 0',
  ],
  ['{{and}}', 'template: T:1:2: executing "T" at <and>: wrong number of args for and: want at least 1 got 0'],
  ['{{or}}', 'template: T:1:2: executing "T" at <or>: wrong number of args for or: want at least 1 got 0'],
  [
    '{{printf}}',
    'template: T:1:2: executing "T" at <printf>: wrong number of args for printf: want at least 1 got 0',
  ],
  [
    '{{call}}',
    'template: T:1:2: executing "T" at <call>: wrong number of args for call: want at least 1 got 0',
  ],
  ['{{print (len)}}', 'template: T:1:9: executing "T" at <len>: wrong number of args for len: want 1 got 0'],
  ['{{printf nil}}', 'template: T:1:9: executing "T" at <nil>: cannot assign nil to string'],
  ['{{printf 1}}', 'template: T:1:9: executing "T" at <1>: expected string; found 1'],
  ['{{printf true}}', 'template: T:1:9: executing "T" at <true>: expected string; found true'],
  [
    '{{printf .}}',
    'template: T:1:9: executing "T" at <.>: wrong type for value; expected string; got map[string]string',
  ],
  [
    '{{printf (len .a)}}',
    'template: T:1:14: executing "T" at <.a>: wrong type for value; expected string; got int',
  ],
  [
    '{{1 | printf}}',
    'template: T:1:6: executing "T" at <printf>: wrong type for value; expected string; got int',
  ],
  [
    '{{. | printf}}',
    'template: T:1:6: executing "T" at <printf>: wrong type for value; expected string; got map[string]string',
  ],
  [
    '{{define "t"}}{{printf .}}{{end}}{{template "t"}}',
    'template: T:1:23: executing "t" at <.>: invalid value; expected string',
  ],
  [
    '{{define "t"}}{{. | printf}}{{end}}{{template "t"}}',
    'template: T:1:20: executing "t" at <printf>: invalid value; expected string',
  ],
  [
    '{{print (1 | print | len 2)}}',
    'template: T:1:21: executing "T" at <len>: wrong number of args for len: want 1 got 2',
  ],
  [
    '{{print `a` "b" 1.5 nil . $ .a.b}}',
    'template: T:1:30: executing "T" at <.a.b>: can\'t evaluate field b in type string',
  ],
  [
    '{{with $x := .nope}}{{end}}',
    'template: T:1:13: executing "T" at <.nope>: map has no entry for key "nope"',
  ],
]

describe('an execution that fails', () => {
  it.each(failures)('CUS-3 of %j says what Go says', (text, message) => {
    expect(expand(text).error).toEqual({ phase: 'exec', message })
  })

  it('CUS-3 keeps what was written before', () => {
    expect(expand('a{{range 3}}{{.}}{{if eq . 1}}{{index "" .}}{{end}}{{end}}b').output).toBe('a01')
  })
})
