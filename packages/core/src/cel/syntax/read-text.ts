import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { RawFault } from '../fault.ts'
import type { Token } from './token.ts'

const START = /([bB]?)([rR]?)("""|'''|"|')/y
const ESCAPE = /\\(?:[abfnrtv"'`\\?]|[xX][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-3][0-7]{2})/y
const SIMPLE: ReadonlyMap<string, number> = new Map([
  ['a', 7],
  ['b', 8],
  ['f', 12],
  ['n', 10],
  ['r', 13],
  ['t', 9],
  ['v', 11],
])
const REPLACEMENT = 0xfffd

type Piece = Readonly<{ text: string } | { byte: number } | { code: number }>

/** The string or bytes literal that starts here, its escapes resolved. */
export function readText(source: string, at: number): Token | RawFault {
  START.lastIndex = at
  const [prefix = '', bytes = '', raw = '', quote = '"'] = START.exec(source) ?? []
  const pieces: Piece[] = []
  let index = at + prefix.length
  while (!source.startsWith(quote, index)) {
    const character = source[index]
    const isBroken = quote.length === 1 && (character === '\n' || character === '\r')
    if (character === undefined || isBroken) return unclosed(at, quote, isBroken)
    if (character === '\\' && raw === '') {
      const piece = escapeAt(source, index)
      if ('at' in piece) return piece
      pieces.push(piece.piece)
      index += piece.length
    } else {
      pieces.push({ text: character })
      index++
    }
  }
  const end = index + quote.length
  if (bytes !== '') return { kind: 'bytes', text: bytesLiteral(pieces), start: at, end }
  return {
    kind: 'string',
    text: JSON.stringify(textOf(pieces)).replaceAll('\u007f', '\\u007f'),
    start: at,
    end,
  }
}

function escapeAt(source: string, at: number): Readonly<{ piece: Piece; length: number }> | RawFault {
  ESCAPE.lastIndex = at
  const [sequence] = ESCAPE.exec(source) ?? []
  if (sequence === undefined) {
    const found = `\\${String.fromCodePoint(source.codePointAt(at + 1) ?? 0x20)}`
    const message = `there is no escape ${found}; write \\\\ for a backslash, or r'…' for a text without escapes`
    return { code: 'LiteralInvalid', at, found, message }
  }
  const letter = sequence.charAt(1)
  const length = sequence.length
  if (/[xX]/.test(letter)) return { piece: { byte: Number.parseInt(sequence.slice(2), 16) }, length }
  if (/[0-3]/.test(letter)) return { piece: { byte: Number.parseInt(sequence.slice(1), 8) }, length }
  if (!/[uU]/.test(letter)) return { piece: { code: SIMPLE.get(letter) ?? letter.charCodeAt(0) }, length }
  const code = Number.parseInt(sequence.slice(2), 16)
  if (code <= 0x10ffff) return { piece: { code }, length }
  return { code: 'LiteralInvalid', at, found: sequence, message: `${sequence} is no character of Unicode` }
}

function unclosed(at: number, quote: string, isBroken: boolean): RawFault {
  const hint = isBroken ? `; a text of several lines stands between ${quote.repeat(3)}` : ''
  const message = `the text that starts here is not closed by ${quote} on its line${hint}`
  return {
    code: 'SyntaxInvalid',
    at,
    message: isBroken ? message : `the text that starts here is not closed by ${quote}`,
    expected: quote,
  }
}

function textOf(pieces: readonly Piece[]): string {
  const text = pieces.map((piece) => {
    if ('text' in piece) return piece.text
    const code = 'byte' in piece ? piece.byte : piece.code
    return String.fromCodePoint(isSurrogate(code) ? REPLACEMENT : code)
  })
  return text.join('').replace(/[\ud800-\udfff]/gu, '\ufffd')
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code < 0xe000
}

function bytesLiteral(pieces: readonly Piece[]): string {
  let text = ''
  let escaped = ''
  const flush = (): void => {
    for (const byte of utf8ToBytes(text)) escaped += `\\x${byte.toString(16).padStart(2, '0')}`
    text = ''
  }
  for (const piece of pieces) {
    if ('text' in piece) text += piece.text
    else if ('code' in piece) text += textOf([piece])
    else {
      flush()
      escaped += `\\x${piece.byte.toString(16).padStart(2, '0')}`
    }
  }
  flush()
  return `b"${escaped}"`
}
