import { editDistance } from '../../kube/index.ts'

/** Names of other CEL libraries, and what there is instead (COL-2 has cel-go's standard library alone). */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['existsOne', "write 'exists_one'"],
  ['lowerAscii', 'matches() with (?i) compares without regard to case'],
  ['upperAscii', 'matches() with (?i) compares without regard to case'],
  ['find', 'matches() says whether a pattern is found'],
  ['indexOf', 'contains() says whether a text is inside another'],
  ['length', "write 'size'"],
  ['len', "write 'size'"],
  ['optional', 'use has(…) ? … : …'],
])

/** What may have been meant, as the end of a sentence; empty where nothing is near. */
export function suggestion(name: string, known: Iterable<string>): string {
  const elsewhere = ELSEWHERE.get(name)
  if (elsewhere !== undefined) return `; ${elsewhere}`
  const limit = name.length > 3 ? 2 : 1
  let best: string | undefined
  let distance = limit + 1
  for (const candidate of known) {
    const found = distanceOf(name.toLowerCase(), candidate.toLowerCase(), limit)
    if (found >= distance) continue
    best = candidate
    distance = found
  }
  return best === undefined ? '' : `; did you mean '${best}'?`
}

/** A name that only goes on after another, as `object` after `obj`, is near as well. */
function distanceOf(name: string, candidate: string, limit: number): number {
  if (candidate.length > 2 && name.startsWith(candidate)) return limit
  return editDistance(name, candidate, limit)
}
