import type { Bytes } from '../text/bytes.ts'
import { firstCharacters } from '../text/character.ts'
import { quoteString } from '../text/quote.ts'

export type TokenKind =
  | 'assign'
  | 'bool'
  | 'character'
  | 'complex'
  | 'declare'
  | 'endOfFile'
  /** The text is what is wrong. */
  | 'error'
  | 'field'
  | 'identifier'
  /** `.`, `nil`, and the words that make an action more than a pipeline. */
  | 'keyword'
  | 'leftDelimiter'
  | 'leftParenthesis'
  | 'number'
  | 'pipe'
  | 'rawString'
  | 'rightDelimiter'
  | 'rightParenthesis'
  /** Any other ASCII character, such as a comma. */
  | 'sign'
  | 'space'
  | 'string'
  | 'text'
  | 'variable'

/** A piece of a template, with the byte where it starts, from 0, and the line where it starts, from 1. */
export type Token = Readonly<{ kind: TokenKind; text: Bytes; position: number; line: number }>

export function isKeyword(token: Token, word: string): boolean {
  return token.kind === 'keyword' && token.text === word
}

// A longer one is cut to so many characters; how long it is counts in bytes, as in Go.
const SHOWN = 10

/** A token as Go's messages show it. */
export function showToken(token: Token): Bytes {
  if (token.kind === 'endOfFile') return 'EOF'
  if (token.kind === 'error') return token.text
  if (token.kind === 'keyword') return `<${token.text}>`
  if (token.text.length > SHOWN) return `${quoteString(firstCharacters(token.text, SHOWN))}...`
  return quoteString(token.text)
}
