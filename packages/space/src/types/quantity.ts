type Format = 'binary' | 'decimal' | 'exponent'

/** A quantity as Kubernetes writes it: `1024Mi` is `1Gi`, `0.1` is `100m`. */
export type QuantityRead = Readonly<{ ok: true; text: string }> | Readonly<{ ok: false; message: string }>

/** An exact amount: value × 10^-9, the finest that a quantity holds. */
export type Amount = Readonly<{ nano: bigint; format: Format }>

const PATTERN = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
const NANO = 1_000_000_000n
const decimals: Readonly<Record<string, number>> = {
  n: -9,
  u: -6,
  m: -3,
  '': 0,
  k: 3,
  M: 6,
  G: 9,
  T: 12,
  P: 15,
  E: 18,
}
const binaries: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
}

/** Reads a quantity and writes it in its canonical form. */
export function canonicalQuantity(text: string): QuantityRead {
  const amount = amountOf(text)
  return typeof amount === 'string' ? { ok: false, message: amount } : { ok: true, text: written(amount) }
}

/** The amount of a quantity; why it is none, as apimachinery says it. */
export function amountOf(text: string): Amount | string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?((?:[eE][+-]?\d+)|[a-zA-Z]*)$/.exec(text)
  const [, sign, whole = '', fraction = '', suffix = ''] = match ?? []
  if (match === null || whole + fraction === '') return PATTERN
  const scaled = (factor: bigint, exponent: number): bigint => {
    const digits = BigInt(whole + fraction) * factor
    const shift = exponent + 9 - fraction.length
    if (shift >= 0) return digits * 10n ** BigInt(shift)
    const divisor = 10n ** BigInt(-shift)
    // What is finer than can be held counts as the least that can.
    return digits / divisor + (digits % divisor === 0n ? 0n : 1n)
  }
  const signed = (nano: bigint): bigint => (sign === '-' ? -nano : nano)
  const binary = Object.hasOwn(binaries, suffix) ? binaries[suffix] : undefined
  if (binary !== undefined) return { nano: signed(scaled(binary, 0)), format: 'binary' }
  const decimal = Object.hasOwn(decimals, suffix) ? decimals[suffix] : undefined
  if (decimal !== undefined) return { nano: signed(scaled(1n, decimal)), format: 'decimal' }
  const exponent = /^[eE]([+-]?\d+)$/.exec(suffix)
  if (exponent === null || Math.abs(Number(exponent[1])) > 60) return "unable to parse quantity's suffix"
  return { nano: signed(scaled(1n, Number(exponent[1]))), format: 'exponent' }
}

function written({ nano, format }: Amount): string {
  if (nano === 0n) return '0'
  const size = nano < 0n ? -nano : nano
  const sign = nano < 0n ? '-' : ''
  if (format === 'binary' && size % NANO === 0n && size >= 1024n * NANO) {
    let [value, suffix] = [size / NANO, '']
    for (const [name, factor] of Object.entries(binaries))
      if ((size / NANO) % factor === 0n) [value, suffix] = [size / NANO / factor, name]
    return `${sign}${value}${suffix}`
  }
  let [value, exponent] = [size, -9]
  while (value % 1000n === 0n && exponent < 18) [value, exponent] = [value / 1000n, exponent + 3]
  if (format === 'exponent') return `${sign}${value}${exponent === 0 ? '' : `e${exponent}`}`
  const suffix = Object.entries(decimals).find(([, one]) => one === exponent)?.[0] ?? ''
  return `${sign}${value}${suffix}`
}
