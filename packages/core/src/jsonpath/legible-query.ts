import { type Parsed, refused } from './query.ts'

const MAX_LENGTH = 4_000
const MAX_NESTING = 50

/**
 * The query as json-p3 can read it, of the same length, so that places stay: it takes no number that begins with `0.`, and no
 * escaped control character, which here become others. What it says of a token is therefore read from the query itself. Refused
 * is what could take more stack than there is.
 */
export function legibleQuery(query: string): Parsed<string> {
  if (query.length > MAX_LENGTH) return refused(`it is longer than ${MAX_LENGTH} characters`)
  let legible = ''
  let quote = ''
  let nesting = 0
  let negations = 0
  for (let at = 0; at < query.length; ) {
    const character = query.charAt(at)
    const written = quote === '' ? outside(query, at) : inside(query, at)
    legible += written
    at += written.length
    if (quote !== '') {
      if (character === quote) quote = ''
      continue
    }
    if (character === '"' || character === "'") quote = character
    else if (character === '[' || character === '(') nesting += 1
    else if (character === ']' || character === ')') nesting -= 1
    negations = character === '!' ? negations + 1 : character.trim() === '' ? negations : 0
    if (nesting + negations > MAX_NESTING) return refused(`it is nested more than ${MAX_NESTING} levels deep`)
  }
  return { ok: true, value: legible }
}

function outside(query: string, at: number): string {
  const character = query.charAt(at)
  if (character !== '0' || !/[.eE]/.test(query.charAt(at + 1))) return character
  // A digit of something else: a larger number, or a name.
  return /[\d.A-Z_a-z\u0080-\uFFFF]/.test(query.charAt(at - 1)) ? character : '1'
}

function inside(query: string, at: number): string {
  if (query.charAt(at) !== '\\') return query.charAt(at)
  return /^\\u00[01][\dA-Fa-f]$/.test(query.slice(at, at + 6)) ? '\\u0041' : query.slice(at, at + 2)
}
