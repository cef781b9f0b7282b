import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contentHash, hashText } from './hash.ts'
import { nastyJson } from './json.arbitrary.ts'
import { equalJson, isObject, type Json, objectOf } from './json.ts'

describe('hashes', () => {
  it('are SHA-256 over UTF-8', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(64), (text, digits) => {
        expect(hashText(text, digits)).toBe(
          createHash('sha256').update(text, 'utf8').digest('hex').slice(0, digits),
        )
      }),
    )
  })

  it('P-2 of content go by what a value says, not by the order of its keys', () => {
    const reversed = (value: Json): Json =>
      isObject(value) ? objectOf(Object.entries(value).toReversed()) : value
    fc.assert(
      fc.property(nastyJson(), nastyJson(), (a, b) => {
        expect(contentHash(reversed(a))).toBe(contentHash(a))
        expect(contentHash(a) === contentHash(b)).toBe(equalJson(a, b))
      }),
    )
    expect(contentHash({ b: 1, a: [true] })).toBe(`v1:${hashText('{"a":[true],"b":1}', 32)}`)
  })
})
