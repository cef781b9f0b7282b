import type { Bytes } from './bytes.ts'
import { characterAt } from './character.ts'
import { isPrintable } from './printable.ts'

// Categories of characters do not change, but there come new ones: those that Go does not know are not printable.
const LETTER_OR_DIGIT = /^[\p{L}\p{Nd}]$/u
const WHITE_SPACE = /^\p{White_Space}$/u

/** Whether a code point can stand in an identifier: a letter, a decimal digit or `_`. */
export function isWordCharacter(code: number): boolean {
  if (code < 0x80) return isAsciiWord(code)
  return isPrintable(code) && LETTER_OR_DIGIT.test(String.fromCodePoint(code))
}

/** Whether a text is an identifier of Go, keywords among them; letters that Go's tables do not have are none. */
export function isIdentifier(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0)
  return codes.length > 0 && codes.every(isWordCharacter) && !/^\p{Nd}/u.test(text)
}

function isAsciiWord(code: number): boolean {
  const lower = code | 0x20
  return (lower >= 0x61 && lower <= 0x7a) || isDigit(code) || code === 0x5f
}

/** Whether a byte or code point is one of `0` to `9`. */
export function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39
}

/** Whether a byte is a blank within an action, or one that a trim marker takes: space, tab, CR, LF only. */
export function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0d || code === 0x0a
}

/** Whether there is nothing but white space, in Unicode's sense. */
export function isBlank(bytes: Bytes): boolean {
  for (let index = 0; index < bytes.length; ) {
    const { code, width } = characterAt(bytes, index)
    if (!isSpace(code) && !WHITE_SPACE.test(String.fromCodePoint(code))) return false
    index += width
  }
  return true
}
