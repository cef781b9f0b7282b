import { RE2JS } from '@bufbuild/re2'
import { type PatternRefusal, translateIRegexp } from './i-regexp.ts'

/** Places that a pattern may come to: with more, one character of text could cost too much. */
const MAX_SIZE = 200

/** A compiled I-Regexp (RFC 9485); it matches in time linear to the text. */
export type Pattern = Readonly<{
  kind: 'pattern'
  /** Steps that one character of text may take; RE2 builds its automaton as it goes. */
  cost: number
  /** All of the text. */
  matches: (text: string) => boolean
  /** Some part of it. */
  isFoundIn: (text: string) => boolean
}>

/** Compiles an I-Regexp; the message for one that is none, or is too large, names it. */
export function compilePattern(text: string): Readonly<{ ok: true; value: Pattern }> | PatternRefusal {
  const translated = translateIRegexp(text)
  if (!translated.ok) return named(text, translated)
  const { re2, size } = translated.value
  if (size > MAX_SIZE) {
    const message = `comes to ${size} places, and at most ${MAX_SIZE} are matched`
    return named(text, { ok: false, why: 'unsupported', message })
  }
  try {
    const compiled = new RE2JS(re2)
    return {
      ok: true,
      value: {
        kind: 'pattern',
        cost: Math.ceil((size * size) / 400),
        matches: (given) => compiled.testExact(given),
        isFoundIn: (given) => compiled.test(given),
      },
    }
  } catch (error) {
    // Ranges and counts that run backwards: of the grammar, and without meaning.
    const message = `cannot be matched: ${error instanceof Error ? error.message : String(error)}`
    return named(text, { ok: false, why: 'invalid', message })
  }
}

function named(text: string, refusal: PatternRefusal): PatternRefusal {
  const shown = text.length > 100 ? `${text.slice(0, 100)}…` : text
  return { ...refusal, message: `the pattern ${JSON.stringify(shown)} ${refusal.message}` }
}
