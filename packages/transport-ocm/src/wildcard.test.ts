import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitsWildcard } from './wildcard.ts'

const texts = fc.string({ unit: fc.constantFrom('a', 'b', '-'), maxLength: 6 })
const patterns = fc.string({ unit: fc.constantFrom('a', 'b', '-', '*'), maxLength: 5 })

describe('a pattern of OCM', () => {
  it('fits what the regular expression with `.*` for `*` fits', () => {
    fc.assert(
      fc.property(texts, patterns, (text, pattern) => {
        const oracle = new RegExp(`^${pattern.replaceAll('*', '.*')}$`)
        expect(fitsWildcard(text, pattern)).toBe(oracle.test(text))
      }),
      { numRuns: 2000 },
    )
  })

  it('has no other special characters', () => {
    expect(fitsWildcard('axb', 'a.b')).toBe(false)
    expect(fitsWildcard('a.b', 'a.*')).toBe(true)
    expect(fitsWildcard('', '*')).toBe(true)
    expect(fitsWildcard('*', '')).toBe(false)
  })
})
