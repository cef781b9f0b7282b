import type { Bytes } from './bytes.ts'
import { characterAt } from './character.ts'
import { isPrintable } from './printable.ts'
import { encodeRune } from './utf8.ts'

/** Whether only ASCII may stand unescaped, as `%+q` asks for. */
export type QuoteOptions = Readonly<{ asciiOnly?: boolean }>

const SHORT = new Map([
  [0x07, '\\a'],
  [0x08, '\\b'],
  [0x0c, '\\f'],
  [0x0a, '\\n'],
  [0x0d, '\\r'],
  [0x09, '\\t'],
  [0x0b, '\\v'],
  [0x5c, '\\\\'],
])

/** A Go string literal with these bytes (`%q`). */
export function quoteString(bytes: Bytes, { asciiOnly = false }: QuoteOptions = {}): Bytes {
  let quoted = '"'
  for (let index = 0; index < bytes.length; ) {
    const { code, width, isValid } = characterAt(bytes, index)
    quoted += isValid ? escaped(code, '"', asciiOnly) : `\\x${hexadecimal(bytes.charCodeAt(index), 2)}`
    index += width
  }
  return `${quoted}"`
}

/** A Go character literal (`%q` of a number); U+FFFD for what is no code point. */
export function quoteRune(code: number, { asciiOnly = false }: QuoteOptions = {}): Bytes {
  const isCharacter = code >= 0 && code <= 0x10ffff && (code < 0xd800 || code >= 0xe000)
  return `'${escaped(isCharacter ? code : 0xfffd, "'", asciiOnly)}'`
}

function escaped(code: number, quote: string, asciiOnly: boolean): Bytes {
  const short = code === quote.charCodeAt(0) ? `\\${quote}` : SHORT.get(code)
  if (short !== undefined) return short
  if (isPrintable(code) && !(asciiOnly && code >= 0x80)) return encodeRune(code)
  if (code < 0x80) return `\\x${hexadecimal(code, 2)}`
  return code < 0x10000 ? `\\u${hexadecimal(code, 4)}` : `\\U${hexadecimal(code, 8)}`
}

function hexadecimal(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

/** Whether a string can stand between backquotes as it is, on one line (`%#q`). */
export function canBackquote(bytes: Bytes): boolean {
  for (let index = 0; index < bytes.length; ) {
    const { code, width, isValid } = characterAt(bytes, index)
    const isControl = (code < 0x20 && code !== 0x09) || code === 0x7f
    if (!isValid || isControl || code === 0x60 || code === 0xfeff) return false
    index += width
  }
  return true
}
