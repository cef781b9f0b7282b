import { floatDigits } from '../../kube/index.ts'
import { INT_MAX } from '../value/value.ts'

const UNITS: ReadonlyMap<string, number> = new Map([
  ['ns', 1],
  ['us', 1e3],
  ['µs', 1e3],
  ['μs', 1e3],
  ['ms', 1e6],
  ['s', 1e9],
  ['m', 60e9],
  ['h', 3600e9],
])
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h)/y
/** Digits of a number that can still be in range, and of a fraction that still count. */
const MAX_DIGITS = 19

/** Nanoseconds of a duration as Go's `time.ParseDuration` reads it (`1h30m`, `-1.5s`); undefined for a text that is none. */
export function readDuration(text: string): bigint | undefined {
  const unsigned = text.replace(/^[+-]/, '')
  if (unsigned === '0') return 0n
  if (unsigned === '') return undefined
  let total = 0n
  for (let at = 0; at < unsigned.length; ) {
    PART.lastIndex = at
    const [part, whole = '', fraction = '', unit = ''] = PART.exec(unsigned) ?? []
    if (part === undefined || (whole === '' && fraction === '')) return undefined
    const digits = whole.replace(/^0+/, '')
    if (digits.length > MAX_DIGITS) return undefined
    const size = UNITS.get(unit) ?? 0
    total += BigInt(digits) * BigInt(size) + fractionOf(fraction, size)
    if (total > INT_MAX + 1n) return undefined
    at += part.length
  }
  if (text.startsWith('-')) return -total
  return total > INT_MAX ? undefined : total
}

// Go reckons a fraction in floating point, and cuts off what is smaller than a nanosecond.
function fractionOf(fraction: string, unit: number): bigint {
  const digits = fraction.slice(0, MAX_DIGITS - 1)
  return digits === '' ? 0n : BigInt(Math.trunc(Number(digits) * (unit / 10 ** digits.length)))
}

/** Seconds as CEL's `string(duration)` shows them: `1.5s`. */
export function showDuration(nanos: bigint): string {
  const second = 1_000_000_000n
  const seconds = Number(nanos / second) + Number(nanos % second) / 1e9
  return `${seconds < 0 ? '-' : ''}${floatDigits(Math.abs(seconds), 'f', undefined)}s`
}

/** A duration in JSON: seconds with 0, 3, 6 or 9 digits. */
export function durationJson(nanos: bigint): string {
  const size = nanos < 0n ? -nanos : nanos
  const rest = String(size % 1_000_000_000n).padStart(9, '0')
  const digits = rest.replace(/(?:000)+$/, '')
  const fraction = digits === '' ? '' : `.${digits}`
  return `${nanos < 0n ? '-' : ''}${size / 1_000_000_000n}${fraction}s`
}
