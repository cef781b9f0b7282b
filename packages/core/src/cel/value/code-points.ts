/** Characters of a text as CEL counts them: code points, a lone surrogate as one. */
export function countCodePoints(text: string): number {
  let pairs = 0
  for (let index = 1; index < text.length; index++)
    if (isBetween(text.charCodeAt(index), 0xdc00) && isBetween(text.charCodeAt(index - 1), 0xd800)) pairs++
  return text.length - pairs
}

// High and low surrogates have 1024 places each.
function isBetween(unit: number, start: number): boolean {
  return unit >= start && unit < start + 0x400
}
