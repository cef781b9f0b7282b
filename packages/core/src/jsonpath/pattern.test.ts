import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { compilePattern } from './pattern.ts'

/** I-Regexps of a small alphabet, well-formed by how they are made. */
const pattern = fc.letrec<{ branch: string; atom: string }>((tie) => ({
  branch: fc
    .array(
      fc
        .tuple(tie('atom'), fc.constantFrom('', '', '', '*', '+', '?', '{2}', '{1,}', '{0,2}'))
        .map((parts) => parts.join('')),
      { maxLength: 4 },
    )
    .map((pieces) => pieces.join('')),
  atom: fc.oneof(
    { maxDepth: 2 },
    fc.constantFrom('a', 'b', '.', '-', '/', 'é', '😀', '\\.', '\\n', '\\p{Lu}', '\\P{L}', '\\p{Cn}'),
    fc.constantFrom(
      '[ab]',
      '[^a]',
      '[a-c]',
      '[-a]',
      '[a-]',
      '[^-]',
      '[\\p{L}-]',
      '[a^]',
      '[\\]\\-]',
      '[.\\n]',
    ),
    fc.tuple(tie('branch'), fc.constantFrom('', '|a', '|')).map(([one, other]) => `(${one}${other})`),
  ),
})).branch

// RFC 9485, section 5.3: how ECMAScript matches them.
function ecmaScript(text: string, isWhole: boolean): RegExp {
  let inClass = false
  const mapped = text.replaceAll(/\\.|[[\].]/gsu, (one) => {
    if (one === '[') inClass = true
    if (one === ']') inClass = false
    return one === '.' && !inClass ? '[^\\n\\r]' : one
  })
  return new RegExp(isWhole ? `^(?:${mapped})$` : mapped, 'u')
}

describe('compilePattern', () => {
  it('TRF-4 matches, whole and in part, as RFC 9485 says', () => {
    const text = fc.array(
      fc.constantFrom('a', 'b', 'A', '-', '.', '\n', '\r', '1', 'é', '😀', '\u0378', ']', '^'),
      {
        maxLength: 5,
      },
    )
    let matched = 0
    fc.assert(
      fc.property(pattern, text, (written, characters) => {
        const given = characters.join('')
        const compiled = compilePattern(written)
        if (!compiled.ok) throw new Error(compiled.message)
        const found = [compiled.value.matches(given), compiled.value.isFoundIn(given)]
        if (found[0]) matched += 1
        expect(found).toEqual([ecmaScript(written, true).test(given), ecmaScript(written, false).test(given)])
      }),
      { numRuns: 3_000 },
    )
    expect(matched).toBeGreaterThan(100)
  })

  it.each([
    ['a.b', 'a\nb', false],
    ['a.b', 'a\rb', false],
    ['a.b', 'a\u2028b', true],
    ['^ab$', 'ab', true],
    ['[^^]', '^', false],
    ['\\p{L}+', 'aé語', true],
    ['a|b', 'b', true],
    ['', '', true],
    ['[a\\-c]', 'b', false],
  ])('TRF-4 %j of the whole of %j: %s', (written, text, expected) => {
    const compiled = compilePattern(written)
    expect(compiled.ok && compiled.value.matches(text)).toBe(expected)
  })

  it.each([
    '(',
    ')',
    '[',
    ']',
    '{',
    '}',
    '*',
    'a**',
    'a+?',
    'a|*',
    '(?:a)',
    '(?i)a',
    '[]',
    '[^]',
    '[a',
    'a{',
    'a{,2}',
    '\\d',
    '\\w',
    '\\b',
    '\\1',
    '\\x41',
    '\\u0041',
    '\\',
    '\\p{Greek}',
    '\\p{Cs}',
    '\\pL',
    '\\p{',
    '[[:alpha:]]',
    '[a-\\p{L}]',
    '[a-b-c]',
    '[z-a]',
    'a{2,1}',
    '\ud800',
    '[\ud800]',
    '[\\d]',
  ])('TRF-4 %j is no I-Regexp', (written) => {
    expect(compilePattern(written)).toMatchObject({ ok: false, why: 'invalid' })
  })

  it.each(['a{1001}', '(a{100}){100}', `${'('.repeat(60)}a${')'.repeat(60)}`, 'a'.repeat(300), '((){1000})'])(
    'P-3 %j is more than is matched',
    (written) => {
      expect(compilePattern(written)).toMatchObject({ ok: false, why: 'unsupported' })
    },
  )

  it('P-3 is total', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(...Array.from('ab()[]{}|*+?.\\^$-,09pPLu\n')) }),
        (written) => {
          const compiled = compilePattern(written)
          if (compiled.ok) expect(typeof compiled.value.isFoundIn('ab')).toBe('boolean')
          else expect(compiled.message.startsWith('the pattern ')).toBe(true)
        },
      ),
      { numRuns: 3_000 },
    )
  })
})
