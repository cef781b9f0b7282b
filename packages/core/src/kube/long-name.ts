import { hashText } from './hash.ts'
import { labelValueErrors, subdomainErrors } from './validation.ts'

const LABEL_VALUE_LENGTH = 63
const NAME_LENGTH = 188
const HASH_DIGITS = 16

/**
 * The label value for a text (NAM-1): the text itself where it is one, else its legible beginning and a hash
 * of the whole.
 * @example labelValueFor('a/b') // 'a-b-c14cddc033f64b9d'
 */
export function labelValueFor(text: string): string {
  if (labelValueErrors(text).length === 0) return text
  return hashed(text, LABEL_VALUE_LENGTH, (beginning) => beginning.replace(/[^-A-Za-z0-9_.]/gu, '-'))
}

/**
 * The object name for a text (NAM-1): text and suffix where that is a name of at most `limit` characters,
 * else the text's legible beginning, a hash of the whole text, and the suffix uncut.
 * @param limit characters of the whole name; at least those of hash and suffix
 * @param suffix what tells names of one text apart, as `-3`
 */
export function nameFor(text: string, limit = NAME_LENGTH, suffix = ''): string {
  const name = text + suffix
  if (name.length <= limit && subdomainErrors(name).length === 0) return name
  return hashed(text, limit - suffix.length, legalInName) + suffix
}

// A dot may stand only between two alphanumerics, unlike in a label value.
function legalInName(beginning: string): string {
  return beginning.replace(/[^-a-z0-9.]/gu, '-').replace(/(?<![a-z0-9])\.|\.(?![a-z0-9])/g, '-')
}

function hashed(text: string, limit: number, legalize: (beginning: string) => string): string {
  const hash = hashText(text, HASH_DIGITS)
  const room = Math.max(0, limit - HASH_DIGITS - '-'.length)
  // Cut after legalizing, when each character is one byte; a cut can leave a sign at the end, so trimmed
  // last.
  const beginning = legalize(text)
    .slice(0, room)
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
  return beginning === '' ? hash : `${beginning}-${hash}`
}
