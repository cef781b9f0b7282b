const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

/** Bytes in base64, as JSON has them. */
export function base64Of(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [first = 0, second, third] = bytes.subarray(at, at + 3)
    const bits = (first << 16) | ((second ?? 0) << 8) | (third ?? 0)
    text += LETTERS.charAt(bits >> 18) + LETTERS.charAt((bits >> 12) & 63)
    text += second === undefined ? '=' : LETTERS.charAt((bits >> 6) & 63)
    text += third === undefined ? '=' : LETTERS.charAt(bits & 63)
  }
  return text
}

/** The least code point that needs so many bytes: a longer form than necessary is no UTF-8. */
const LEAST = [0, 0, 0x80, 0x800, 0x10000]

/** The text that bytes are in UTF-8; undefined for bytes that are none. */
export function textOfUtf8(bytes: Uint8Array): string | undefined {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const first = bytes[at] ?? 0
    const length = lengthOf(first)
    if (length === 0) return undefined
    let code = length === 1 ? first : first & (0x7f >> length)
    for (let index = 1; index < length; index++) {
      const next = bytes[at + index] ?? 0
      if ((next & 0xc0) !== 0x80) return undefined
      code = (code << 6) | (next & 0x3f)
    }
    const isSurrogate = code >= 0xd800 && code < 0xe000
    if (code < (LEAST[length] ?? 0) || code > 0x10ffff || isSurrogate) return undefined
    text += String.fromCodePoint(code)
    at += length
  }
  return text
}

/** Bytes of a code point, by its first; 0 for what cannot be the first. */
function lengthOf(first: number): number {
  if (first < 0x80) return 1
  if (first < 0xc0) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return 3
  return first < 0xf8 ? 4 : 0
}
