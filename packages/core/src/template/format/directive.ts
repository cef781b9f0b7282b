import type { Bytes } from '../text/bytes.ts'
import { countCharacters } from '../text/character.ts'

/** How a value is to be printed: flags, width and precision of a directive such as `%-8.3s`. */
export type Directive = Readonly<{
  width: number | undefined
  precision: number | undefined
  minus: boolean
  plus: boolean
  sharp: boolean
  space: boolean
  zero: boolean
  /** `%#v`: the value in Go's syntax. It sets `sharp` aside. */
  goSyntax: boolean
}>

/** A directive without flags. */
export const PLAIN: Directive = {
  width: undefined,
  precision: undefined,
  minus: false,
  plus: false,
  sharp: false,
  space: false,
  zero: false,
  goSyntax: false,
}

/** A text brought to the directive's width, counted in characters. */
export function pad(text: Bytes, directive: Directive): Bytes {
  const { width = 0, minus } = directive
  if (width === 0) return text
  const missing = padding(width - countCharacters(text), directive)
  return minus ? text + missing : missing + text
}

/** So much padding; zeros only on the left. */
export function padding(count: number, { zero, minus }: Directive): Bytes {
  return count > 0 ? (zero && !minus ? '0' : ' ').repeat(count) : ''
}
