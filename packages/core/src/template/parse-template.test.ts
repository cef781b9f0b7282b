import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseTemplate } from './parse-template.ts'
import { showNode } from './syntax/show-node.ts'
import type { Statement } from './syntax/tree.ts'
import { anyText, goodTemplate, pipelineText } from './template.arbitrary.ts'
import { encodeUtf8 } from './text/utf8.ts'

/** What Go 1.26 says of these, asked for once. */
const mistakes: readonly (readonly [text: string, message: string])[] = [
  ['{{', 'template: T:1: unclosed action'],
  ['{{.a', 'template: T:1: unclosed action'],
  ['{{.a\n', 'template: T:2: unclosed action started at T:1'],
  ['a\n{{.a\n', 'template: T:3: unclosed action started at T:2'],
  ['{{.a}', "template: T:1: bad character U+007D '}'"],
  ['{{"a', 'template: T:1: unterminated quoted string'],
  ['{{"a\n"}}', 'template: T:1: unterminated quoted string'],
  ["{{'a", 'template: T:1: unterminated character constant'],
  ["{{'\\", 'template: T:1: unterminated character constant'],
  ['{{`a', 'template: T:1: unterminated raw quoted string'],
  ['{{/* a', 'template: T:1: unclosed comment'],
  ['{{/* a */ }}', 'template: T:1: comment ends before closing delimiter'],
  ['{{ /* a */}}', 'template: T:1: unexpected "/" in command'],
  ['\n{{/*\n*/x', 'template: T:2: comment ends before closing delimiter'],
  ['{{(.a}}', 'template: T:1: unclosed left paren'],
  ['{{(.a}} {{)}}', 'template: T:1: unclosed left paren'],
  ['{{.a)}}', 'template: T:1: unexpected right paren'],
  ['{{)}}', 'template: T:1: unexpected right paren'],
  ['{{.a😀}}', "template: T:1: bad character U+1F600 '😀'"],
  ['{{😀}}', "template: T:1: unrecognized character in action: U+1F600 '😀'"],
  ['{{.á}}', "template: T:1: bad character U+0301 '́'"],
  ['{{$x}}', 'template: T:1: undefined variable "$x"'],
  ['{{$x=2}}', "template: T:1: bad character U+003D '='"],
  ['{{$x := 1}}{{$x.y z}}', 'template: T:1: function "z" not defined'],
  ['{{nope}}', 'template: T:1: function "nope" not defined'],
  ['{{nope .a}}', 'template: T:1: function "nope" not defined'],
  ['{{if}}x{{end}}', 'template: T:1: missing value for if'],
  ['{{if .a}}', 'template: T:1: unexpected EOF'],
  ['{{if .a}}\n{{/* ', 'template: T:2: unclosed comment in action started at T:1'],
  ['{{if .a}}x{{else}}y', 'template: T:1: unexpected EOF'],
  ['{{else}}', 'template: T:1: unexpected {{else}}'],
  ['{{end}}', 'template: T:1: unexpected {{end}}'],
  ['{{end x}}', 'template: T:1: unexpected "x" in end'],
  ['{{else x}}', 'template: T:1: unexpected "x" in else'],
  ['{{if .a}}{{else}}{{else}}{{end}}', 'template: T:1: expected end; found {{else}}'],
  ['{{if .a}}{{else if .b}}{{else}}{{else}}{{end}}', 'template: T:1: expected end; found {{else}}'],
  ['{{if .a}}{{else with .b}}{{end}}', 'template: T:1: unexpected <with> in input'],
  ['{{with .a}}{{else if .b}}{{end}}', 'template: T:1: unexpected <if> in input'],
  ['{{range .a}}{{else range .b}}{{end}}', 'template: T:1: unexpected <range> in else'],
  ['{{break}}', 'template: T:1: {{break}} outside {{range}}'],
  ['{{continue}}', 'template: T:1: {{continue}} outside {{range}}'],
  ['{{range 2}}{{break 1}}{{end}}', 'template: T:1: unexpected "1" in {{break}}'],
  ['{{range 2}}{{continue x}}{{end}}', 'template: T:1: unexpected "x" in {{continue}}'],
  ['{{range 2}}{{else}}{{break}}{{end}}', 'template: T:1: {{break}} outside {{range}}'],
  ['{{range 2}}{{block "b" .}}{{break}}{{end}}{{end}}', 'template: T:1: {{break}} outside {{range}}'],
  ['{{range $i,$j,$k := 3}}{{end}}', 'template: T:1: too many declarations in range'],
  ['{{range $i, := 3}}{{end}}', 'template: T:1: range can only initialize variables'],
  ['{{if $x, $y := 1}}{{end}}', 'template: T:1: too many declarations in if'],
  ['{{range $i, 3}}{{end}}', 'template: T:1: range can only initialize variables'],
  ['{{range $i,}}{{end}}', 'template: T:1: missing value for range'],
  ['{{$x, $y := 1}}', 'template: T:1: too many declarations in command'],
  ['{{define "t"}}', 'template: T:1: unexpected EOF'],
  ['{{define t}}{{end}}', 'template: T:1: unexpected "t" in define clause'],
  ['{{define "t" .}}{{end}}', 'template: T:1: unexpected <.> in define clause'],
  ['{{define "t"}}{{else}}{{end}}', 'template: T:1: unexpected {{else}} in define clause'],
  ['{{define "t"}}{{$x}}{{end}}', 'template: T:1: undefined variable "$x"'],
  ['{{$x := 1}}{{define "t"}}{{$x}}{{end}}', 'template: T:1: undefined variable "$x"'],
  ['{{if .a}}{{define "t"}}{{end}}{{end}}', 'template: T:1: unexpected <define> in command'],
  ['{{define "\\q"}}{{end}}', 'template: T:1: invalid syntax'],
  [
    '{{define "t"}}1{{end}}\n{{define "t"}}2{{end}}',
    'template: T:2: template: multiple definition of template "t"',
  ],
  [
    '{{block "t" .}}1{{end}}{{block "t" .}}2{{end}}',
    'template: T:1: template: multiple definition of template "t"',
  ],
  ['{{block "b" .}}\n{{else}}{{end}}', 'template: T:1: unexpected {{else}} in block clause'],
  ['{{block "b"}}{{end}}', 'template: T:1: missing value for block clause'],
  ['{{block b .}}{{end}}', 'template: T:1: unexpected "b" in block clause'],
  ['{{template}}', 'template: T:1: unexpected "}}" in template clause'],
  ['{{template t}}', 'template: T:1: unexpected "t" in template clause'],
  ['{{template "t" 1 | 2}}', 'template: T:1: non executable command in pipeline stage 2'],
  ['{{.a | 1}}', 'template: T:1: non executable command in pipeline stage 2'],
  ['{{.a | print | "x"}}', 'template: T:1: non executable command in pipeline stage 3'],
  ['{{.a | .}}', 'template: T:1: non executable command in pipeline stage 2'],
  ['{{.a | nil}}', 'template: T:1: non executable command in pipeline stage 2'],
  ['{{|}}', 'template: T:1: unexpected "|" in command'],
  ['{{.a || .b}}', 'template: T:1: unexpected "|" in command'],
  ['{{()}}', 'template: T:1: missing value for parenthesized pipeline'],
  ['{{(.a)b}}', 'template: T:1: unexpected "b" in operand'],
  ['{{"a"b}}', 'template: T:1: unexpected "b" in operand'],
  ['{{"a""b"}}', 'template: T:1: unexpected "\\"b\\"" in operand'],
  ['{{1.a}}', 'template: T:1: bad number syntax: "1.a"'],
  ['{{nil.a}}', 'template: T:1: unexpected . after term "nil"'],
  ['{{"x".a.b}}', 'template: T:1: unexpected . after term "\\"x\\""'],
  ['{{true.x}}', 'template: T:1: unexpected . after term "true"'],
  ['{{..a}}', 'template: T:1: unexpected . after term "."'],
  ['{{.a-}}', "template: T:1: bad character U+002D '-'"],
  ['{{3-}}', 'template: T:1: bad number syntax: "3-"'],
  ['{{1-2}}', 'template: T:1: bad number syntax: "1-2"'],
  ['{{-}}', 'template: T:1: illegal number syntax: "-"'],
  ['{{-.a}}', 'template: T:1: bad number syntax: "-.a"'],
  ['{{08}}', 'template: T:1: integer overflow: "08"'],
  ['{{0b2}}', 'template: T:1: bad number syntax: "0b2"'],
  ['{{1__0}}', 'template: T:1: illegal number syntax: "1__0"'],
  ['{{1e}}', 'template: T:1: illegal number syntax: "1e"'],
  ['{{0x}}', 'template: T:1: illegal number syntax: "0x"'],
  ['{{1ex}}', 'template: T:1: bad number syntax: "1ex"'],
  ['\n{{\n1ex}}', 'template: T:3: bad number syntax: "1ex" in action started at T:2'],
  ['{{0x1i}}', 'template: T:1: illegal number syntax: "0x1i"'],
  ['{{0b1+1i}}', 'template: T:1: syntax error scanning complex number'],
  ['{{1+i}}', 'template: T:1: syntax error scanning complex number'],
  ['{{1__0+2i}}', 'template: T:1: strconv.ParseFloat: parsing "1__0": invalid syntax'],
  ['{{1e999+1i}}', 'template: T:1: strconv.ParseFloat: parsing "1e999": value out of range'],
  ['{{1e999}}', 'template: T:1: illegal number syntax: "1e999"'],
  ['{{18446744073709551616}}', 'template: T:1: integer overflow: "18446744073709551616"'],
  ['{{-9223372036854775809}}', 'template: T:1: integer overflow: "-9223372036854775809"'],
  ["{{''}}", 'template: T:1: invalid syntax'],
  ["{{'ab'}}", "template: T:1: malformed character constant: 'ab'"],
  ["{{'\\q'}}", 'template: T:1: invalid syntax'],
  ['{{"\\q"}}', 'template: T:1: invalid syntax'],
  ['{{:}}', 'template: T:1: expected :='],
  ['{{.a:=1}}', 'template: T:1: unexpected ":=" in operand'],
  ['{{.a , .b}}', 'template: T:1: unexpected "," in operand'],
  ['{{@}}', 'template: T:1: unexpected "@" in command'],
  ['{{print if}}', 'template: T:1: unexpected <if> in operand'],
  ['{{print break}}', 'template: T:1: unexpected <break> in operand'],
  ['{{if .a}}{{$y := 1}}{{end}}{{$y}}', 'template: T:1: undefined variable "$y"'],
  ['{{with $y := 1}}{{end}}{{$y}}', 'template: T:1: undefined variable "$y"'],
  ['{{12345678901234 "b"x}}', 'template: T:1: unexpected "x" in operand'],
  ['{{.a}}{{\n\n"日本語日本語日本語日本語"x}}', 'template: T:3: unexpected "x" in operand'],
  ['{{{.a}}', 'template: T:1: unexpected "{" in command'],
  ['{{.a}}}}{{.', 'template: T:1: illegal number syntax: "."'],
]

describe('reading a template', () => {
  it.each(mistakes)('CUS-3 of %j fails as in Go', (text, message) => {
    expect(parseTemplate('T', text)).toEqual({ ok: false, error: { phase: 'parse', message } })
  })

  it('CUS-3 never throws, and names the template in every message', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        const parsed = parseTemplate('名 T', text)
        if (!parsed.ok) expect(parsed.error.message).toMatch(/^template: 名 T:\d+: ./)
      }),
      { numRuns: 2000 },
    )
  })

  it('CUS-3 of what is written as Go writes it finds the same again', () => {
    fc.assert(
      fc.property(pipelineText, (pipeline) => {
        const text = `{{$x := 1}}{{${pipeline}}}`
        const parsed = parseTemplate('T', text)
        if (!parsed.ok) return expect(parsed.error.message).toContain('non executable command')
        expect(shownAction(parsed.value.source.definitions.get('T')?.statements[1])).toBe(
          encodeUtf8(pipeline),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('CUS-3 finds no mistake in templates without one', () => {
    fc.assert(
      fc.property(goodTemplate, (text) => {
        expect(parseTemplate('T', text)).toMatchObject({ ok: true })
      }),
    )
  })

  it('CUS-3 takes any depth of nesting, but parentheses only as deep as Go', () => {
    const nested = (open: string, close: string, depth: number) =>
      parseTemplate('T', `${open.repeat(depth)}${close.repeat(depth)}`)
    expect(nested('{{if true}}', '{{end}}', 50_000).ok).toBe(true)
    expect(nested('{{with 1}}', '{{else}}{{end}}', 20_000).ok).toBe(true)
    expect(parseTemplate('T', `{{if 1}}${'{{else if 1}}'.repeat(50_000)}{{end}}`).ok).toBe(true)
    const blocks = Array.from({ length: 20_000 }, (_, index) => `{{block "b${index}" .}}`)
    expect(parseTemplate('T', blocks.join('') + '{{end}}'.repeat(20_000)).ok).toBe(true)
    const parentheses = (depth: number) => `{{${'('.repeat(depth)}1${')'.repeat(depth)}}}`
    expect(parseTemplate('T', parentheses(10_000)).ok).toBe(true)
    expect(parseTemplate('T', parentheses(10_001))).toMatchObject({
      error: { message: 'template: T:1: max expression depth exceeded' },
    })
    expect(parseTemplate('T', `{{${'('.repeat(1_000_000)}`)).toMatchObject({ ok: false })
  })

  it('CUS-3 takes long texts of one kind', () => {
    const many = 100_000
    for (const text of [
      '{{1}}'.repeat(many),
      '{{/**/}}'.repeat(many),
      `{{print ${'1 '.repeat(many)}}}`,
      `{{print "${'\\x41'.repeat(many)}"}}`,
      `{{${'.a'.repeat(many)}}}`,
      '{{$x := $}}'.repeat(many / 10),
      `{{define "a"}}${' '.repeat(many)}x{{end}}${'{{define "a"}}{{end}}'.repeat(many / 100)}`,
    ]) {
      expect(parseTemplate('T', text).ok).toBe(true)
    }
    expect(parseTemplate('T', `{{${'9'.repeat(many)}}}`)).toMatchObject({ ok: false })
    expect(parseTemplate('T', `{{0x${'f'.repeat(many)}p1}}`)).toMatchObject({ ok: false })
  })
})

function shownAction(statement: Statement | undefined): string | undefined {
  return statement?.kind === 'action' ? showNode(statement.pipeline) : undefined
}
