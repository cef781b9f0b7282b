/** An I-Regexp in the syntax of RE2, with what it comes to when its counts are written out. */
export type Translated = Readonly<{ re2: string; size: number }>

/** Why a pattern cannot be matched: it is no I-Regexp, or more than can be done. The message goes on from "the pattern". */
export type PatternRefusal = Readonly<{ ok: false; why: 'invalid' | 'unsupported'; message: string }>

/** As many as RE2 takes. */
const MAX_COUNT = 1000
const MAX_NESTING = 50
/** Stand for themselves after a backslash; `n`, `r` and `t` mean what they do everywhere. */
const ESCAPABLE = '()*+-.?[\\]^nrt{|}'
const CATEGORY = /^(?:L[lmotu]?|M[cen]?|N[dlo]?|P[cdefios]?|Z[lps]?|S[ckmo]?|C[cfno]?)$/

/** A part of a pattern: in RE2's words, and how many characters of the pattern it is. */
type Part = Readonly<{ re2: string; length: number }>

/**
 * Translates an I-Regexp (RFC 9485) for RE2, which matches in linear time, as section 5.4 there says: `^` and `$` stay, and are
 * anchors. Refused is what is no I-Regexp, and counts over 1,000, which RE2 does not have.
 * @example translateIRegexp('a.b') // { ok: true, value: { re2: 'a[^\\n\\r]b', size: 3 } }
 */
export function translateIRegexp(
  pattern: string,
): Readonly<{ ok: true; value: Translated }> | PatternRefusal {
  const characters = Array.from(pattern)
  // Of the groups that are open, and of the whole, innermost last.
  const sizes: number[] = [0]
  let re2 = ''
  // The size of what a quantifier would repeat; 0: there is nothing.
  let atom = 0
  const grow = (by: number) => sizes.push((sizes.pop() ?? 0) + by)
  for (let at = 0; at < characters.length; ) {
    const character = characters[at] ?? ''
    let part: Part | undefined
    if (character === '(') {
      if (sizes.length > MAX_NESTING) return unsupported(`has more than ${MAX_NESTING} groups in one another`)
      sizes.push(0)
      atom = 0
      part = { re2: '(?:', length: 1 }
    } else if (character === ')') {
      if (sizes.length === 1) return invalid(`has a ) too many, at character ${at}`)
      atom = Math.max(1, sizes.pop() ?? 0)
      grow(atom)
      part = { re2: ')', length: 1 }
    } else if (character === '|') {
      atom = 0
      part = { re2: '|', length: 1 }
    } else if ('*+?{'.includes(character)) {
      if (atom === 0) return invalid(`has nothing to repeat at character ${at}`)
      const quantifier = quantifierAt(characters, at)
      if (quantifier !== undefined && quantifier.times > MAX_COUNT)
        return unsupported(`has a count over ${MAX_COUNT}, at character ${at}`)
      grow(atom * ((quantifier?.times ?? 1) - 1))
      atom = 0
      part = quantifier
    } else {
      atom = 1
      grow(1)
      part = atomAt(characters, at)
    }
    if (part === undefined) return invalid(`cannot be read from character ${at} on`)
    re2 += part.re2
    at += part.length
  }
  const [size = 0, ...open] = sizes
  return open.length > 0 ? invalid('has a ( too many') : { ok: true, value: { re2, size } }
}

function invalid(message: string): PatternRefusal {
  return { ok: false, why: 'invalid', message: `${message} (it must be an I-Regexp, RFC 9485)` }
}

function unsupported(message: string): PatternRefusal {
  return { ok: false, why: 'unsupported', message }
}

function quantifierAt(characters: readonly string[], at: number): (Part & { times: number }) | undefined {
  const character = characters[at] ?? ''
  if (character !== '{') return { re2: character, length: 1, times: 1 }
  const end = characters.indexOf('}', at)
  const text = characters.slice(at, end + 1).join('')
  const found = /^\{(\d{1,6})(?:(,)(\d{1,6})?)?\}$/.exec(text)
  if (found === null) return undefined
  const least = Number(found[1])
  const most = Number(found[3] ?? found[1])
  return { re2: text, length: text.length, times: Math.max(1, least, most) }
}

function atomAt(characters: readonly string[], at: number): Part | undefined {
  const character = characters[at] ?? ''
  if (character === '.') return { re2: '[^\\n\\r]', length: 1 }
  if (character === '[') return classAt(characters, at)
  if (character === '\\') return escapeAt(characters, at)
  return ']}'.includes(character) || isSurrogate(character) ? undefined : { re2: character, length: 1 }
}

function escapeAt(characters: readonly string[], at: number): Part | undefined {
  const character = characters[at + 1] ?? ''
  if (character !== 'p' && character !== 'P')
    return character !== '' && ESCAPABLE.includes(character)
      ? { re2: `\\${character}`, length: 2 }
      : undefined
  const end = characters.indexOf('}', at)
  const name = characters.slice(at + 3, end).join('')
  const isCategory = characters[at + 2] === '{' && CATEGORY.test(name)
  return isCategory ? { re2: `\\${character}{${name}}`, length: name.length + 4 } : undefined
}

function classAt(characters: readonly string[], at: number): Part | undefined {
  const isNegated = characters[at + 1] === '^'
  const start = at + (isNegated ? 2 : 1)
  let re2 = isNegated ? '[^' : '['
  // A range may end where this stands: after a single character that is not the end of another.
  let canRange = false
  for (let here = start; here < characters.length; ) {
    const character = characters[here] ?? ''
    if (character === ']') return here === start ? undefined : { re2: `${re2}]`, length: here + 1 - at }
    if (character === '-') {
      const isEdge = here === start || characters[here + 1] === ']'
      if (!isEdge && !canRange) return undefined
      const last = isEdge ? undefined : memberAt(characters, here + 1)
      if (!isEdge && last?.isSingle !== true) return undefined
      re2 += isEdge ? '\\-' : `-${last?.re2 ?? ''}`
      here += 1 + (last?.length ?? 0)
      canRange = false
      continue
    }
    const member = memberAt(characters, here)
    if (member === undefined) return undefined
    re2 += member.re2
    here += member.length
    canRange = member.isSingle
  }
  return undefined
}

function memberAt(characters: readonly string[], at: number): (Part & { isSingle: boolean }) | undefined {
  const character = characters[at] ?? ''
  if (character === '\\') {
    const found = escapeAt(characters, at)
    return found && { ...found, isSingle: found.length === 2 }
  }
  if (character === '' || '-[]'.includes(character) || isSurrogate(character)) return undefined
  // RE2 would take it for a negation at the beginning.
  return { re2: character === '^' ? '\\^' : character, length: 1, isSingle: true }
}

function isSurrogate(character: string): boolean {
  return /^[\uD800-\uDFFF]$/.test(character)
}
