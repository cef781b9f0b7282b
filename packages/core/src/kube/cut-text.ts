/** A text of at most so many characters (UTF-16 units): a longer one ends in `…`. No surrogate pair is cut in half. */
export function cutText(text: string, most: number): string {
  if (text.length <= most) return text
  const head = text.slice(0, most - 1)
  // Half a pair would not survive the wire.
  const endsInHalf = /[\uD800-\uDBFF]$/.test(head)
  return `${endsInHalf ? head.slice(0, -1) : head}…`
}
