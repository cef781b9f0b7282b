import { describe, expect, it } from 'vitest'
import { clusterMistakes } from './clusters.ts'
import { collectorMistakes } from './collectors.ts'
import { commandLineMistakes } from './command-line.ts'
import { type Mistake, outcomeOf } from './mistake.ts'
import { objectMistakes } from './objects.ts'
import { policyMistakes } from './policies.ts'
import { textMistakes } from './text.ts'

const groups: Readonly<Record<string, readonly Mistake[]>> = {
  texts: textMistakes,
  objects: objectMistakes,
  policies: policyMistakes,
  'reported state': collectorMistakes,
  clusters: clusterMistakes,
  'the command line': commandLineMistakes,
}
const all = Object.values(groups).flat()

describe.each(Object.entries(groups))('what a user is told of mistakes in %s', (_, mistakes) => {
  it.each(mistakes.map((mistake) => [mistake.title, mistake] as const))('%s', (_, mistake) => {
    const { prints, code } = outcomeOf(mistake)
    expect(prints).toEqual(mistake.prints)
    expect(code).toBe(mistake.code ?? 1)
  })
})

describe('the table of mistakes', () => {
  it('has more than forty ways to be wrong, none of them twice', () => {
    expect(new Set(all.map(({ title }) => title)).size).toBe(all.length)
    expect(all.length).toBeGreaterThan(40)
  })

  it('tells of every one of them something, and stays silent where nothing is wrong', () => {
    expect(all.filter(({ prints }) => prints.length === 0)).toEqual([])
    expect(outcomeOf({ title: 'no mistake', prints: [] })).toEqual({ prints: [], code: 0 })
  })

  it('shows no stack, no undefined, no object in brackets', () => {
    expect(
      all.flatMap(({ prints }) => prints).filter((line) => /undefined|\[object|^ +at |NaN/.test(line)),
    ).toEqual([])
  })
})
