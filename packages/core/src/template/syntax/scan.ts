import type { Bytes } from '../text/bytes.ts'
import { characterAt } from '../text/character.ts'
import { isDigit, isSpace, isWordCharacter } from '../text/character-class.ts'

/** Where a run of letters, digits and `_` ends. */
export function endOfWord(text: Bytes, start: number): number {
  let end = start
  while (end < text.length) {
    const { code, width } = characterAt(text, end)
    if (!isWordCharacter(code)) break
    end += width
  }
  return end
}

/** Where a run of blanks ends. */
export function endOfSpace(text: Bytes, start: number): number {
  let end = start
  while (isSpace(text.charCodeAt(end))) end++
  return end
}

/** Where a literal in quotes ends, from behind its first quote; undefined when its line ends before. */
export function endOfQuoted(text: Bytes, start: number, quote: string): number | undefined {
  for (let index = start; index < text.length; index++) {
    if (text[index] === '\\') index++
    else if (text[index] === quote) return index + 1
    if (text[index] === '\n') return undefined
  }
  return undefined
}

const DECIMAL = '0123456789_'
const DIGITS = new Map([
  ['x', '0123456789abcdefABCDEF_'],
  ['o', '01234567_'],
  ['b', '01_'],
])
const EXPONENT = new Map([
  [DECIMAL, 'eE'],
  [DIGITS.get('x'), 'pP'],
])

/**
 * Where something like a number ends: sign, digits of some base, fraction, exponent, `i`, each of which may be missing.
 * @returns `isNumber` false: a letter or digit follows that belongs to none, and the end is behind it
 */
export function endOfNumber(text: Bytes, start: number): { end: number; isNumber: boolean } {
  let end = start
  const accept = (characters: string): string | undefined => {
    const sign = text[end]
    if (sign === undefined || !characters.includes(sign)) return undefined
    end++
    return sign
  }
  const acceptAll = (characters: string): void => {
    while (accept(characters) !== undefined);
  }

  accept('+-')
  const prefix = accept('0') === undefined ? undefined : accept('xXoObB')
  const digits = DIGITS.get(prefix?.toLowerCase() ?? '') ?? DECIMAL
  acceptAll(digits)
  if (accept('.') !== undefined) acceptAll(digits)
  if (accept(EXPONENT.get(digits) ?? '') !== undefined) {
    accept('+-')
    acceptAll(DECIMAL)
  }
  accept('i')
  if (end >= text.length) return { end, isNumber: true }
  const { code, width } = characterAt(text, end)
  return isWordCharacter(code) ? { end: end + width, isNumber: false } : { end, isNumber: true }
}

/** Whether what stands here ends an identifier, a field or a variable. */
export function isTerminator(text: Bytes, index: number): boolean {
  const byte = text.charCodeAt(index)
  if (index >= text.length || isSpace(byte)) return true
  return '.,|:)('.includes(text.charAt(index)) || text.startsWith('}}', index)
}

/** Whether a number starts here: a digit, a sign, a point before a digit or as the last of the text. */
export function startsNumber(text: Bytes, index: number): boolean {
  const sign = text.charAt(index)
  if (sign === '.') return index + 1 === text.length || isDigit(text.charCodeAt(index + 1))
  return sign === '+' || sign === '-' || isDigit(text.charCodeAt(index))
}
