import { secondsOf } from './instant.ts'
import { isZoneName } from './zone-name.ts'

const NUMBER = /^[+-]?\d{1,6}$/

/**
 * Seconds by which a zone is ahead of UTC at a moment: a name of the IANA data base in its own case, or hours and minutes
 * (`+02:00`, also `2:0`) as cel-go reads them; undefined for what is neither. `Local` is UTC.
 */
export function zoneOffset(zone: string, nanos: bigint): number | undefined {
  const colon = zone.indexOf(':')
  if (colon >= 0) return fixedOffset(zone.slice(0, colon), zone.slice(colon + 1))
  if (zone === '' || zone === 'UTC' || zone === 'Local') return 0
  return isZoneName(zone) ? namedOffset(zone, nanos) : undefined
}

function fixedOffset(hours: string, minutes: string): number | undefined {
  if (!NUMBER.test(hours) || !NUMBER.test(minutes)) return undefined
  const sign = hours.startsWith('-') ? -1 : 1
  return (Number(hours) * 60 + sign * Number(minutes)) * 60
}

function namedOffset(zone: string, nanos: bigint): number | undefined {
  const { seconds } = secondsOf(nanos)
  try {
    const parts = formatterOf(zone).formatToParts(seconds * 1000)
    const read = (type: Intl.DateTimeFormatPartTypes): number =>
      Number(parts.find((part) => part.type === type)?.value)
    const isBefore = parts.some((part) => part.type === 'era' && part.value.startsWith('B'))
    const local = new Date(0)
    local.setUTCFullYear(isBefore ? 1 - read('year') : read('year'), read('month') - 1, read('day'))
    local.setUTCHours(read('hour'), read('minute'), read('second'))
    return local.getTime() / 1000 - seconds
  } catch {
    // A RangeError: no zone of this name.
    return undefined
  }
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    era: 'short',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
}
