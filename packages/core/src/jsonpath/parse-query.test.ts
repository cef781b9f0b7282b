import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { locate, parseQuery } from './index.ts'

const messageOf = (text: string) => {
  const parsed = parseQuery(text)
  return parsed.ok ? 'ok' : parsed.message
}

/** Texts that are nearly queries: pieces of them in any order. */
const soup = fc
  .array(
    fc.constantFrom(
      '$',
      '@',
      '.',
      '..',
      '[',
      ']',
      '(',
      ')',
      '?',
      '*',
      ':',
      ',',
      '!',
      '=',
      '==',
      '<',
      '&&',
      '||',
      ' ',
      'a',
      '"a"',
      "'",
      '"',
      '\\',
      '\\u00',
      '0',
      '-',
      '1',
      '.5',
      'e1',
      'true',
      'null',
      '😀',
      '\ud800',
      '\n',
      'count(',
      'length(',
      'match(',
      'search(',
      'value(',
      '@.a',
      '$.b',
      '"["',
      '__proto__',
    ),
    { maxLength: 14 },
  )
  .map((pieces) => pieces.join(''))

describe('parseQuery', () => {
  it('P-3 reads any text, or says in a sentence why not, and what it reads can be located', () => {
    const read = { ok: 0, refused: 0 }
    fc.assert(
      fc.property(fc.constantFrom('$', '$[?', ''), soup, (start, rest) => {
        const parsed = parseQuery(start + rest)
        read[parsed.ok ? 'ok' : 'refused'] += 1
        if (parsed.ok) expect(locate(parsed.value, { a: [{ b: 1 }], b: 'x' }).ok).toBe(true)
        else expect(parsed.message).toMatch(/^[a-z].{5,}/s)
      }),
      { numRuns: 3_000 },
    )
    expect(Math.min(read.ok, read.refused)).toBeGreaterThan(0)
  })

  it.each([
    ['$', 'ok'],
    ['$ .a', 'ok'],
    ['$[\'a\', "b", 0, -1, 1:2:3, ::, *, ?@.x]', 'ok'],
    ['$..*', 'ok'],
    ['$[?@.a == 0.5 && @.b > -0.5e-3 || !(@.c)]', 'ok'],
    ['$[?length(@.a) == count(@.*) && value(@..x) != null]', 'ok'],
    ["$[?@ == '\\u000a\\'\"']", 'ok'],
    ['', 'syntax error at 0: unexpected end'],
    ['a', "syntax error at 0: expected '$', found 'a'"],
    ['$.', 'syntax error at 2: unexpected end'],
    ['$.a[', 'syntax error at 4: unclosed bracketed selection'],
    ['$.a ', 'syntax error at 4: unexpected end'],
    ['$[01]', 'syntax error at 2: leading zero in index selector'],
    ['$[?@.a == -01]', 'syntax error at 10: invalid number'],
    ['$[?!@.a == 1]', 'syntax error at 4: values are compared, not conditions'],
    ['$[?@.a == @.b == @.c]', 'syntax error at 14: values are compared, not conditions'],
    ['$[?count(@.*) && @.a]', 'syntax error at 3: the result of count() must be compared'],
    ['$[?!true]', 'syntax error at 4: a value must be compared'],
    ['$[1:2:3:4]', 'syntax error at 7: expected token comma, found colon'],
    ['$[?has(@.a)]', "syntax error at 3: no such function 'has'"],
  ])('TRF-4 %j: %s', (text, message) => {
    expect(messageOf(text)).toBe(message)
  })

  it('TRF-4 has what KubeStellar takes besides, as KubeStellar reads it', () => {
    const name = (text: string) => {
      const parsed = parseQuery(text)
      return parsed.ok && parsed.value.map(({ selectors }) => selectors)
    }
    expect(name('$.a["\\x41\\q\\101\\v"]')).toEqual([
      [{ kind: 'name', name: 'a' }],
      [{ kind: 'name', name: 'AqA\v' }],
    ])
    // Single quotes are RFC 9535's alone, and with them its escapes.
    expect(messageOf("$['\\x41']")).toBe('syntax error at 4: invalid escape')
  })

  it('TRF-4 refuses a pattern that is no I-Regexp, or more than can be matched, by name', () => {
    expect(messageOf('$[?match(@, "\\\\d")]')).toBe(
      'syntax error at 13: the pattern "\\\\d" cannot be read from character 0 on (it must be an I-Regexp, RFC 9485)',
    )
    expect(messageOf("$[?search(@, 'a{2000}')]")).toBe(
      'syntax error at 14: the pattern "a{2000}" has a count over 1000, at character 1',
    )
    expect(messageOf("$[?search(@, '(ab){150}')]")).toBe(
      'syntax error at 14: the pattern "(ab){150}" comes to 300 places, and at most 200 are matched',
    )
  })

  it('P-3 takes no more stack than there is, whatever is nested in what', () => {
    const nested = (open: string, close: string, count: number) =>
      `$[?${open.repeat(count)}@.a${close.repeat(count)}]`
    for (const [open, close] of [
      ['(', ')'],
      ['!', ''],
      ['!(', ')'],
      ['@[?', ']'],
      ['count(@[?', ']) > 1'],
    ] as const) {
      expect(messageOf(nested(open, close, 10))).not.toMatch(/nested/)
      expect(messageOf(nested(open, close, 200))).toBe('it is nested more than 50 levels deep')
    }
    expect(messageOf(`$[?${'@.a && '.repeat(500)}@.a]`)).toBe('ok')
    expect(messageOf(`$[?${'@.a && '.repeat(1_000)}@.a]`)).toBe('it is longer than 4000 characters')
    expect(messageOf(`$${'.a'.repeat(100_000)}`)).toBe('ok')
  })
})
