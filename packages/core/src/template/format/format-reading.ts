import type { Bytes } from '../text/bytes.ts'
import { isDigit } from '../text/character-class.ts'
import type { Value } from '../value/value.ts'

/** How far a format has been read. */
export type FormatReading = {
  readonly format: Bytes
  readonly values: readonly Value[]
  /** The last `]` of the format; -1: there is none. So that none is looked for in vain. */
  readonly lastClosing: number
  /** What comes next in the format. */
  at: number
  /** Which value comes next. */
  next: number
  /** Whether there was an index in brackets. */
  wasReordered: boolean
  /** Whether no index of this directive was wrong or out of place. */
  isIndexGood: boolean
}

export function formatReadingOf(format: Bytes, values: readonly Value[]): FormatReading {
  return {
    format,
    values,
    lastClosing: format.lastIndexOf(']'),
    at: 0,
    next: 0,
    wasReordered: false,
    isIndexGood: true,
  }
}

/** Takes the sign if it comes next. */
export function takeSign(reading: FormatReading, sign: string): boolean {
  if (reading.format[reading.at] !== sign) return false
  reading.at++
  return true
}

/** Takes all flags that come next. */
export function takeFlags(reading: FormatReading): Bytes {
  const { format, at } = reading
  while (reading.at < format.length && '#0+- '.includes(format.charAt(reading.at))) reading.at++
  return format.slice(at, reading.at)
}

/** Takes the number that comes next, if one does. Where it is beyond reason, Go skips all that is left. */
export function takeNumber(reading: FormatReading): number | undefined {
  const { number, end } = numberAt(reading.format, reading.at, reading.format.length)
  reading.at = end
  return number
}

/** No width or precision may be larger. */
const LARGEST = 1_000_000

/** Takes a value as width or precision; undefined: it is none. */
export function takeValue(reading: FormatReading): number | undefined {
  const value = reading.values[reading.next]
  if (value === undefined) return undefined
  reading.next++
  if (value.kind !== 'int' && value.kind !== 'uint8') return undefined
  const number = Number(value.value)
  return Math.abs(number) <= LARGEST ? number : undefined
}

/**
 * Takes an index in brackets, such as `[2]`, which says which value comes next.
 * @returns whether there was one with a number
 */
export function takeIndex(reading: FormatReading): boolean {
  if (reading.format[reading.at] !== '[') return false
  reading.wasReordered = true
  const { index, end } = indexAt(reading)
  reading.at = end
  if (index !== undefined && index >= 0 && index < reading.values.length) reading.next = index
  else reading.isIndexGood = false
  return index !== undefined
}

const SHORTEST_INDEX = '[1]'.length

// Indices count from 1 in the format. Where there is no number, what was taken is the bracket, or the pair of them.
function indexAt({ format, at, lastClosing }: FormatReading): { index: number | undefined; end: number } {
  if (at > lastClosing || format.length - at < SHORTEST_INDEX) return { index: undefined, end: at + 1 }
  const closing = format.indexOf(']', at)
  const { number, end } = numberAt(format, at + 1, closing)
  return { index: number === undefined || end < closing ? undefined : number - 1, end: closing + 1 }
}

function numberAt(format: Bytes, start: number, limit: number): { number: number | undefined; end: number } {
  let number: number | undefined
  let end = start
  for (; end < limit && isDigit(format.charCodeAt(end)); end++) {
    if (number !== undefined && number > LARGEST) return { number: undefined, end: limit }
    number = 10 * (number ?? 0) + Number(format.charAt(end))
  }
  return { number, end }
}
