/**
 * A number that is not negative, as decimal digits: 0.d₁d₂d₃… × 10^point, without zeros at either end; no digits for zero.
 */
export type Decimal = Readonly<{ digits: string; point: number }>

const ZERO: Decimal = { digits: '', point: 0 }

/** The fewest digits that tell a float64 from its neighbours. */
export function shortestDecimal(value: number): Decimal {
  if (value === 0) return ZERO
  const [mantissa = '', exponent] = value.toExponential().split('e')
  return { digits: mantissa.replace('.', ''), point: Number(exponent) + 1 }
}

/** All digits of a float64, of which there are up to 767. */
export function exactDecimal(value: number): Decimal {
  if (value === 0) return ZERO
  const { mantissa, exponent } = binaryOf(value)
  // m × 2^-k is m × 5^k × 10^-k.
  const scale = Math.max(-exponent, 0)
  const integer = exponent > 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(scale)
  const digits = integer.toString()
  return { digits: withoutEndingZeros(digits), point: digits.length - scale }
}

/** Rounded to the nearest with so many digits, to the even one of two. */
export function roundedTo(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal
  if (count < 0 || count >= digits.length) return decimal
  const kept = digits.slice(0, count)
  if (!roundsUp(digits, count)) {
    const rest = withoutEndingZeros(kept)
    return rest === '' ? ZERO : { digits: rest, point }
  }
  const nines = /9*$/.exec(kept)?.[0].length ?? 0
  const carried = kept.slice(0, kept.length - nines)
  if (carried === '') return { digits: '1', point: point + 1 }
  const last = Number(carried.at(-1)) + 1
  return { digits: `${carried.slice(0, -1)}${last}`, point }
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits.charAt(count)
  if (next !== '5' || count + 1 < digits.length) return next >= '5'
  return count > 0 && Number(digits.charAt(count - 1)) % 2 === 1
}

function withoutEndingZeros(digits: string): string {
  let end = digits.length
  while (digits[end - 1] === '0') end--
  return digits.slice(0, end)
}

/** A float64 as mantissa × 2^exponent, the mantissa with 53 bits unless the number is denormal. */
export function binaryOf(value: number): { mantissa: bigint; exponent: number } {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  const bits = view.getBigUint64(0)
  const fraction = bits & ((1n << 52n) - 1n)
  const biased = Number(bits >> 52n)
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 }
}
