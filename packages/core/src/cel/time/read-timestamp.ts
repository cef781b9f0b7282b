import type { CelTimestamp } from '../value/value.ts'
import { nanosOf } from './instant.ts'

// Go's RFC 3339: an hour may have one digit, a fraction may follow a comma, an offset may go up to 24:60.
const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)T(\d\d?):(\d\d):(\d\d)(?:[.,](\d+))?(?:Z|([+-])(\d\d):(\d\d))$/

/** A timestamp as Go's `time.Parse(time.RFC3339, …)` reads it; undefined for a text that is none. It may be out of CEL's range. */
export function readTimestamp(text: string): CelTimestamp | undefined {
  const [
    all,
    year,
    month,
    day,
    hour,
    minute,
    second,
    fraction = '',
    sign,
    offsetHours = '0',
    offsetMinutes = '0',
  ] = TIMESTAMP.exec(text) ?? []
  if (all === undefined) return undefined
  const [y, m, d] = [Number(year), Number(month), Number(day)]
  if (m < 1 || m > 12 || d < 1 || d > daysIn(y, m)) return undefined
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined
  if (Number(offsetHours) > 24 || Number(offsetMinutes) > 60) return undefined
  const offset = (Number(offsetHours) * 60 + Number(offsetMinutes)) * (sign === '-' ? -60 : 60)
  const date = new Date(0)
  date.setUTCFullYear(y, m - 1, d)
  date.setUTCHours(Number(hour), Number(minute), Number(second))
  const seconds = BigInt(date.getTime() / 1000 - offset)
  return {
    type: 'timestamp',
    nanos: nanosOf(seconds, BigInt(fraction.slice(0, 9).padEnd(9, '0'))),
    offset: offset || 0,
  }
}

function daysIn(year: number, month: number): number {
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (month === 2) return isLeap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}
