import { type Clock, clockAt } from '../time/calendar.ts'
import { zoneOffset } from '../time/zone-offset.ts'
import { intOf } from '../value/value.ts'
import type { CelFunction } from './cel-function.ts'
import { failure } from './failure.ts'
import { TOO_COSTLY } from './run.ts'

const CLOCK_PARTS: ReadonlyMap<string, (clock: Clock) => number> = new Map<string, (clock: Clock) => number>([
  ['getFullYear', ({ year }) => year],
  ['getMonth', ({ month }) => month],
  ['getDayOfYear', ({ dayOfYear }) => dayOfYear],
  ['getDate', ({ day }) => day],
  ['getDayOfMonth', ({ day }) => day - 1],
  ['getDayOfWeek', ({ dayOfWeek }) => dayOfWeek],
  ['getHours', ({ hour }) => hour],
  ['getMinutes', ({ minute }) => minute],
  ['getSeconds', ({ second }) => second],
  ['getMilliseconds', ({ nanos }) => Math.trunc(nanos / 1e6)],
])
/** Nanoseconds in what a duration is counted in. */
const DURATION_UNITS: ReadonlyMap<string, bigint> = new Map([
  ['getHours', 3_600_000_000_000n],
  ['getMinutes', 60_000_000_000n],
  ['getSeconds', 1_000_000_000n],
  ['getMilliseconds', 1_000_000n],
])
/** Steps to look up a zone. */
const ZONE_STEPS = 200
const LONGEST_ZONE = 64

/** `getHours` and its kin: of a timestamp in its own offset or in a zone, of a duration all of them, towards zero. */
export function readTime(name: string): CelFunction {
  return ([moment, zone], run) => {
    if (moment?.type === 'duration') {
      const unit = DURATION_UNITS.get(name)
      return unit === undefined || zone !== undefined ? undefined : intOf(moment.nanos / unit)
    }
    const part = CLOCK_PARTS.get(name)
    if (moment?.type !== 'timestamp' || part === undefined) return undefined
    if (zone === undefined) return intOf(BigInt(part(clockAt(moment.nanos, moment.offset))))
    if (zone.type !== 'string') return undefined
    if (!run.spend(ZONE_STEPS)) return TOO_COSTLY
    const offset = zone.value.length > LONGEST_ZONE ? undefined : zoneOffset(zone.value, moment.nanos)
    if (offset === undefined)
      return failure('ZoneUnknown', `there is no time zone '${zone.value.slice(0, LONGEST_ZONE)}'`)
    return intOf(BigInt(part(clockAt(moment.nanos, offset))))
  }
}
