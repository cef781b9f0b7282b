import { floatDigits, readFloat } from '../../kube/index.ts'

/** A double as Go's `g` writes it with the fewest digits: `0.1`, `1e+06`, `-0`, `NaN`, `+Inf` (COL-8). */
export function showDouble(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  const sign = value < 0 || Object.is(value, -0) ? '-' : ''
  return `${sign}${floatDigits(Math.abs(value), 'g', undefined)}`
}

/** A double from a text as Go's `strconv.ParseFloat` reads it (COL-6); undefined for what is none or too large. */
export function readDouble(text: string): number | undefined {
  const [, sign = '', word = ''] = /^([+-]?)(inf|infinity|nan)$/i.exec(text) ?? []
  if (word !== '') {
    if (word.toLowerCase() === 'nan') return sign === '' ? Number.NaN : undefined
    return sign === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  }
  const read = readFloat(text)
  return read.ok ? read.value : undefined
}
