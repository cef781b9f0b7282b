/**
 * Whether a text fits an OCM pattern, in which `*` stands for any characters, also none. Linear, as a pattern may be anybody's.
 * @example fitsWildcard('web-1', 'web-*') // true
 */
export function fitsWildcard(text: string, pattern: string): boolean {
  const [head = '', ...parts] = pattern.split('*')
  const tail = parts.pop()
  if (tail === undefined) return text === pattern
  if (!text.startsWith(head)) return false
  let at = head.length
  for (const part of parts) {
    const found = text.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at + tail.length <= text.length && text.endsWith(tail)
}
