import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { executeTemplate } from './execute-template.ts'
import { parseTemplate } from './parse-template.ts'
import { anyText, expand, goodTemplate, sampleData } from './template.arbitrary.ts'

/** What Go 1.26 writes, asked for once. */
const written: readonly (readonly [text: string, output: string])[] = [
  ['{{.a |}}', 'abc'],
  ['{{08+1i}}', '(8+1i)'],
  ['text', 'text'],
  ['{{.a}}', 'abc'],
  ['{{ .a }}', 'abc'],
  ['a {{- .a -}} b', 'aabcb'],
  [' \n{{- .a}}\t{{.a -}}\n ', 'abc\tabc'],
  ['{{- /* c */ -}} x', 'x'],
  ['x {{/* c */}} y', 'x  y'],
  ['{{.名前}}', 'wec1'],
  ['{{$.u}}', 'é日😀'],
  ['{{.}}', 'map[a:abc empty: h:<a href="x">\'T&C\'</a> u:é日😀 名前:wec1]'],
  ['{{$}}', 'map[a:abc empty: h:<a href="x">\'T&C\'</a> u:é日😀 名前:wec1]'],
  ['{{.a | print | len}}', '3'],
  ['{{(.a)}}', 'abc'],
  ['{{(print .a "x") | len}}', '4'],
  ['{{$x := 1}}{{$x}}{{$x = 2}}{{$x}}', '12'],
  ['{{$x:=1}}{{$x}}', '1'],
  ['{{$x := 1}}{{if true}}{{$x = 2}}{{$x := 3}}{{$x}}{{end}}{{$x}}', '32'],
  ['{{with $x := .a}}{{$x}}{{.}}{{end}}', 'abcabc'],
  ['{{if .a}}y{{else}}n{{end}}{{if .empty}}y{{else}}n{{end}}', 'yn'],
  ['{{if eq 1 2}}a{{else if eq 1 1}}b{{else}}c{{end}}', 'b'],
  ['{{with .empty}}a{{else with .a}}{{.}}{{else}}c{{end}}', 'abc'],
  ['{{with .empty}}{{.}}{{end}}|', '|'],
  ['{{range 3}}{{.}},{{end}}', '0,1,2,'],
  ['{{range 0}}x{{else}}none{{end}}', 'none'],
  ['{{range -1}}x{{else}}none{{end}}', 'none'],
  ['{{range $i := 3}}{{$i}}{{end}}', '012'],
  ['{{$i := 9}}{{range $i = 3}}{{end}}{{$i}}', '2'],
  ['{{range $k, $v := .}}{{$k}}={{$v}};{{end}}', 'a=abc;empty=;h=<a href="x">\'T&C\'</a>;u=é日😀;名前=wec1;'],
  ['{{range .}}[{{.}}]{{end}}', '[abc][][<a href="x">\'T&C\'</a>][é日😀][wec1]'],
  ['{{range $v := .}}{{$v}};{{end}}', 'abc;;<a href="x">\'T&C\'</a>;é日😀;wec1;'],
  ['{{$k := 0}}{{$v := 0}}{{range $k, $v = .}}{{end}}{{$k}}{{$v}}', '名前wec1'],
  [
    '{{range index .a 0}}x{{end}}',
    'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx',
  ],
  ['{{range $i := index "\\x02" 0}}{{printf "%T" $i}}{{end}}', 'uint8uint8'],
  ['{{range 5}}{{if eq . 3}}{{break}}{{end}}{{if eq . 1}}{{continue}}{{end}}{{.}}{{end}}', '02'],
  ['{{range 2}}{{range 0}}{{else}}a{{break}}b{{end}}c{{end}}', 'acac'],
  ['{{range 2}}{{range 0}}{{else}}a{{continue}}b{{end}}c{{end}}', 'aa'],
  ['{{range $i := 2}}{{range $j := 2}}{{if $j}}{{break}}{{end}}{{$i}}{{$j}};{{end}}{{end}}', '00;10;'],
  ['{{define "t"}}[{{.}}]{{end}}{{template "t" .a}}{{template "t"}}', '[abc][<no value>]'],
  ['{{block "b" .a}}<{{.}}>{{end}}{{template "b" 1}}', '<abc><1>'],
  ['{{define "t"}}{{$}}{{end}}{{template "t" $x := 1}}{{$x}}', '11'],
  ['{{define "t"}} {{end}}{{define "t"}}1{{end}}{{template "t"}}', '1'],
  ['{{define "t"}}1{{end}}{{define "t"}} {{end}}{{template "t"}}', '1'],
  ['{{define "t"}}x{{end}} ', ' '],
  ['{{define "n"}}{{if .}}{{.}}{{template "n" (slice . 1)}}{{end}}{{end}}{{template "n" .a}}', 'abcbcc'],
  ['{{1}} {{0x1F}} {{017}} {{0o17}} {{0b11}} {{1_000}} {{-3}} {{+3}}', '1 31 15 15 3 1000 -3 3'],
  ["{{'a'}} {{'é'}} {{'\\n'}}", '97 233 10'],
  [
    '{{1.5}} {{1e3}} {{1e6}} {{1e21}} {{1e-5}} {{0x1p-2}} {{-0.0}} {{1_0.2_5}} {{-0x1e}}',
    '1.5 1000 1e+06 1e+21 1e-05 0.25 -0 10.25 -30',
  ],
  ['{{1i}} {{1-2i}} {{0i}} {{0x1p2i}} {{1.5e3+.5i}}', '(0+1i) (1-2i) (0+0i) (0+4i) (1500+0.5i)'],
  ['{{"a\\tb\\x41\\u00e9"}}{{`\\n`}}', 'a\tbAé\\n'],
  ['{{true}}{{false}}', 'truefalse'],
  ['{{9223372036854775807}} {{-9223372036854775808}}', '9223372036854775807 -9223372036854775808'],
  ['{{print}}|{{print 1 2}}|{{print "a" 1 2 "b" "c" true}}|{{print nil nil}}', '|1 2|a1 2bctrue|<nil> <nil>'],
  ['{{println}}{{println 1 "a"}}', '\n1 a\n'],
  ['{{printf "%d %s" 1 .a}}', '1 abc'],
  ['{{len .a}} {{len .u}} {{len .}}', '3 9 5'],
  ['{{index .a 0}} {{index . "a"}} {{index . "nope"}} {{index .u 1}} {{index .a}}', '97 abc  169 abc'],
  ['{{slice .a}} {{slice .a 1}} {{slice .a 1 2}} {{slice .a 3}} {{slice .u 2}}', 'abc bc b  日😀'],
  ['{{slice .u 1 2}}', '�'],
  [
    '{{not .a}} {{not .empty}} {{not nil}} {{not 0}} {{not 0.0}} {{not 0i}} {{not .}}',
    'false true true true true true false',
  ],
  ['{{and 1 0 2}} {{and 1 2}} {{or 0 "" 3}} {{or 0 ""}}|{{and .empty .nope}}|{{or .a .nope}}', '0 2 3 ||abc'],
  ['{{and nil}} {{or nil}} {{1 | and 0}} {{1 | and 2}} {{.empty | or 0}}', '<no value> <no value> 0 1 '],
  ['{{and nil | print}}', '<nil>'],
  [
    '{{html .h}} {{html nil 1}} {{html 1 2 "<"}} {{html "\\x00"}}',
    '&lt;a href=&#34;x&#34;&gt;&#39;T&amp;C&#39;&lt;/a&gt; &lt;no value&gt;1 1 2&lt; �',
  ],
  [
    '{{js .h}} {{js "\\x01\\x7f\\\\é\\u00a0\\U000e0001=>&"}}',
    '\\u003Ca href\\u003D\\"x\\"\\u003E\\\'T\\u0026C\\\'\\u003C/a\\u003E \\u0001\u007f\\\\é\\u00A0\\uE0001\\u003D\\u003E\\u0026',
  ],
  ['{{js "\\xff"}}', '�'],
  [
    '{{urlquery .h}} {{urlquery "a-b_c.d~e f+é"}} {{urlquery "\\x0a"}}',
    '%3Ca+href%3D%22x%22%3E%27T%26C%27%3C%2Fa%3E a-b_c.d~e+f%2B%C3%A9 %0A',
  ],
  [
    '{{eq 1 1}} {{eq 1 2}} {{eq 1 2 1}} {{eq "a" "a"}} {{eq 1.5 1.5}} {{eq 1i 1i}} {{eq 1i 2i}} {{eq true false}} {{eq nil nil}} {{eq . nil}} {{eq 1 nil}}',
    'true false true true true true false false true false false',
  ],
  [
    '{{eq 97 (index .a 0)}} {{eq (index .a 0) 97}} {{lt 1 (index .a 0)}} {{lt (index .a 0) 1}} {{lt -1 (index .a 0)}}',
    'true true true false true',
  ],
  ['{{eq 1 1 "a"}} {{ne 1 2}} {{ne 1 1}}', 'true true false'],
  [
    '{{lt 1 2}} {{lt 2 1}} {{lt 1 1}} {{le 1 1}} {{le 1 2}} {{le 2 1}} {{gt 2 1}} {{gt 1 1}} {{ge 1 1}} {{ge 1 2}}',
    'true false false true true false true false true false',
  ],
  [
    '{{lt "a" "b"}} {{lt "b" "a"}} {{lt "\\uffee" "😀"}} {{lt 1.5 2.5}} {{lt 2.5 1.5}} {{le 1.5 1.5}} {{gt "b" "a"}}',
    'true false true true false true true',
  ],
  ['{{$x := print (.a | len) | index $}}', ''],
]

describe('expanding a template', () => {
  it.each(written)('CUS-3 of %j writes what Go writes', (text, output) => {
    expect(expand(text)).toEqual({ output })
  })

  it('CUS-3 without {{ writes the text as it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!text.includes('{{'))
        expect(expand(text)).toEqual({ output: text })
      }),
    )
  })

  it('CUS-3 of a key writes its value, whatever that is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (value) => {
        expect(expand('<{{.key}}>', new Map([['key', value]]))).toEqual({
          output: `<${value}>`,
        })
      }),
    )
  })

  it('CUS-3 never throws, says the same each time, and keeps its limits', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, goodTemplate), (text) => {
        const limits = { steps: 2000, output: 50 }
        const expansion = expand(text, sampleData, limits)
        expect(expand(text, sampleData, limits)).toEqual(expansion)
        expect(new TextEncoder().encode(expansion.output).length).toBeLessThanOrEqual(3 * 50)
        expect(expand(text).output.startsWith(expansion.output)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it('CUS-3 mostly expands what has no mistake', () => {
    const texts = fc.sample(goodTemplate, 200)
    expect(texts.filter((text) => expand(text).error === undefined).length).toBeGreaterThan(150)
  })

  it('CUS-3 ranges over keys in the order of their bytes', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 3 })), (keys) => {
        const different = [...new Set(keys)]
        const sorted = different
          .toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)))
          .map((key) => `${key}=1;`)
        const data = new Map(different.map((key) => [key, '1']))
        expect(expand('{{range $k, $v := .}}{{$k}}={{$v}};{{end}}', data).output).toBe(sorted.join(''))
      }),
    )
  })

  it('CUS-3 finds keys by their bytes', () => {
    const data = new Map([['\ufffd', 'found']])
    expect(expand('{{index . "\\ufffd"}}|{{index . "\\xff"}}', data)).toEqual({ output: 'found|' })
  })

  it('CUS-3 leaves a template as it is, for other data', () => {
    const parsed = parseTemplate('T', '{{$x := .a}}{{range 2}}{{$x}}{{end}}')
    if (!parsed.ok) throw new Error(parsed.error.message)
    for (const a of ['1', '2']) {
      expect(executeTemplate(parsed.value, new Map([['a', a]]))).toEqual({ output: a + a })
    }
  })
})

/** Templates of which each calls the next twice. */
function doubling(depth: number): string {
  const definitions = Array.from(
    { length: depth },
    (_, index) => `{{define "${index}"}}{{template "${index + 1}"}}{{template "${index + 1}"}}{{end}}`,
  )
  return `${definitions.join('')}{{define "${depth}"}}{{end}}{{template "0"}}`
}

describe('the limits of an expansion', () => {
  const limit = (what: string) => ({ error: { phase: 'exec', message: expect.stringContaining(what) } })

  it('CUS-3 ends what would go on for long, and keeps what was written', () => {
    for (const text of [
      '{{range 1000000000}}{{end}}',
      `${'{{range 1000}}'.repeat(4)}${'{{end}}'.repeat(4)}`,
      doubling(30),
      '{{$x := "aaaaaaaaaaaaaaaa"}}{{range 100}}{{$x = print $x $x}}{{end}}',
      '{{range 1000000}}{{$x := printf "%1000000d" 1}}{{end}}',
      '{{range 10000000}}{{$x := printf "%.1000f" 5e-324}}{{end}}',
      '{{range 1000000}}{{$y := print $}}{{end}}',
      '{{$x := printf "%100000d" 1}}{{range 1000000}}{{$b := eq $x $x}}{{end}}',
      '{{$x := printf "%9999d" 1}}{{range 1000000}}{{$b := html $x}}{{end}}',
      `{{$y := 1}}${'{{$x := 1}}'.repeat(10_000)}{{range 1000000}}{{$b := $y}}{{end}}`,
    ]) {
      expect(expand(`a${text}`, sampleData, { steps: 100_000 })).toMatchObject({
        output: 'a',
        ...limit('exceeded the limit of 100000 steps'),
      })
    }
    expect(expand('{{range 1000000000}}{{end}}')).toMatchObject(limit('the limit of 1000000 steps'))
  })

  it('CUS-3 ends what would write much', () => {
    expect(expand('{{range 100}}{{printf "%100000d" 1}}{{end}}')).toMatchObject({
      output: `${' '.repeat(99_999)}1`.repeat(10),
      error: { message: 'template: T:1:33: executing "T": exceeded the limit of 1048576 bytes of output' },
    })
    expect(expand('abc', sampleData, { output: 3 })).toEqual({ output: 'abc' })
    expect(expand('ab{{"é"}}c', sampleData, { output: 3 })).toMatchObject({
      output: 'ab',
      ...limit('exceeded the limit of 3 bytes of output'),
    })
  })

  it('CUS-3 are as asked for', () => {
    expect(expand('{{1}}', sampleData, { steps: 1 })).toMatchObject(limit('exceeded the limit of 1 steps'))
    expect(expand('{{1}}', sampleData, { steps: 3 })).toEqual({ output: '1' })
    expect(expand('{{range 2}}{{end}}', sampleData, { steps: 3 })).toMatchObject(limit('limit of 3 steps'))
    expect(expand('{{print . .}}', new Map([['a', 'x'.repeat(1000)]]), { steps: 100 })).toMatchObject(
      limit('limit of 100 steps'),
    )
    for (const words of ['"%9999d" 1', '"%.9999d" 1', '"%9999s" "a"', '"%9999v" .', '"%.9999z" true']) {
      const text = `{{len (printf ${words})}}`
      expect(expand(text, sampleData, { steps: 600 })).toMatchObject(limit('limit of 600 steps'))
    }
  })

  it("CUS-3 of templates within templates is Go's", () => {
    expect(
      expand('{{define "r"}}{{template "s" .}}{{end}}{{define "s"}}{{template "r"}}{{end}}{{template "r"}}'),
    ).toEqual({
      output: '',
      error: {
        phase: 'exec',
        message:
          'template: T:1:64: executing "s" at <{{template "r"}}>: exceeded maximum template depth (100000)',
      },
    })
  })

  it('CUS-3 do not depend on how deep expressions and statements nest', () => {
    const nested = (open: string, inner: string, close: string, depth: number) =>
      expand(`${open.repeat(depth)}${inner}${close.repeat(depth)}`)
    expect(nested('{{if true}}', 'x', '{{end}}', 50_000)).toEqual({ output: 'x' })
    expect(nested('{{range 1}}', 'x', '{{end}}', 50_000)).toEqual({ output: 'x' })
    expect(expand(`{{${'(print '.repeat(9999)}1${')'.repeat(9999)}}}`)).toEqual({ output: '1' })
    const { error } = expand(`{{${'('.repeat(9999)}len 1${')'.repeat(9999)}}}`)
    expect(error?.message).toBe(
      'template: T:1:10001: executing "T" at <len 1>: error calling len: len of type int',
    )
    // The whole command is shown, with all its parentheses.
    const shown = expand(`{{len nil ${'('.repeat(9999)}1${')'.repeat(9999)}}}`)
    expect(shown.error?.message).toContain('wrong number of args for len: want 1 got 2')
  })
})
