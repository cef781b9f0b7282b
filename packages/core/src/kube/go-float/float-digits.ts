import { binaryOf, type Decimal, exactDecimal, roundedTo, shortestDecimal } from './decimal.ts'

/** The formats of Go's strconv. */
export type FloatFormat = 'b' | 'e' | 'E' | 'f' | 'g' | 'G' | 'x' | 'X'

/**
 * A number that is not negative.
 * @param precision digits behind the point, for `g` all digits; undefined: as many as tell the number from its neighbours
 */
export function floatDigits(value: number, format: FloatFormat, precision: number | undefined): string {
  switch (format) {
    case 'b':
      return binaryForm(value)
    case 'x':
      return hexadecimalForm(value, precision)
    case 'X':
      return hexadecimalForm(value, precision).toUpperCase()
    case 'f':
      return fixedForm(decimalOf(value, precision, 'f'), precision)
    case 'e':
    case 'E':
      return exponentForm(decimalOf(value, precision, 'e'), format, precision)
    case 'g':
    case 'G':
      return generalForm(value, precision, format === 'g' ? 'e' : 'E')
  }
}

function decimalOf(value: number, precision: number | undefined, format: 'e' | 'f'): Decimal {
  if (precision === undefined) return shortestDecimal(value)
  const exact = exactDecimal(value)
  return roundedTo(exact, precision + (format === 'f' ? exact.point : 1))
}

function fixedForm({ digits, point }: Decimal, precision = Math.max(digits.length - point, 0)): string {
  const whole = point > 0 ? digits.slice(0, point).padEnd(point, '0') : '0'
  if (precision === 0) return whole
  const behind = point > 0 ? digits.slice(point) : `${'0'.repeat(-point)}${digits}`
  return `${whole}.${behind.slice(0, precision).padEnd(precision, '0')}`
}

function exponentForm(
  { digits, point }: Decimal,
  letter: 'e' | 'E',
  precision = Math.max(digits.length - 1, 0),
): string {
  const exponent = digits === '' ? 0 : point - 1
  const first = digits.charAt(0) || '0'
  const rest = digits.slice(1, precision + 1).padEnd(precision, '0')
  const size = String(Math.abs(exponent)).padStart(2, '0')
  return `${first}${rest === '' ? '' : `.${rest}`}${letter}${exponent < 0 ? '-' : '+'}${size}`
}

const SMALLEST_FIXED = -4
const SHORTEST_LIMIT = 6

function generalForm(value: number, precision: number | undefined, letter: 'e' | 'E'): string {
  // No digit at all is as good as one.
  const count = precision === 0 ? 1 : precision
  const decimal = count === undefined ? shortestDecimal(value) : roundedTo(exactDecimal(value), count)
  const { digits, point } = decimal
  const exponent = point - 1
  if (exponent < SMALLEST_FIXED || exponent >= exponentLimit(decimal, count)) {
    const shown = Math.min(count ?? digits.length, digits.length)
    return exponentForm(decimal, letter, Math.max(shown - 1, 0))
  }
  const shown = count === undefined || count > point ? digits.length : count
  return fixedForm(decimal, Math.max(shown - point, 0))
}

// From this exponent on, the form with an exponent is taken.
function exponentLimit({ digits, point }: Decimal, count: number | undefined): number {
  if (count === undefined) return SHORTEST_LIMIT
  return count > digits.length && digits.length >= point ? digits.length : count
}

function binaryForm(value: number): string {
  const { mantissa, exponent } = binaryOf(value)
  return `${mantissa}p${exponent < 0 ? '-' : '+'}${Math.abs(exponent)}`
}

// The mantissa is brought to one bit before the point and 60 behind it, which are 15 hexadecimal digits.
const FRACTION_DIGITS = 15
const FRACTION_BITS = 60n
const ONE = 1n << FRACTION_BITS

function hexadecimalForm(value: number, precision: number | undefined): string {
  const binary = binaryOf(value)
  let mantissa = binary.mantissa << 8n
  let exponent = value === 0 ? 0 : binary.exponent + 52
  while (mantissa !== 0n && mantissa < ONE) {
    mantissa <<= 1n
    exponent--
  }
  if (precision !== undefined && precision < FRACTION_DIGITS) {
    mantissa = withFractionDigits(mantissa, precision)
    if (mantissa >= 2n * ONE) {
      mantissa >>= 1n
      exponent++
    }
  }
  const digits = (mantissa % ONE).toString(16).padStart(FRACTION_DIGITS, '0')
  const fraction =
    precision === undefined ? digits.replace(/0+$/, '') : digits.slice(0, precision).padEnd(precision, '0')
  const size = String(Math.abs(exponent)).padStart(2, '0')
  const point = fraction === '' ? '' : `.${fraction}`
  return `0x${mantissa / ONE}${point}p${exponent < 0 ? '-' : '+'}${size}`
}

function withFractionDigits(mantissa: bigint, count: number): bigint {
  const unit = 1n << BigInt(4 * (FRACTION_DIGITS - count))
  const lower = mantissa - (mantissa % unit)
  const isOdd = (mantissa / unit) % 2n === 1n
  const twice = 2n * (mantissa - lower)
  return twice > unit || (twice === unit && isOdd) ? lower + unit : lower
}
