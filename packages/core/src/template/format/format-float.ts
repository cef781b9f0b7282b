import { type FloatFormat, floatDigits } from '../../kube/index.ts'
import type { Bytes } from '../text/bytes.ts'
import { type Directive, pad, padding } from './directive.ts'

const DEFAULT_PRECISION = 6

/** What a verb means for floats: the format, and the precision where the directive has none. */
const FORMATS: ReadonlyMap<string, readonly [FloatFormat, number | undefined]> = new Map([
  ['v', ['g', undefined]],
  ['b', ['b', undefined]],
  ['g', ['g', undefined]],
  ['G', ['G', undefined]],
  ['x', ['x', undefined]],
  ['X', ['X', undefined]],
  ['f', ['f', DEFAULT_PRECISION]],
  ['F', ['f', DEFAULT_PRECISION]],
  ['e', ['e', DEFAULT_PRECISION]],
  ['E', ['E', DEFAULT_PRECISION]],
])

/** A finite float as a verb wants it; undefined for a verb that has no meaning for floats. */
export function formatFloat(value: number, verb: string, directive: Directive): Bytes | undefined {
  const [format, byDefault] = FORMATS.get(verb) ?? []
  if (format === undefined) return undefined
  const { width = 0, minus, plus, space, zero } = directive
  const precision = directive.precision ?? byDefault
  const digits = floatDigits(Math.abs(value), format, precision)
  const number = directive.sharp && format !== 'b' ? withPoint(digits, format, precision) : digits
  const isNegative = value < 0 || Object.is(value, -0)
  const sign = isNegative ? '-' : plus ? '+' : space ? ' ' : ''
  // Zeros go between the sign and the number.
  if (sign !== '' && zero && !minus) return sign + padding(width - 1 - number.length, directive) + number
  return pad(sign + number, directive)
}

/** A complex number as a verb wants it; undefined as with floats. */
export function formatComplex(
  real: number,
  imaginary: number,
  verb: string,
  directive: Directive,
): Bytes | undefined {
  const first = formatFloat(real, verb, directive)
  const second = formatFloat(imaginary, verb, { ...directive, plus: true })
  return first === undefined || second === undefined ? undefined : `(${first}${second}i)`
}

/** `#`: always a point, and the zeros that `g` and `x` leave out. */
function withPoint(digits: string, format: FloatFormat, precision: number | undefined): string {
  const isHexadecimal = format === 'x' || format === 'X'
  const exponentAt = digits.search(isHexadecimal ? /p/i : /e/i)
  const number = exponentAt < 0 ? digits : digits.slice(0, exponentAt)
  const exponent = digits.slice(number.length)
  // `X` is left as it is, in Go too.
  const wanted = format === 'g' || format === 'G' || format === 'x' ? (precision ?? DEFAULT_PRECISION) : 0
  const missing = Math.max(wanted - significantDigits(number), 0)
  return `${number}${number.includes('.') ? '' : '.'}${'0'.repeat(missing)}${exponent}`
}

// Go counts every sign from the first that is not 0, the x of a hexadecimal number among them; a lone 0 counts as well.
function significantDigits(number: string): number {
  if (number === '0') return 1
  return number.replace('.', '').replace(/^0*/, '').length
}
