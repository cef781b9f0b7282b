import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBlank, isWordCharacter } from './character-class.ts'
import { isPrintable } from './printable.ts'
import { canBackquote, quoteRune, quoteString } from './quote.ts'
import { showCodePoint } from './show-code-point.ts'
import { unquoteCharacter, unquoteString } from './unquote.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

const anyBytes = fc.oneof(
  fc.uint8Array({ maxLength: 12 }).map((bytes) => String.fromCharCode(...bytes)),
  fc.string({ unit: 'binary' }).map(encodeUtf8),
)

describe("Go's literals", () => {
  it('CUS-3 a quoted string stands for the bytes that were quoted', () => {
    fc.assert(
      fc.property(anyBytes, fc.boolean(), (bytes, asciiOnly) => {
        const quoted = quoteString(bytes, { asciiOnly })
        expect(unquoteString(quoted)).toBe(bytes)
        if (asciiOnly) expect(quoted).not.toMatch(/[^ -~]/)
      }),
      { numRuns: 500 },
    )
  })

  it('CUS-3 a string that can be backquoted stands for itself', () => {
    fc.assert(
      fc.property(anyBytes, (bytes) => {
        if (canBackquote(bytes)) expect(unquoteString(`\`${bytes}\``)).toBe(bytes)
      }),
    )
    expect(['a\tb', 'é"\\'].map(encodeUtf8).every(canBackquote)).toBe(true)
    expect(['`', '\n', '\x7f', '\ufeff'].map(encodeUtf8).some(canBackquote)).toBe(false)
    expect(canBackquote('\xff')).toBe(false)
    expect(unquoteString('`a\r\nb\r`')).toBe('a\nb')
  })

  it.each([
    ['\x07\b\f\n\r\t\v"\\\'', '"\\a\\b\\f\\n\\r\\t\\v\\"\\\\\'"'],
    ['\0\x1b\x7f ', '"\\x00\\x1b\\x7f "'],
    ['é日😀', '"é日😀"'],
    ['\u00a0\u00ad\u2028', '"\\u00a0\\u00ad\\u2028"'],
    ['\u{e0001}', '"\\U000e0001"'],
  ])('CUS-3 %%q of %j', (text, quoted) => {
    expect(decodeUtf8(quoteString(encodeUtf8(text)))).toBe(quoted)
  })

  it.each([
    [0x27, "'\\''"],
    [0x22, `'"'`],
    [0x0a, "'\\n'"],
    [0xe9, "'é'"],
    [0xd800, "'\ufffd'"],
    [0x110000, "'\ufffd'"],
    [-1, "'\ufffd'"],
  ])('CUS-3 %%q of the number %d', (code, quoted) => {
    expect(decodeUtf8(quoteRune(code))).toBe(quoted)
  })

  it.each([
    ['"\\x41\\101\\u00e9\\U0001F600"', 'AAé😀'],
    ['"\\377\\0011"', '\ufffd\u00011'],
    ['"\\400"', undefined],
    ['"\\\'"', undefined],
    ['"\\ud83d"', undefined],
    ['"\\U00110000"', undefined],
    ['"\\x4"', undefined],
    ['"\\q"', undefined],
    ['"\\08"', undefined],
  ])('CUS-3 %s is read', (literal, text) => {
    const bytes = unquoteString(literal)
    expect(bytes === undefined ? undefined : decodeUtf8(bytes)).toBe(text)
  })

  it.each([
    ["'a'", { code: 0x61, isWhole: true }],
    ["'\\''", { code: 0x27, isWhole: true }],
    ["'\\x80'", { code: 0x80, isWhole: true }],
    ["'ab'", { code: 0x61, isWhole: false }],
    ["''", undefined],
    [`'\\"'`, undefined],
  ])('CUS-3 the character %s is read', (literal, character) => {
    expect(unquoteCharacter(literal)).toEqual(character)
  })
})

describe('characters', () => {
  it('CUS-3 are those of Unicode 15.0, whatever the runtime has', () => {
    const printable = [0x20, 0x7e, 0xa1, 0xac, 0xae, 0x301, 0x65e5, 0x1f600, 0x2ebe0, 0xe01ef, 0xfffd]
    expect(printable.every(isPrintable)).toBe(true)
    // Controls, other blanks, formats, private ones, what came with 15.1 and later.
    const others = [0, 0x1f, 0x7f, 0xa0, 0xad, 0x2028, 0xe000, 0x2ebf0, 0x31ef, 0x1c89, 0x10ffff]
    expect(others.some(isPrintable)).toBe(false)
    expect(isWordCharacter(0x2ebf0)).toBe(false)
  })

  it('CUS-3 of words are letters, decimal digits and _', () => {
    const words = Array.from('azAZ09_éß日٣').map((character) => character.codePointAt(0) ?? 0)
    expect(words.every(isWordCharacter)).toBe(true)
    const others = Array.from(' -@[`{/:²ⅷ\u0301😀').map((character) => character.codePointAt(0) ?? 0)
    expect(others.some(isWordCharacter)).toBe(false)
  })

  it('CUS-3 of white space are those of Unicode', () => {
    expect(isBlank(encodeUtf8(' \t\n\v\f\r\u0085\u00a0\u2003\u3000'))).toBe(true)
    expect(isBlank('')).toBe(true)
    expect(isBlank(' x')).toBe(false)
    expect(isBlank(encodeUtf8('\ufeff'))).toBe(false)
  })

  it('CUS-3 are shown as %#U', () => {
    expect(decodeUtf8(showCodePoint(0xe9))).toBe("U+00E9 'é'")
    expect(showCodePoint(0x7f)).toBe('U+007F')
    expect(decodeUtf8(showCodePoint(0x1f600))).toBe("U+1F600 '😀'")
  })
})
