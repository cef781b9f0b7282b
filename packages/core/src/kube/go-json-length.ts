import { isList, isObject, type Json } from './json.ts'

/**
 * Bytes of a value's compact JSON as Go's encoding/json writes it, which is what receivers count (WRP-1):
 * `<`, `>`, `&`, U+2028 and U+2029 are escaped, a lone surrogate is U+FFFD. No text is built.
 */
export function goJsonLength(value: Json): number {
  const pending: Json[] = [value]
  let bytes = 0
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (isList(next)) {
      bytes += frameLength(next.length)
      for (const item of next) pending.push(item)
    } else if (isObject(next)) {
      const keys = Object.keys(next)
      bytes += frameLength(keys.length)
      for (const key of keys) {
        bytes += stringLength(key) + ':'.length
        pending.push(next[key] ?? null)
      }
    } else bytes += scalarLength(next)
  }
  return bytes
}

// Brackets and commas.
function frameLength(members: number): number {
  return members === 0 ? 2 : members + 1
}

// Go's shortest form of a double has the length of JavaScript's; only −0 keeps its sign there.
function scalarLength(value: null | boolean | number | bigint | string): number {
  if (typeof value === 'string') return stringLength(value)
  return Object.is(value, -0) ? '-0'.length : String(value).length
}

function stringLength(text: string): number {
  let bytes = text.length + 2
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) bytes += EXTRA[unit] ?? 0
    else if (unit < 0x800) bytes += 1
    else if (unit === 0x2028 || unit === 0x2029) bytes += ESCAPED - 1
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 2
      index++
    } else bytes += 2
  }
  return bytes
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}

/** Bytes of an escape like \\u003c. */
const ESCAPED = 6

/** What an ASCII character takes beyond its one byte. */
const EXTRA = Uint8Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit)
  if ('"\\\b\f\n\r\t'.includes(character)) return 1
  return unit < 0x20 || '<>&'.includes(character) ? ESCAPED - 1 : 0
})
