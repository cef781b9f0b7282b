/**
 * Compares two strings bytewise in UTF-8, as Go compares strings (BND-2); `<` of JavaScript compares UTF-16 units, which
 * puts U+FFFD after an emoji.
 * @returns negative, zero or positive
 */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let index = 0; index < length; index++) {
    const left = a.charCodeAt(index)
    const right = b.charCodeAt(index)
    if (left !== right) return rankOf(left) - rankOf(right)
  }
  return a.length - b.length
}

// A surrogate is half of a code point above U+FFFF: in UTF-8 it comes after every unit of the basic plane.
function rankOf(unit: number): number {
  if (unit < 0xd800) return unit
  return unit < 0xe000 ? unit + 0x2000 : unit - 0x800
}

/** Number of bytes of a string in UTF-8; a lone surrogate counts three, as the replacement that an encoder writes. */
export function utf8Length(text: string): number {
  let bytes = text.length
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit < 0x80) continue
    if (unit < 0x800) bytes += 1
    else if (isHighSurrogate(unit) && isLowSurrogate(text.charCodeAt(index + 1))) {
      bytes += 2
      index++
    } else bytes += 2
  }
  return bytes
}

function isHighSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit < 0xdc00
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000
}
