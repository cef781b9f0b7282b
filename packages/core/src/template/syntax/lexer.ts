import type { Bytes } from '../text/bytes.ts'
import { characterAt } from '../text/character.ts'
import { isSpace, isWordCharacter } from '../text/character-class.ts'
import { isPrintable } from '../text/printable.ts'
import { quoteString } from '../text/quote.ts'
import { showCodePoint } from '../text/show-code-point.ts'
import { endOfNumber, endOfQuoted, endOfSpace, endOfWord, isTerminator, startsNumber } from './scan.ts'
import type { Token, TokenKind } from './token.ts'

const LEFT = '{{'
const RIGHT = '}}'
const KEYWORDS = new Set([
  'block',
  'break',
  'continue',
  'define',
  'else',
  'end',
  'if',
  'range',
  'nil',
  'template',
  'with',
])
// A trim marker is a minus and a blank.
const MARKER = 2

/**
 * Cuts a template into tokens, one with each call, comments left out and text trimmed. After the end of the text there
 * are only ends; nothing is to be asked for after an error.
 */
export function createLexer(text: Bytes): () => Token {
  // The next token starts here.
  let start = 0
  let line = 1
  let newline = newlineFrom(0)
  let isInsideAction = false
  let parentheses = 0

  function newlineFrom(position: number): number {
    const found = text.indexOf('\n', position)
    return found < 0 ? text.length : found
  }

  function moveTo(position: number): void {
    for (; newline < position; newline = newlineFrom(newline + 1)) line++
    start = position
  }

  function emit(kind: TokenKind, end: number): Token {
    const token = { kind, text: text.slice(start, end), position: start, line }
    moveTo(end)
    return token
  }

  function fail(message: Bytes): Token {
    return { kind: 'error', text: message, position: start, line }
  }

  // A trim marker before a right delimiter: what it and its blank take, 0 without it.
  function markerAt(position: number): number {
    const isMarker = isSpace(text.charCodeAt(position)) && text[position + 1] === '-'
    return isMarker && text.startsWith(RIGHT, position + MARKER) ? MARKER : 0
  }

  function isRightDelimiterAt(position: number): boolean {
    return text.startsWith(RIGHT, position + markerAt(position))
  }

  function lexText(): Token {
    for (;;) {
      const found = text.indexOf(LEFT, start)
      if (found < 0) return emit(start < text.length ? 'text' : 'endOfFile', text.length)
      const inner = found + LEFT.length
      const marker = text[inner] === '-' && isSpace(text.charCodeAt(inner + 1)) ? MARKER : 0
      const end = marker === 0 ? found : trimmedEnd(found)
      if (end > start) {
        const token = emit('text', end)
        moveTo(found)
        return token
      }
      moveTo(found)
      if (!text.startsWith('/*', inner + marker)) return leftDelimiter(inner, marker)
      const wrong = skipComment(inner + marker)
      if (wrong !== undefined) return wrong
    }
  }

  function trimmedEnd(position: number): number {
    let end = position
    while (end > start && isSpace(text.charCodeAt(end - 1))) end--
    return end
  }

  function leftDelimiter(inner: number, marker: number): Token {
    const token = emit('leftDelimiter', inner)
    moveTo(inner + marker)
    isInsideAction = true
    parentheses = 0
    return token
  }

  function skipComment(opening: number): Token | undefined {
    moveTo(opening)
    const closing = text.indexOf('*/', opening + 2)
    if (closing < 0) return fail('unclosed comment')
    const end = closing + 2
    if (!isRightDelimiterAt(end)) return fail('comment ends before closing delimiter')
    moveTo(behindRightDelimiter(end))
    return undefined
  }

  // With a trim marker, the blanks that follow belong to it.
  function behindRightDelimiter(position: number): number {
    const marker = markerAt(position)
    const end = position + marker + RIGHT.length
    return marker === 0 ? end : endOfSpace(text, end)
  }

  function lexRightDelimiter(): Token {
    const end = behindRightDelimiter(start)
    moveTo(start + markerAt(start))
    const token = emit('rightDelimiter', start + RIGHT.length)
    moveTo(end)
    isInsideAction = false
    return token
  }

  function lexInsideAction(): Token {
    if (isRightDelimiterAt(start)) {
      return parentheses === 0 ? lexRightDelimiter() : fail('unclosed left paren')
    }
    if (start >= text.length) return fail('unclosed action')
    if (isSpace(text.charCodeAt(start))) return lexSpace()
    return lexSign(text.charAt(start)) ?? lexOther()
  }

  // The last blank before `-}}` belongs to the marker.
  function lexSpace(): Token {
    const end = endOfSpace(text, start)
    return emit('space', markerAt(end - 1) === 0 ? end : end - 1)
  }

  function lexSign(sign: string): Token | undefined {
    switch (sign) {
      case '=':
        return emit('assign', start + 1)
      case ':':
        return text[start + 1] === '=' ? emit('declare', start + 2) : fail('expected :=')
      case '|':
        return emit('pipe', start + 1)
      case '"':
        return lexQuoted('string', '"', 'unterminated quoted string')
      case "'":
        return lexQuoted('character', "'", 'unterminated character constant')
      case '`':
        return lexRawString()
      case '(':
        parentheses++
        return emit('leftParenthesis', start + 1)
      case ')':
        parentheses--
        return parentheses < 0 ? fail('unexpected right paren') : emit('rightParenthesis', start + 1)
      default:
        return undefined
    }
  }

  function lexQuoted(kind: TokenKind, quote: string, wrong: string): Token {
    const end = endOfQuoted(text, start + 1, quote)
    return end === undefined ? fail(wrong) : emit(kind, end)
  }

  function lexRawString(): Token {
    const closing = text.indexOf('`', start + 1)
    return closing < 0 ? fail('unterminated raw quoted string') : emit('rawString', closing + 1)
  }

  function lexOther(): Token {
    if (startsNumber(text, start)) return lexNumber()
    const sign = text.charAt(start)
    if (sign === '.' || sign === '$') return lexFieldOrVariable(sign)
    const { code } = characterAt(text, start)
    if (isWordCharacter(code)) return lexIdentifier()
    if (code < 0x80 && isPrintable(code)) return emit('sign', start + 1)
    return fail(`unrecognized character in action: ${showCodePoint(code)}`)
  }

  function lexNumber(): Token {
    const first = endOfNumber(text, start)
    const next = text[first.end]
    const isComplex = first.isNumber && (next === '+' || next === '-')
    const { end, isNumber } = isComplex ? endOfNumber(text, first.end) : first
    if (isNumber && (!isComplex || text[end - 1] === 'i')) return emit(isComplex ? 'complex' : 'number', end)
    return fail(`bad number syntax: ${quoteString(text.slice(start, end))}`)
  }

  function lexFieldOrVariable(sign: '.' | '$'): Token {
    const end = endOfWord(text, start + 1)
    if (!isTerminator(text, end)) {
      return fail(`bad character ${showCodePoint(characterAt(text, end).code)}`)
    }
    if (sign === '$') return emit('variable', end)
    return emit(end === start + 1 ? 'keyword' : 'field', end)
  }

  function lexIdentifier(): Token {
    const end = endOfWord(text, start)
    if (!isTerminator(text, end)) {
      return fail(`bad character ${showCodePoint(characterAt(text, end).code)}`)
    }
    const word = text.slice(start, end)
    if (KEYWORDS.has(word)) return emit('keyword', end)
    return emit(word === 'true' || word === 'false' ? 'bool' : 'identifier', end)
  }

  return () => (isInsideAction ? lexInsideAction() : lexText())
}
