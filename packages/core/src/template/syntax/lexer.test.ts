import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyText } from '../template.arbitrary.ts'
import { encodeUtf8 } from '../text/utf8.ts'
import { createLexer } from './lexer.ts'
import { showToken, type Token } from './token.ts'

function tokensOf(text: string): readonly Token[] {
  const lex = createLexer(encodeUtf8(text))
  const tokens = [lex()]
  for (let last = tokens.at(-1); last?.kind !== 'endOfFile' && last?.kind !== 'error'; last = tokens.at(-1)) {
    tokens.push(lex())
  }
  return tokens
}

const kindsOf = (text: string) => tokensOf(text).map(({ kind }) => kind)
const texts = (text: string) => tokensOf(text).map((token) => token.text)

describe('the tokens of a template', () => {
  it('CUS-3 are pieces of its text, in order, each with its place', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, fc.string({ unit: 'binary' })), (text) => {
        const bytes = encodeUtf8(text)
        let behind = 0
        for (const token of tokensOf(text)) {
          expect(token.position).toBeGreaterThanOrEqual(behind)
          expect(token.line).toBe(bytes.slice(0, token.position).split('\n').length)
          if (token.kind === 'error') return
          expect(bytes.startsWith(token.text, token.position)).toBe(true)
          behind = token.position + token.text.length
        }
        expect(behind).toBe(bytes.length)
      }),
      { numRuns: 500 },
    )
  })

  it('CUS-3 are text and nothing else without {{', () => {
    expect(tokensOf('a }} b')).toEqual([
      { kind: 'text', text: 'a }} b', position: 0, line: 1 },
      { kind: 'endOfFile', text: '', position: 6, line: 1 },
    ])
    expect(kindsOf('')).toEqual(['endOfFile'])
  })

  it('CUS-3 leave out comments, and what trim markers take', () => {
    expect(texts('a \n{{- 1 -}} \t\r\nb')).toEqual(['a', '{{', '1', '}}', 'b', ''])
    expect(texts('a {{/* {{x}} */}} b')).toEqual(['a ', ' b', ''])
    expect(texts('a {{- /* x */ -}} b')).toEqual(['a', 'b', ''])
    expect(texts(' {{- 1 -}} ')).toEqual(['{{', '1', '}}', ''])
    // Only blanks that Go's lexer knows.
    expect(texts('\u00a0{{- 1}}')).toEqual([encodeUtf8('\u00a0'), '{{', '1', '}}', ''])
    expect(kindsOf('{{-3}}')).toEqual(['leftDelimiter', 'number', 'rightDelimiter', 'endOfFile'])
    expect(texts('{{1  -}}')).toEqual(['{{', '1', ' ', '}}', ''])
  })

  it('CUS-3 are of these kinds', () => {
    expect(kindsOf('{{$x := .a.b|if(1) "s" `r` \'c\' 1+2i true nil . , =}}')).toEqual(
      ['leftDelimiter', 'variable', 'space', 'declare', 'space', 'field', 'field', 'pipe', 'keyword']
        .concat(['leftParenthesis', 'number', 'rightParenthesis', 'space', 'string', 'space', 'rawString'])
        .concat(['space', 'character', 'space', 'complex', 'space', 'bool', 'space', 'keyword', 'space'])
        .concat(['keyword', 'space', 'sign', 'space', 'assign', 'rightDelimiter', 'endOfFile']),
    )
  })

  it('CUS-3 are shown in messages, long ones cut', () => {
    const shown = (text: string) => tokensOf(text).slice(1, -2).map(showToken)
    expect(shown('{{if x}}')).toEqual(['<if>', '" "', '"x"'])
    expect(shown('{{"12345678"}}')).toEqual(['"\\"12345678\\""'])
    expect(shown('{{"123456789"}}')).toEqual(['"\\"123456789"...'])
    expect(showToken({ kind: 'endOfFile', text: '', position: 0, line: 1 })).toBe('EOF')
  })
})
