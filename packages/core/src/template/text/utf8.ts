import type { Bytes } from './bytes.ts'
import { characterAt } from './character.ts'

/** A text as Go holds it, in UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Bytes {
  if (isAscii(text)) return text
  let bytes = ''
  for (const character of text) bytes += encodeRune(character.codePointAt(0) ?? 0)
  return bytes
}

/** Bytes as text, each one that is no UTF-8 as U+FFFD: what Go's JSON encoder makes of them. */
export function decodeUtf8(bytes: Bytes): string {
  if (isAscii(bytes)) return bytes
  let text = ''
  for (let index = 0; index < bytes.length; ) {
    const { code, width } = characterAt(bytes, index)
    text += String.fromCodePoint(code)
    index += width
  }
  return text
}

/** The UTF-8 of a code point; U+FFFD for what is none. */
export function encodeRune(code: number): Bytes {
  if (code < 0x80) return String.fromCharCode(code)
  if (code < 0x800) return String.fromCharCode(0xc0 | (code >> 6), tail(code))
  if (code > 0x10ffff || (code >= 0xd800 && code < 0xe000)) return '\u00ef\u00bf\u00bd'
  if (code < 0x10000) return String.fromCharCode(0xe0 | (code >> 12), tail(code >> 6), tail(code))
  return String.fromCharCode(0xf0 | (code >> 18), tail(code >> 12), tail(code >> 6), tail(code))
}

function tail(code: number): number {
  return 0x80 | (code & 0x3f)
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) >= 0x80) return false
  return true
}
