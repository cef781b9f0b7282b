import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ageText } from './age.ts'

const now = Date.parse('2026-01-31T12:00:00Z')
const ago = (seconds: number) => ageText(new Date(now - seconds * 1000).toISOString(), now)

describe('the age of something', () => {
  it('is short, and the coarser the older it is', () => {
    expect([0, 59, 119, 130, 7_200, 7_260, 10_980, 86_400, 90_000, 187_200, 1_000_000].map(ago)).toEqual([
      '0s',
      '59s',
      '119s',
      '2m10s',
      '2h',
      '2h1m',
      '3h3m',
      '1d',
      '1d1h',
      '2d4h',
      '11d',
    ])
  })

  it('is a dash for what has no time', () => {
    expect([ageText(undefined, now), ageText('yesterday', now)]).toEqual(['-', '-'])
  })

  it('is never negative and never long', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e6, max: 1e9 }), (seconds) => {
        expect(ago(seconds)).toMatch(/^\d{1,5}[dhms](\d{1,2}[hms])?$/)
      }),
    )
  })
})
