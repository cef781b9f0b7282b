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

  it('CUS-2 has what UTF-8 has of any bytes, but for how many U+FFFD stand where it is none', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), (bytes) => {
        const folded = (text: string) => text.replace(/\ufffd+/g, '\ufffd')
        const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
        expect(folded(textOfBase64(base64Of(bytes)) ?? '')).toBe(folded(decoder.decode(bytes)))
      }),
      { numRuns: 2_000 },
    )
  })

  it.each([
    ['overlong', [0xc0, 0x80], 2],
    ['a surrogate', [0xed, 0xa0, 0x80], 3],
    ['beyond U+10FFFF', [0xf4, 0x90, 0x80, 0x80], 4],
    ['cut off', [0xe2, 0x82], 2],
    ['a byte that is none', [0xff], 1],
  ])('CUS-2 %s: one U+FFFD for each byte, as Go writes it', (_, bytes, count) => {
    expect(textOfBase64(base64Of([0x61, ...bytes, 0x62]))).toBe(`a${'\ufffd'.repeat(count)}b`)
  })

  it.each(['a', 'aaa', 'a===', '=', 'a=aa', 'aa_-', 'aaaa aaaa'])('CUS-2 %j is no base64', (text) => {
    expect(textOfBase64(text)).toBeUndefined()
  })

  it('CUS-2 passes over line ends, as Go does', () => {
    expect(textOfBase64('aGVs\r\nbG8=\n')).toBe('hello')
  })
})
