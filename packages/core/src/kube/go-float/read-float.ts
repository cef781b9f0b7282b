import { areUnderscoresPlaced } from './underscores.ts'

/** A float64, or why a text is none, in the words of Go's strconv. */
export type Float =
  | Readonly<{ ok: true; value: number }>
  | Readonly<{ ok: false; why: 'invalid syntax' | 'value out of range' }>

const INVALID: Float = { ok: false, why: 'invalid syntax' }
// Each class of characters is followed by others only, so that nothing is tried twice.
const DECIMAL = /^[+-]?(\d[\d_]*)?(?:\.([\d_]*))?(?:[eE][+-]?\d[\d_]*)?$/
const HEXADECIMAL = /^([+-]?)0[xX]([\da-fA-F_]*)(?:\.([\da-fA-F_]*))?[pP]([+-]?\d[\d_]*)$/

/** Reads a decimal or hexadecimal floating-point number as Go's `strconv.ParseFloat`, rounded to the nearest. */
export function readFloat(text: string): Float {
  if (!areUnderscoresPlaced(text)) return INVALID
  const value = decimalOf(text) ?? hexadecimalOf(text)
  if (value === undefined) return INVALID
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, why: 'value out of range' }
}

function decimalOf(text: string): number | undefined {
  const [, whole = '', fraction = ''] = DECIMAL.exec(text) ?? []
  if (whole === '' && !/\d/.test(fraction)) return undefined
  return Number(text.replaceAll('_', ''))
}

function hexadecimalOf(text: string): number | undefined {
  const [, sign, whole = '', fraction = '', exponent = ''] =
    HEXADECIMAL.exec(text)?.map((part: string | undefined) => part?.replaceAll('_', '')) ?? []
  if (sign === undefined || (whole === '' && fraction === '')) return undefined
  const magnitude = hexadecimalMagnitude(whole, fraction, Number(exponent))
  return sign === '-' ? -magnitude : magnitude
}

// Digits beyond these only say whether there is anything behind them.
const KEPT_DIGITS = 20
const MANTISSA_BITS = 53
const SMALLEST_EXPONENT = -1074

function hexadecimalMagnitude(whole: string, fraction: string, exponent: number): number {
  const digits = `${whole}${fraction}`.replace(/^0+/, '')
  if (digits === '') return 0
  const kept = digits.slice(0, KEPT_DIGITS)
  const rest = digits.slice(KEPT_DIGITS)
  // One more bit stands for all that was cut off.
  const mantissa = BigInt(`0x${kept}`) * 2n + (/[^0]/.test(rest) ? 1n : 0n)
  return scaled(mantissa, exponent + 4 * (rest.length - fraction.length) - 1)
}

/** mantissa × 2^exponent, rounded to the nearest float64, to the even one of two. */
function scaled(mantissa: bigint, exponent: number): number {
  const bits = mantissa.toString(2).length
  if (bits + exponent > 1024) return Number.POSITIVE_INFINITY
  if (bits + exponent < SMALLEST_EXPONENT) return 0
  const shift = Math.max(bits - MANTISSA_BITS, SMALLEST_EXPONENT - exponent)
  if (shift <= 0) return Number(mantissa) * 2 ** exponent
  const width = BigInt(shift)
  const quotient = mantissa >> width
  const remainder = mantissa - (quotient << width)
  const half = 1n << (width - 1n)
  const roundsUp = remainder > half || (remainder === half && quotient % 2n === 1n)
  return Number(roundsUp ? quotient + 1n : quotient) * 2 ** (exponent + shift)
}
