import type { Bytes } from './bytes.ts'
import { isPrintable } from './printable.ts'
import { encodeRune } from './utf8.ts'

/** A code point as `%#U` shows it: `U+00E9 'é'`, without the character where that is not printable. */
export function showCodePoint(code: number): Bytes {
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  return isPrintable(code) ? `${number} '${encodeRune(code)}'` : number
}
