import type { CelTimestamp } from '../value/value.ts'
import { clockAt } from './calendar.ts'

/** RFC 3339 with as many digits as needed, in the timestamp's own offset: Go's `time.RFC3339Nano`. */
export function showTimestamp({ nanos, offset }: CelTimestamp): string {
  const { year, month, day, hour, minute, second, nanos: rest } = clockAt(nanos, offset)
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`
  const date = `${String(year).padStart(4, '0')}-${two(month + 1)}-${two(day)}`
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${fraction}${showOffset(offset)}`
}

function showOffset(offset: number): string {
  if (offset === 0) return 'Z'
  const minutes = Math.trunc(Math.abs(offset) / 60)
  return `${offset < 0 ? '-' : '+'}${two(Math.trunc(minutes / 60))}:${two(minutes % 60)}`
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}
