import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clockAt } from './calendar.ts'
import { durationJson, readDuration, showDuration } from './duration.ts'
import { EARLIEST, isInRange } from './instant.ts'
import { readTimestamp } from './read-timestamp.ts'
import { showTimestamp } from './show-timestamp.ts'
import { isZoneName } from './zone-name.ts'
import { zoneOffset } from './zone-offset.ts'

const LATEST = 253_402_300_799_999_999_999n
const nanos = fc.bigInt({ min: EARLIEST + 90_000_000_000_000n, max: LATEST - 90_000_000_000_000n })

describe('a timestamp', () => {
  it('COL-8 comes back from its text, with its offset', () => {
    const offset = fc.integer({ min: -24 * 60, max: 24 * 60 }).map((minutes) => minutes * 60)
    fc.assert(
      fc.property(nanos, offset, (moment, east) => {
        const given = { type: 'timestamp', nanos: moment, offset: east } as const
        expect(readTimestamp(showTimestamp(given))).toEqual(given)
      }),
    )
  })

  it.each([
    ['2024-01-01T1:02:03Z', '2024-01-01T01:02:03Z'],
    ['2024-01-01T00:00:00,5Z', '2024-01-01T00:00:00.5Z'],
    ['2024-01-01T00:00:00.1234567891Z', '2024-01-01T00:00:00.123456789Z'],
    ['2024-01-01T00:00:00+00:00', '2024-01-01T00:00:00Z'],
    ['2024-01-01T00:00:00-08:30', '2024-01-01T00:00:00-08:30'],
    ['2024-02-29T23:59:59+24:60', '2024-02-29T23:59:59+25:00'],
    ['2000-02-29T00:00:00Z', '2000-02-29T00:00:00Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00Z'],
  ])('COL-2 reads %s as Go does', (text, shown) => {
    const read = readTimestamp(text)
    expect(read && showTimestamp(read)).toBe(shown)
  })

  it.each([
    '',
    'now',
    '2024-01-01',
    '2024-01-01T00:00:00',
    '2024-01-01T00:00Z',
    '2024-01-01t00:00:00Z',
    '2024-01-01T00:00:00z',
    '2024-01-01 00:00:00Z',
    '2023-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '2024-00-01T00:00:00Z',
    '2024-04-31T00:00:00Z',
    '2024-01-00T00:00:00Z',
    '2024-01-32T00:00:00Z',
    '2024-01-01T24:00:00Z',
    '2024-01-01T00:60:00Z',
    '2024-01-01T00:00:60Z',
    '2024-01-01T00:00:00.Z',
    '2024-01-01T00:00:00+25:00',
    '2024-01-01T00:00:00+00:61',
    '2024-01-01T00:00:00+0100',
    '24-01-01T00:00:00Z',
    '2024-1-01T00:00:00Z',
    ' 2024-01-01T00:00:00Z',
    '2024-01-01T00:00:00Z ',
  ])('COL-2 does not take %j for one', (text) => {
    expect(readTimestamp(text)).toBeUndefined()
  })

  it('COL-2 is between the years 1 and 9999', () => {
    expect([EARLIEST - 1n, EARLIEST, LATEST, LATEST + 1n].map(isInRange)).toEqual([false, true, true, false])
  })

  it('COL-2 is read from a clock with months, days of the week and of the year from 0', () => {
    const moment = readTimestamp('1969-12-31T23:59:59.5Z')?.nanos ?? 0n
    expect(clockAt(moment, 0)).toEqual({
      year: 1969,
      month: 11,
      day: 31,
      dayOfWeek: 3,
      dayOfYear: 364,
      hour: 23,
      minute: 59,
      second: 59,
      nanos: 500_000_000,
    })
    expect(clockAt(moment, 3600)).toMatchObject({ year: 1970, month: 0, day: 1, dayOfYear: 0, hour: 0 })
  })
})

describe('a duration', () => {
  it('COL-8 comes back from its JSON', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (length) => {
        expect(readDuration(durationJson(length))).toBe(length)
      }),
    )
  })

  it.each([
    ['1h30m', 5_400_000_000_000n],
    ['-1.5s', -1_500_000_000n],
    ['+1h', 3_600_000_000_000n],
    ['1.h', 3_600_000_000_000n],
    ['.5ms', 500_000n],
    ['1us1µs1μs1ns', 3_001n],
    ['1.5ns', 1n],
    ['0', 0n],
    ['-0', 0n],
    ['00000000000000000000001s', 1_000_000_000n],
    ['0.33333333333333333333s', 333_333_333n],
    ['2562047h47m16.854775807s', 2n ** 63n - 1n],
    ['-2562047h47m16.854775808s', -(2n ** 63n)],
    ['2562047h47m16.854775808s', undefined],
    ['99999999999999999999ns', undefined],
    ['315576000000s', undefined],
    ...['', '+', '1', '1d', '1H', '1h30', '.s', 's', '1s ', ' 1s', '--1s', '1_0s', '1e3s'].map(
      (text) => [text, undefined] as const,
    ),
  ] as const)('COL-2 reads %j as Go does', (text, length) => {
    expect(readDuration(text)).toBe(length)
  })

  it.each([
    [1_500_000_000n, '1.5s', '1.500s'],
    [-90_000_000_000n, '-90s', '-90s'],
    [1n, '0.000000001s', '0.000000001s'],
    [1_000n, '0.000001s', '0.000001s'],
    [0n, '0s', '0s'],
    [-5n, '-0.000000005s', '-0.000000005s'],
  ])('COL-8 %d nanoseconds are %s as text and %s in JSON', (length, text, json) => {
    expect([showDuration(length), durationJson(length)]).toEqual([text, json])
  })
})

describe('a time zone', () => {
  const summer = readTimestamp('2024-07-01T00:00:00Z')?.nanos ?? 0n

  it.each([
    ['', 0],
    ['UTC', 0],
    ['Local', 0],
    ['Europe/London', 3600],
    ['America/New_York', -14_400],
    ['Asia/Kathmandu', 20_700],
    ['America/Port-au-Prince', -14_400],
    ['Etc/GMT+5', -18_000],
    ['US/Pacific', -25_200],
    ['+02:00', 7200],
    ['-02:30', -9000],
    ['2:0', 7200],
    ['+25:00', 90_000],
    ...[
      'Z',
      '+0200',
      'utc',
      'europe/London',
      'Europe/london',
      'EUROPE/LONDON',
      'Mars/Base',
      ':',
      '1:',
      'a:b',
      '1:2:3',
      'Europe/',
    ].map((zone) => [zone, undefined] as const),
  ] as const)('COL-2 %j is %s seconds ahead of UTC in summer', (zone, seconds) => {
    expect(zoneOffset(zone, summer)).toBe(seconds)
  })

  it('COL-2 keeps to the calendar before the year 1 and before zones had hours', () => {
    expect(zoneOffset('America/New_York', EARLIEST)).toBe(-17_762)
  })

  it('COL-2 takes every name of the data base in its own case, and no other case', () => {
    const names = Intl.supportedValuesOf('timeZone')
    expect(names.filter((name) => !isZoneName(name))).toEqual([])
    expect(names.filter((name) => isZoneName(name.toLowerCase()))).toEqual([])
    expect(names.filter((name) => name !== name.toUpperCase() && isZoneName(name.toUpperCase()))).toEqual([])
  })
})
