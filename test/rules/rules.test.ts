import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))

/** `state`: `now` is to be tested; of what comes `later`, tests may name rules all the same. */
type Section = Readonly<{ section: string; title: string; state: 'now' | 'later'; rules: readonly string[] }>
/** `examplesOnly`: rules that no property can speak of, each with the reason. */
type Rules = Readonly<{ sections: readonly Section[]; examplesOnly: Readonly<Record<string, string>> }>

const { sections, examplesOnly } = JSON.parse(
  readFileSync(new URL('rules.json', import.meta.url), 'utf8'),
) as Rules
const known = new Set(sections.flatMap(({ rules }) => rules))
const current = sections.filter(({ state }) => state === 'now').flatMap(({ rules }) => rules)

const families = [...new Set([...known].map((rule) => rule.replace(/-\d+$/, '')))].join('|')
/** Rules, as titles begin. */
const named = `(?:(?:${families})-\\d+[a-z]?(?:\\.\\.\\d+)?(?:, )?)+`

/** A test, by its title, the rules that this names, and whether it is a property. */
type Title = Readonly<{ title: string; rules: readonly string[]; isProperty: boolean }>

// Tests, and the laws of transports, which are tests of whoever calls them.
const files = execFileSync(
  'git',
  ['ls-files', '-co', '--exclude-standard', '-z', '*.test.ts', 'packages/core/src/testing/*-laws.ts'],
  { cwd: root, encoding: 'utf8' },
)
  .split('\0')
  .filter((file) => file !== '' && !file.startsWith('test/rules/'))
const titles = files.flatMap((file) => titlesIn(file))

describe('the rules of the sections that are built', () => {
  it('are all there are: no title names another', () => {
    const unknown = titles.flatMap(({ title, rules }) =>
      rules.filter((rule) => !known.has(rule)).map(() => title),
    )
    expect(unknown).toEqual([])
  })

  it.each(current)('%s is named by a test', (rule) => {
    expect(titles.filter(({ rules }) => rules.includes(rule))).not.toEqual([])
  })

  it.each(current.filter((rule) => !Object.hasOwn(examplesOnly, rule)))(
    '%s is named by a property',
    (rule) => {
      expect(titles.filter(({ rules, isProperty }) => isProperty && rules.includes(rule))).not.toEqual([])
    },
  )

  it('that have examples only say why, and are no more than those', () => {
    for (const [rule, why] of Object.entries(examplesOnly)) {
      expect(current).toContain(rule)
      expect(why.length).toBeGreaterThan(20)
      expect(titles.filter(({ rules, isProperty }) => isProperty && rules.includes(rule))).toEqual([])
    }
  })
})

// A title is what stands first in brackets and begins with rules: `it('SEL-4 …'`, `it.each(…)('SEL-4 …'`, `lawOf('BND-1..6, SEL-4 …'`.
function titlesIn(file: string): readonly Title[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(new RegExp(`\\(\\s*(['"\`])(${named})(?![\\w-]).*`, 'g'))].map((match) => {
    const from = match.index + match[0].length
    const next = text.slice(from).search(/^ *(it|lawOf)\b/m)
    const body = text.slice(from, next < 0 ? undefined : from + next)
    return {
      title: `${file}: ${match[0].slice(1).trim()}`,
      rules: rulesIn(match[2] ?? ''),
      isProperty: /\bfc\.(assert|property|check)\b/.test(body),
    }
  })
}

// `BND-1..6` are six, `P-6b` is a part of P-6.
function rulesIn(names: string): readonly string[] {
  const parts = names.matchAll(/([A-Z]+)-(\d+)[a-z]?(?:\.\.(\d+))?/g)
  return [...parts].flatMap(([, family = '', first = '', last = first]) =>
    Array.from(
      { length: Number(last) - Number(first) + 1 },
      (_, more) => `${family}-${Number(first) + more}`,
    ),
  )
}
