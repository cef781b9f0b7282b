import type { Bytes } from '../text/bytes.ts'
import { characterAt } from '../text/character.ts'
import { isPrintable } from '../text/printable.ts'
import { encodeRune } from '../text/utf8.ts'

const HTML = new Map([
  ['\0', encodeRune(0xfffd)],
  ['"', '&#34;'],
  ["'", '&#39;'],
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
])

/** Text that stands for itself in HTML. */
export function escapeHtml(text: Bytes): Bytes {
  return text.replace(/[\0"'&<>]/g, (sign) => HTML.get(sign) ?? sign)
}

/** Text for a query of a URL: a blank is `+`, all but a few signs are `%` and their hexadecimal digits. */
export function escapeQuery(text: Bytes): Bytes {
  return text.replace(/[^A-Za-z0-9\-_.~]/g, (sign) =>
    sign === ' ' ? '+' : `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  )
}

const JAVASCRIPT = new Map([
  ['\\', '\\\\'],
  ["'", "\\'"],
  ['"', '\\"'],
])

/** Text for a string literal of JavaScript; bytes that are no UTF-8 are left. */
export function escapeJavaScript(text: Bytes): Bytes {
  let escaped = ''
  for (let index = 0; index < text.length; ) {
    const { code, width } = characterAt(text, index)
    const character = text.slice(index, index + width)
    escaped += JAVASCRIPT.get(character) ?? (isPlain(code, character) ? character : unicodeEscape(code))
    index += width
  }
  return escaped
}

function isPlain(code: number, character: Bytes): boolean {
  if (code < 0x80) return code >= 0x20 && !'<>&='.includes(character)
  return isPrintable(code)
}

function unicodeEscape(code: number): Bytes {
  return `\\u${code.toString(16).toUpperCase().padStart(4, '0')}`
}
