import type { Bytes } from './bytes.ts'

/** One character of a byte string; where the bytes are no UTF-8, one byte counts as U+FFFD, as in Go. */
export type Character = Readonly<{ code: number; width: number; isValid: boolean }>

const BAD: Character = { code: 0xfffd, width: 1, isValid: false }

// The smallest code point that needs so many bytes: a longer form of a smaller one is no UTF-8.
const SMALLEST = [0, 0, 0x80, 0x800, 0x10000]

/** The character that starts at an index, which must be within the bytes. */
export function characterAt(bytes: Bytes, index: number): Character {
  const lead = bytes.charCodeAt(index)
  if (lead < 0x80) return { code: lead, width: 1, isValid: true }
  const width = widthFor(lead)
  if (width === 0) return BAD
  let code = lead & (0x7f >> width)
  for (let next = index + 1; next < index + width; next++) {
    // Behind the last byte there is NaN, which is no tail either.
    const byte = bytes.charCodeAt(next)
    if ((byte & 0xc0) !== 0x80) return BAD
    code = (code << 6) | (byte & 0x3f)
  }
  const isSurrogate = code >= 0xd800 && code < 0xe000
  if (code < (SMALLEST[width] ?? 0) || isSurrogate || code > 0x10ffff) return BAD
  return { code, width, isValid: true }
}

function widthFor(lead: number): number {
  if (lead < 0xc0 || lead > 0xf7) return 0
  if (lead < 0xe0) return 2
  return lead < 0xf0 ? 3 : 4
}

/** How many characters there are. */
export function countCharacters(bytes: Bytes): number {
  let count = 0
  for (let index = 0; index < bytes.length; index += characterAt(bytes, index).width) count++
  return count
}

/** The first characters, all when there are no more. */
export function firstCharacters(bytes: Bytes, count: number): Bytes {
  let index = 0
  for (let left = count; left > 0 && index < bytes.length; left--) index += characterAt(bytes, index).width
  return bytes.slice(0, index)
}
