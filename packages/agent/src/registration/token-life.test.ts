import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renewalTimeOf, tokenLifeOf } from './token-life.ts'

describe('AGT-1 the life of a token', () => {
  it('is what the token says', () => {
    expect(tokenLifeOf(tokenWith({ iat: 1000, exp: 4600 }))).toEqual({
      issued: 1_000_000,
      expires: 4_600_000,
    })
    expect(tokenLifeOf(tokenWith({ exp: 'soon' }))).toEqual({})
  })

  it('is unknown of what is no JSON Web Token', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(tokenLifeOf(`x.${text}`)).toEqual({})
        expect(tokenLifeOf(text.replaceAll('.', ''))).toEqual({})
      }),
    )
  })

  it('is renewed while there is some of it left, and at once where nobody knows', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 1e9 }), fc.nat(), (issued, length, now) => {
        const expires = issued + length
        const at = renewalTimeOf({ issued, expires }, now)
        expect(at).toBeGreaterThan(issued)
        expect(at).toBeLessThan(expires)
        expect(renewalTimeOf({}, now)).toBe(now)
      }),
    )
  })
})

function tokenWith(claims: object): string {
  return ['{}', JSON.stringify(claims), 's'].map((part) => Buffer.from(part).toString('base64url')).join('.')
}
