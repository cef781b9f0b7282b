import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { retryDelay } from './retry-delay.ts'

describe('how long what failed waits', () => {
  it('is 0.2 s at first, twice as long each time, 30 s at most, and a quarter more or less', () => {
    expect([1, 2, 3, 4].map((failures) => retryDelay(failures, 0.5))).toEqual([200, 400, 800, 1600])
    expect([8, 9, 20, 2_000].map((failures) => retryDelay(failures, 0.5))).toEqual([
      25_600, 30_000, 30_000, 30_000,
    ])
    expect(retryDelay(1, 0)).toBe(150)
    expect(retryDelay(1, 0.999)).toBe(250)
  })

  it('is what the server asks for at least, and no standstill', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.double({ min: 0, max: 600, noNaN: true }),
        (failures, random, asked) => {
          const delay = retryDelay(failures, random, asked)
          expect(delay).toBeGreaterThanOrEqual(Math.floor(asked * 1000))
          expect(delay).toBeGreaterThanOrEqual(Math.floor(retryDelay(failures, random)))
        },
      ),
    )
    expect(retryDelay(1, 0, 1_000_000)).toBe(600_000)
  })
})
