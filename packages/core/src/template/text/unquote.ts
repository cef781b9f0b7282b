import type { Bytes } from './bytes.ts'
import { characterAt } from './character.ts'
import { encodeRune } from './utf8.ts'

const SHORT = new Map([
  ['a', 0x07],
  ['b', 0x08],
  ['f', 0x0c],
  ['n', 0x0a],
  ['r', 0x0d],
  ['t', 0x09],
  ['v', 0x0b],
  ['\\', 0x5c],
])
const HEXADECIMAL_DIGITS = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
])

/** What one character of a literal stands for: a code point, or a single byte (`\x`, octal). */
type Unquoted = Readonly<{ code: number; isByte: boolean; end: number }>

/**
 * The bytes that a Go string literal stands for, with double quotes or backquotes.
 * @returns undefined when Go says "invalid syntax"
 */
export function unquoteString(literal: Bytes): Bytes | undefined {
  const inner = literal.slice(1, -1)
  if (literal.startsWith('`')) return inner.replaceAll('\r', '')
  let bytes = ''
  for (let index = 0; index < inner.length; ) {
    const one = unquoteOne(inner, index, '"')
    if (one === undefined) return undefined
    bytes += one.isByte ? String.fromCharCode(one.code) : encodeRune(one.code)
    index = one.end
  }
  return bytes
}

/** The code point of a Go character literal; undefined: "invalid syntax". `isWhole`: it is all of the literal. */
export function unquoteCharacter(literal: Bytes): { code: number; isWhole: boolean } | undefined {
  const one = unquoteOne(literal, 1, "'")
  return one === undefined ? undefined : { code: one.code, isWhole: one.end === literal.length - 1 }
}

function unquoteOne(text: Bytes, index: number, quote: string): Unquoted | undefined {
  const sign = text[index]
  if (sign === quote) return undefined
  if (sign !== '\\') {
    const { code, width } = characterAt(text, index)
    return { code, isByte: false, end: index + width }
  }
  const letter = text[index + 1]
  if (letter === undefined) return undefined
  const short = letter === quote ? quote.charCodeAt(0) : SHORT.get(letter)
  if (short !== undefined) return { code: short, isByte: false, end: index + 2 }
  const digits = HEXADECIMAL_DIGITS.get(letter)
  if (digits === undefined) return octal(text, index + 1)
  const code = digitsAt(text, index + 2, digits, 16)
  if (code === undefined) return undefined
  if (letter === 'x') return { code, isByte: true, end: index + 4 }
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return undefined
  return { code, isByte: false, end: index + 2 + digits }
}

function octal(text: Bytes, start: number): Unquoted | undefined {
  const code = digitsAt(text, start, 3, 8)
  return code === undefined || code > 0xff ? undefined : { code, isByte: true, end: start + 3 }
}

function digitsAt(text: Bytes, start: number, count: number, base: number): number | undefined {
  let code = 0
  for (let index = start; index < start + count; index++) {
    const digit = Number.parseInt(text.charAt(index), base)
    if (Number.isNaN(digit)) return undefined
    code = code * base + digit
  }
  return code
}
