import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { editDistance } from './edit-distance.ts'

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 6 })
const far = Number.POSITIVE_INFINITY

// Straight from the definition.
function naive(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  const replaced = naive(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1)
  return Math.min(replaced, naive(a.slice(1), b) + 1, naive(a, b.slice(1)) + 1)
}

describe('the distance of two words', () => {
  it('is what the definition says', () => {
    fc.assert(
      fc.property(word, word, (a, b) => {
        expect(editDistance(a, b, far)).toBe(naive(a, b))
      }),
    )
  })

  it('is right up to the limit, and above it beyond', () => {
    fc.assert(
      fc.property(word, word, fc.nat(6), (a, b, limit) => {
        const exact = naive(a, b)
        const found = editDistance(a, b, limit)
        if (exact <= limit) expect(found).toBe(exact)
        else expect(found).toBeGreaterThan(limit)
      }),
    )
  })
})
