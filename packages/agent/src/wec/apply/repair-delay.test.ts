import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { afterRepair, type Repairs, repairDelay } from './repair-delay.ts'

describe('repairs', () => {
  it('AGT-2 the first is at once, then ever later, up to five minutes, for as long as somebody fights', () => {
    let now = 0
    let repairs: Repairs | undefined
    const waits: number[] = []
    for (let round = 0; round < 12; round++) {
      const wait = repairDelay(repairs, now)
      waits.push(wait)
      now += wait
      repairs = afterRepair(repairs, now)
      // The other one answers at once.
      now += 10
    }
    expect(waits.slice(0, 4)).toEqual([0, 990, 1990, 3990])
    expect(waits.at(-1)).toBe(299_990)
  })

  it('AGT-2 once it was calm the next is at once again', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 40 }), fc.nat(1e6), (count, at) => {
        const calm = at + 2 * Math.min(300_000, 1000 * 2 ** (count - 1)) + 5001
        expect(repairDelay({ count, at }, calm)).toBe(0)
        expect(afterRepair({ count, at }, calm)).toEqual({ count: 1, at: calm })
      }),
    )
  })
})
