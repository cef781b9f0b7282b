import fc from 'fast-check'
import { executeTemplate } from './execute-template.ts'
import { parseTemplate } from './parse-template.ts'
import type { Expansion, TemplateLimits } from './types.ts'

/** Data with strings of each sort: empty, with signs that are escaped, beyond ASCII. */
export const sampleData: ReadonlyMap<string, string> = new Map([
  ['a', 'abc'],
  ['empty', ''],
  ['h', `<a href="x">'T&C'</a>`],
  ['u', 'é日😀'],
  ['名前', 'wec1'],
])

/** Reads and executes a template named `T`. */
export function expand(
  text: string,
  data: ReadonlyMap<string, string> = sampleData,
  limits: TemplateLimits = {},
): Expansion {
  const parsed = parseTemplate('T', text)
  return parsed.ok ? executeTemplate(parsed.value, data, limits) : { output: '', error: parsed.error }
}

/** What a template writes, or the message of its error. */
export function shown(text: string, data = sampleData): string {
  const { output, error } = expand(text, data)
  return error?.message ?? output
}

const signs = '{{ }} {{- -}} /* */ ( ) | := = , . $ %'.split(' ')
const words = 'if else end range with define template block break continue nil true'.split(' ')
const names = 'print printf index slice len eq and html nope .a $x .u .missing'.split(' ')
const literals = `1 0x1f 'a' 1.5e3 2i 1+2i -3 9223372036854775808 "s" \`r\` "%d%[2]*.3q" "t"`.split(' ')
const piece = fc.constantFrom(' ', '\n', '{{- ', ' -}}', ...signs, ...words, ...names, ...literals)

/** Pieces of the language in any order, and any other text. */
export const anyText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 9, arbitrary: piece }, fc.string({ unit: 'binary', maxLength: 3 })), {
    maxLength: 30,
  })
  .map((pieces) => pieces.join(''))

const literal = fc.constantFrom(
  '1',
  '0',
  '-2.5',
  '3i',
  "'a'",
  '"é"',
  '`raw`',
  'true',
  'false',
  'nil',
  '.',
  '$',
)
const name = fc.constantFrom('print', 'printf', 'len', 'not', 'eq', 'and', 'or', 'index', 'html', 'slice')

/** Pipelines without mistakes of syntax, as Go itself writes them. */
export const pipelineText: fc.Arbitrary<string> = fc.letrec<{
  word: string
  command: string
  pipeline: string
}>((tie) => ({
  word: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    literal,
    fc.constantFrom('.a', '.a.b', '$.a', '$x', '$x.y.z', 'print.x'),
    tie('pipeline').map((pipeline) => `(${pipeline})`),
    tie('pipeline').map((pipeline) => `(${pipeline}).f.g`),
  ),
  command: fc
    .tuple(name, fc.array(tie('word'), { maxLength: 3 }))
    .map(([first, words]) => [first, ...words].join(' ')),
  pipeline: fc
    .tuple(
      fc.constantFrom('', '$x := ', '$x = '),
      fc.oneof(tie('word'), tie('command')),
      fc.array(tie('command'), { maxLength: 2 }),
    )
    .map(([declaration, first, others]) => declaration + [first, ...others].join(' | ')),
})).pipeline

/** Templates without mistakes of syntax, which mostly expand. */
export const goodTemplate: fc.Arbitrary<string> = fc.letrec<{ list: string; statement: string }>((tie) => ({
  list: fc.array(tie('statement'), { maxLength: 4 }).map((statements) => statements.join('')),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(
      'text',
      ' \n',
      'é',
      '{{/* c */}}',
      '{{$.a}}',
      '{{- $ -}}',
      '{{$v := len $.a}}',
      '{{print $.u 1 2}}',
    ),
    fc
      .tuple(
        fc.constantFrom('if', 'with'),
        fc.constantFrom('$.a', '$.empty', '(eq 1 2)'),
        tie('list'),
        tie('list'),
      )
      .map(([kind, value, list, other]) => `{{${kind} ${value}}}${list}{{else}}${other}{{end}}`),
    fc
      .tuple(fc.constantFrom('3', '0', '$', '$i := 3', '$v := $', '$k, $v := $'), tie('list'))
      .map(([items, list]) => `{{range ${items}}}${list}{{else}}none{{end}}`),
    tie('list').map((list) => `{{range 2}}${list}{{break}}${list}{{end}}`),
  ),
})).list
