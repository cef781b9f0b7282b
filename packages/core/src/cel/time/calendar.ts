import { secondsOf } from './instant.ts'

/** A moment as a clock on the wall shows it; months, days of the week and of the year count from 0, days of the month from 1. */
export type Clock = Readonly<{
  year: number
  month: number
  day: number
  dayOfWeek: number
  dayOfYear: number
  hour: number
  minute: number
  second: number
  nanos: number
}>

const DAY = 86_400

/** What a clock shows that is so many seconds ahead of UTC. */
export function clockAt(nanos: bigint, offset: number): Clock {
  const { seconds, rest } = secondsOf(nanos)
  const local = new Date((seconds + offset) * 1000)
  const year = local.getUTCFullYear()
  const start = new Date(0)
  start.setUTCFullYear(year, 0, 1)
  return {
    year,
    month: local.getUTCMonth(),
    day: local.getUTCDate(),
    dayOfWeek: local.getUTCDay(),
    dayOfYear: Math.floor((local.getTime() - start.getTime()) / 1000 / DAY),
    hour: local.getUTCHours(),
    minute: local.getUTCMinutes(),
    second: local.getUTCSeconds(),
    nanos: rest,
  }
}
