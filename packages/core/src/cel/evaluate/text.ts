import { RE2JS } from '@bufbuild/re2'
import { boolOf } from '../value/value.ts'
import type { CelFunction } from './cel-function.ts'
import { type Failure, failure } from './failure.ts'
import { TOO_COSTLY } from './run.ts'

export function textTest(test: (text: string, part: string) => boolean): CelFunction {
  return ([text, part], run) => {
    if (text?.type !== 'string' || part?.type !== 'string') return undefined
    if (!run.spendText(text.value.length + part.value.length)) return TOO_COSTLY
    return boolOf(test(text.value, part.value))
  }
}

/** Places of a pattern that one step pays for, at each character of the text. */
const PLACES_A_STEP = 16
/** Steps to compile one place of a pattern, and a class of Unicode, which has many ranges. */
const COMPILE_STEPS = 2
const CLASS_STEPS = 600

/** `matches`: whether RE2 finds the pattern somewhere in the text, in time linear to the text. */
export const matches: CelFunction = ([text, pattern], run) => {
  if (text?.type !== 'string' || pattern?.type !== 'string') return undefined
  const places = placesOf(pattern.value)
  const classes = pattern.value.split(/\\[pP]/).length - 1
  if (!run.spend(places * COMPILE_STEPS + classes * CLASS_STEPS)) return TOO_COSTLY
  const compiled = compile(pattern.value)
  if ('code' in compiled) return compiled
  if (!run.spend((text.value.length * places) / PLACES_A_STEP)) return TOO_COSTLY
  return boolOf(compiled.test(text.value))
}

function compile(pattern: string): RE2JS | Failure {
  try {
    return new RE2JS(pattern)
  } catch (error) {
    return failure(
      'PatternInvalid',
      `invalid pattern: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

/** At most so many places has the automaton of a pattern: RE2 repeats nothing more than 1000 times in all. */
function placesOf(pattern: string): number {
  let repeats = 1
  for (const [, least = '', most = ''] of pattern.matchAll(/\{(\d{1,4})(?:,(\d{0,4}))?\}/g))
    repeats = Math.min(1000, repeats * Math.max(Number(least), Number(most), 1))
  return (pattern.length + 1) * repeats
}
