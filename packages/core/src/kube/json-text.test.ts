import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { goJsonLength } from './go-json-length.ts'
import { nastyJson, nested } from './json.arbitrary.ts'
import { equalJson, type Json, objectOf } from './json.ts'
import { isDeeperThan } from './json-depth.ts'
import { readJson } from './json-reader.ts'
import { PARSE_DEPTH, parseJson } from './parse-json.ts'
import { canonicalJson, stringifyJson } from './stringify-json.ts'
import { utf8Length } from './utf8.ts'

function parsed(text: string): Json {
  const result = parseJson(text)
  if (!result.ok) throw new Error(result.faults[0]?.message)
  return result.value
}

/** Texts that are JSON, or nearly. */
const nearlyJson = () =>
  fc
    .tuple(
      nastyJson(),
      fc.nat(),
      fc.constantFrom(
        '',
        ',',
        '}',
        ']',
        '"',
        '\\',
        '0',
        '-',
        '.',
        'e',
        'tru',
        ' ',
        '\u0001',
        '{"a":1',
        '\ufeff',
      ),
    )
    .map(([value, at, extra]) => {
      const text = stringifyJson(value)
      const cut = at % (text.length + 1)
      return text.slice(0, cut) + extra + text.slice(cut + (at % 2))
    })

describe('reading JSON', () => {
  it('NUM-1 what is written reads back as it was', () => {
    fc.assert(
      fc.property(nastyJson(), fc.constantFrom(0, 2), (value, indent) => {
        expect(equalJson(parsed(stringifyJson(value, indent)), value)).toBe(true)
      }),
      { numRuns: 1000 },
    )
  })

  it.each<[string, Json]>([
    ['9007199254740991', 9007199254740991],
    ['9007199254740993', 9007199254740993n],
    ['-9007199254740993', -9007199254740993n],
    ['9007199254740992', 9007199254740992n],
    ['9223372036854775807', 9223372036854775807n],
    ['9223372036854775808', 2 ** 63],
    ['-9223372036854775808', -9223372036854775808n],
    ['-9223372036854775809', -(2 ** 63)],
    ['9007199254740993.0', 9007199254740992],
    ['-0', 0],
    ['-0.0', -0],
    ['-0e5', -0],
    ['0.1234567890123456789', 0.12345678901234568],
    ['1e-400', 0],
  ])('NUM-1 takes the number %s as API servers do', (text, value) => {
    for (const whole of [text, ` ${text} `, `[${text}]`, `{"a":${text}}`, `{"a": [1,${text}]}`]) {
      const number = [parsed(whole)].flat(3).map((one) => (one as { a?: Json }).a ?? one)
      expect([number].flat(3).at(-1)).toBe(value)
    }
  })

  it('LBL-3 takes __proto__ as a key, and of equal keys the last', () => {
    for (const big of ['1', '9007199254740993']) {
      const value = parsed(`{"__proto__":{"x":1},"a":1,"big":${big},"a":2,"__proto__":3}`)
      expect(Object.keys(value as object)).toEqual(['__proto__', 'a', 'big'])
      expect(Object.getOwnPropertyDescriptor(value, '__proto__')?.value).toBe(3)
      expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
      expect(value).toMatchObject({ a: 2 })
    }
  })

  it('takes exactly the texts that JSON.parse takes, infinite numbers aside, however they are read', () => {
    fc.assert(
      fc.property(nearlyJson(), (text) => {
        let native: unknown
        let infinite = false
        try {
          native = JSON.parse(text, (_, value: unknown) => {
            infinite ||= value === Infinity || value === -Infinity
            return value
          })
        } catch {
          native = undefined
        }
        const careful = readJson(text, PARSE_DEPTH)
        expect(careful.ok).toBe(native !== undefined && !infinite)
        const quick = parseJson(text)
        expect(quick.ok).toBe(careful.ok)
        if (quick.ok && careful.ok) expect(equalJson(quick.value, careful.value)).toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['', 'line 1, column 1: expected a value, found the end of the text'],
    ['{"a":1,\n "b" 2}', 'line 2, column 6: expected :, found "2}"'],
    ['[1,\n2\n3]', 'line 3, column 1: expected , or ], found "3]"'],
    ['{"a":tru}', 'line 1, column 6: expected a value, found "tru}"'],
    ['{"a":1}}', 'line 1, column 8: expected the end of the text, found "}"'],
    [
      '["a\nb"]',
      'line 1, column 4: expected a character or an escape that a string can hold, found "\\nb\\"]"',
    ],
    [
      '["\\x"]',
      'line 1, column 3: expected a character or an escape that a string can hold, found "\\\\x\\"]"',
    ],
    ['["a', 'line 1, column 4: expected ", found the end of the text'],
    ['{a:1}', 'line 1, column 2: expected a string, found "a:1}"'],
    ['[01]', 'line 1, column 3: expected , or ], found "1]"'],
    ['1e400', 'line 1, column 1: expected a number that a double can hold, found "1e400"'],
  ])('says of %j where it is no JSON, and what would be', (text, message) => {
    expect(parseJson(text)).toMatchObject({ ok: false, faults: [{ code: 'JsonInvalid', message }] })
  })

  it('P-3 reads ten thousand levels and refuses more, in either way of reading', () => {
    for (const inside of ['', '9007199254740993']) {
      const text = (levels: number) => `${'['.repeat(levels)}${inside}${']'.repeat(levels)}`
      expect(parseJson(text(PARSE_DEPTH)).ok).toBe(true)
      const refused = parseJson(text(PARSE_DEPTH + 1))
      expect(refused.ok ? '' : refused.faults[0]?.message).toContain(
        `column ${PARSE_DEPTH + 1}: expected no more than 10000 levels`,
      )
      expect(parseJson('{"a":'.repeat(200_000)).ok).toBe(false)
    }
  })
})

describe('how deep a value is nested', () => {
  it('counts the levels of lists and objects', () => {
    expect(isDeeperThan(1, 0)).toBe(false)
    expect(isDeeperThan([], 0)).toBe(true)
    expect(isDeeperThan([{ a: [] }, 1], 2)).toBe(true)
    expect(isDeeperThan([{ a: 1 }, 1], 2)).toBe(false)
    expect(isDeeperThan(nested(100_000), 99_999)).toBe(true)
    expect(isDeeperThan(nested(100_000), 100_000)).toBe(false)
  })
})

describe('writing JSON', () => {
  it('NUM-1 keeps every digit, and the sign of −0 so that a Go receiver sees it', () => {
    expect(stringifyJson({ big: 9007199254740993n, zero: -0, e: 1e21 })).toBe(
      '{"big":9007199254740993,"zero":-0.0,"e":1e+21}',
    )
  })

  it('indents as JSON.stringify does, also where it must not be used', () => {
    fc.assert(
      fc.property(nastyJson(), fc.constantFrom(0, 2, 4), (value, indent) => {
        const marked = stringifyJson([value, 9007199254740993n], indent)
        const plain = stringifyJson([value, 1], indent)
        expect(marked.replace(/9007199254740993(\s*\])$/, '1$1')).toBe(plain)
      }),
    )
    const value = { a: [], b: {}, c: [1, { d: null }] }
    expect(stringifyJson({ ...value, e: 2n ** 60n }, 2).replace('1152921504606846976', '0')).toBe(
      JSON.stringify({ ...value, e: 0 }, undefined, 2),
    )
  })

  it('P-2 canonical texts are equal exactly when the values are', () => {
    const pair = fc.tuple(nastyJson(), nastyJson())
    fc.assert(
      fc.property(pair, ([a, b]) => {
        expect(canonicalJson(a) === canonicalJson(b)).toBe(equalJson(a, b))
      }),
      { numRuns: 1000 },
    )
    expect(canonicalJson({ b: 1, a: [2n ** 62n] })).toBe(canonicalJson({ a: [2 ** 62], b: 1n }))
    expect(
      canonicalJson(
        objectOf([
          ['b', 1],
          ['__proto__', 2],
          ['B', -0],
        ]),
      ),
    ).toBe('{"B":-0.0,"__proto__":2,"b":1}')
  })

  it('P-3 writes values nested deeper than a call stack', () => {
    expect(stringifyJson(nested(50_000))).toHaveLength(100_000)
    expect(canonicalJson(nested(50_000))).toHaveLength(100_000)
    expect(goJsonLength(nested(50_000))).toBe(100_000)
  })
})

describe("bytes in Go's JSON", () => {
  it.each<[value: Json, bytes: number]>([
    ['<>&', 2 + 18],
    ['\u2028\u2029', 2 + 12],
    ['"\\\b\f\n\r\t', 2 + 14],
    ['\u0000\u001f\u007f', 2 + 13],
    ['\ud800', 2 + 3],
    ['é日😀', 2 + 2 + 3 + 4],
    [-0, 2],
    [0.0000001, 4],
    [0.000001, 8],
    [1e20, 21],
    [1e21, 5],
    [-9223372036854775808n, 20],
    [{}, 2],
    [{ a: [], b: [null, true] }, '{"a":[],"b":[null,true]}'.length],
  ])('WRP-1 counts %o as %i', (value, bytes) => {
    expect(goJsonLength(value)).toBe(bytes)
  })

  it('WRP-1 is the length of our text, escapes aside', () => {
    const tame = fc.string({ unit: fc.constantFrom('a', 'é', '日', '😀', '"', '\n', '\u0001') })
    const value = fc.jsonValue().map((json) => JSON.parse(JSON.stringify(json)) as Json)
    fc.assert(
      fc.property(fc.tuple(tame, value), (both) => {
        const text = stringifyJson(both)
        const escapes = text.match(/[<>&\u2028\u2029]/g) ?? []
        const extra = escapes.reduce((sum, sign) => sum + 6 - utf8Length(sign), 0)
        fc.pre(!/\\ud[89a-f]/.test(text))
        expect(goJsonLength(both)).toBe(utf8Length(text) + extra)
      }),
    )
  })
})
