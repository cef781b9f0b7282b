/**
 * The number of letters to insert, take away or replace to make one text of the other (Levenshtein). Above `limit` it may be any
 * number above it, and long texts that cannot be near cost nothing.
 */
export function editDistance(a: string, b: string, limit: number): number {
  const difference = Math.abs(a.length - b.length)
  if (difference > limit) return difference
  // Row i has the distances between the first i letters of `a` and each beginning of `b`.
  let row = Array.from({ length: b.length + 1 }, (_, length) => length)
  for (let i = 1; i <= a.length; i++) {
    let left = i
    const next = [left]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      left = Math.min(replaced, left + 1, (row[j] ?? 0) + 1)
      next.push(left)
    }
    row = next
  }
  return row[b.length] ?? 0
}
