import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { countCharacters, firstCharacters } from './character.ts'
import { decodeUtf8, encodeRune, encodeUtf8 } from './utf8.ts'

const anyBytes = fc.uint8Array({ maxLength: 12 }).map((bytes) => String.fromCharCode(...bytes))
const anyUnits = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units))

describe("Go's strings as bytes", () => {
  it('CUS-3 text becomes its UTF-8, a lone surrogate U+FFFD, and comes back', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), anyUnits), (text) => {
        const bytes = encodeUtf8(text)
        expect(bytes).toBe(String.fromCharCode(...new TextEncoder().encode(text)))
        expect(decodeUtf8(bytes)).toBe(Buffer.from(text).toString())
      }),
      { numRuns: 200 },
    )
  })

  it('CUS-3 each byte that is no UTF-8 is one U+FFFD', () => {
    expect(decodeUtf8('a\xffb')).toBe('a\ufffdb')
    // A surrogate, a form that is too long, a tail that is missing, a code point beyond the last.
    expect(decodeUtf8('\xed\xa0\x80')).toBe('\ufffd\ufffd\ufffd')
    expect(decodeUtf8('\xc0\x80\xe0\x80\x80')).toBe('\ufffd'.repeat(5))
    expect(decodeUtf8('\xe6\x97')).toBe('\ufffd\ufffd')
    expect(decodeUtf8('\xf4\x90\x80\x80\xf8')).toBe('\ufffd'.repeat(5))
    expect(decodeUtf8('\x80')).toBe('\ufffd')
  })

  it('CUS-3 characters are counted as they are shown', () => {
    fc.assert(
      fc.property(anyBytes, fc.nat(12), (bytes, count) => {
        const characters = Array.from(decodeUtf8(bytes))
        expect(countCharacters(bytes)).toBe(characters.length)
        expect(Array.from(decodeUtf8(firstCharacters(bytes, count)))).toEqual(characters.slice(0, count))
        expect(bytes.startsWith(firstCharacters(bytes, count))).toBe(true)
      }),
      { numRuns: 200 },
    )
  })

  it('CUS-3 what is no code point is U+FFFD', () => {
    for (const code of [0xd800, 0xdfff, 0x110000]) expect(decodeUtf8(encodeRune(code))).toBe('\ufffd')
    for (const code of [0, 0x7f, 0x80, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xffff, 0x10000, 0x10ffff]) {
      expect(encodeRune(code)).toBe(encodeUtf8(String.fromCodePoint(code)))
    }
  })
})
