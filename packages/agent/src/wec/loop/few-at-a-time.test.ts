import { describe, expect, it } from 'vitest'
import { fewAtATime } from './few-at-a-time.ts'

describe('a few at a time', () => {
  it('gives all results in order, and never has more than eight under way', async () => {
    let under = 0
    let most = 0
    const items = Array.from({ length: 50 }, (_, index) => index)
    const results = await fewAtATime(items, async (item) => {
      most = Math.max(most, ++under)
      await new Promise((resolve) => {
        setImmediate(resolve)
      })
      under--
      return item * 2
    })
    expect(results).toEqual(items.map((item) => item * 2))
    expect(most).toBe(8)
    expect(await fewAtATime([], () => Promise.reject(new Error('nothing to do')))).toEqual([])
  })
})
