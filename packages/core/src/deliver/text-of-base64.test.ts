import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { textOfBase64 } from './text-of-base64.ts'

const base64Of = (bytes: Iterable<number>) => Buffer.from([...bytes]).toString('base64')

describe('text of base64', () => {
  it('CUS-2 is what was encoded', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(textOfBase64(Buffer.from(text).toString('base64'))).toBe(Buffer.from(text).toString())
      }),
    )
  })

  it('CUS-2 is what UTF-8 has of any bytes, and the bytes where it has nothing', () => {
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true, fatal: true })
    const decoded = (bytes: Uint8Array) => {
      try {
        return decoder.decode(bytes)
      } catch {
        return bytes
      }
    }
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        expect(textOfBase64(base64Of(bytes))).toEqual(decoded(bytes))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    0, 0x7f, 0x80, 0x7ff, 0x800, 0xfff, 0x1000, 0xd7ff, 0xe000, 0xffff, 0x1_0000, 0x4_0000, 0x10_ffff,
  ])('CUS-2 reads the first and the last character of each length, as U+%x', (code) => {
    const text = `a${String.fromCodePoint(code)}b`
    expect(textOfBase64(base64Of(Buffer.from(text)))).toBe(text)
  })

  it.each([
    ['an overlong one of two bytes', [0xc1, 0xbf]],
    ['overlong', [0xc0, 0x80]],
    ['an overlong one of three bytes', [0xe0, 0x9f, 0xbf]],
    ['an overlong one of four bytes', [0xf0, 0x8f, 0xbf, 0xbf]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80]],
    ['further beyond', [0xf5, 0x80, 0x80, 0x80]],
    ['cut off', [0xe2, 0x82]],
    ['cut off at the last byte', [0xf0, 0x90, 0x80]],
    ['with a second byte that is none', [0xc3, 0xc0]],
    ['with a third byte that is none', [0xe2, 0x82, 0xc0]],
    ['with a fourth byte that is none', [0xf0, 0x90, 0x80, 0x7f]],
    ['a second byte alone', [0x80]],
    ['a byte that is none', [0xff]],
  ])('CUS-2 %s is no UTF-8', (_, bytes) => {
    expect(textOfBase64(base64Of([0x61, ...bytes, 0x62]))).toEqual(Uint8Array.from([0x61, ...bytes, 0x62]))
  })

  it.each(['a', 'aaa', 'a===', '=', 'a=aa', 'aa_-', 'aaaa aaaa'])('CUS-2 %j is no base64', (text) => {
    expect(textOfBase64(text)).toBeUndefined()
  })

  it('CUS-2 passes over line ends, as Go does', () => {
    expect(textOfBase64('aGVs\r\nbG8=\n')).toBe('hello')
  })
})
