import { describe, expect, it } from 'vitest'
import { builtInTables } from '../../packages/core/src/aggregate/index.ts'
import { oracles } from './judge.ts'
import { tryScope } from './law.ts'
import { ours, oursAndOthers } from './rules.ts'
import { scopes } from './scopes/index.ts'
import { smallScopes } from './scopes/others.ts'

const observes = (kind: string) =>
  builtInTables.find((table) => table.kind === kind)?.observesGeneration ?? false

describe('the law: an aggregate is as bad as the worst WEC, whoever judges', () => {
  it.each(scopes)('AGG-1 for one in 997 combinations of $kind', (scope) => {
    const [tallies] = tryScope(scope, ours, observes(scope.kind), 997)
    for (const oracle of oracles) expect(tallies?.[oracle].examples).toEqual([])
    expect(tallies?.kstatus.combinations).toBeGreaterThan(500)
  })

  it.each(smallScopes)('AGG-1, AGG-8 for every combination of $kind', (scope) => {
    const [tallies] = tryScope(scope, ours, observes(scope.kind))
    for (const oracle of oracles) expect(tallies?.[oracle].examples).toEqual([])
    expect(tallies?.kstatus.combinations).toBeGreaterThan(20)
  })

  it('AGG-1 is broken by independent minima and by sums', () => {
    for (const scope of scopes) {
      const [, ...others] = tryScope(scope, oursAndOthers, observes(scope.kind), 97)
      for (const tallies of others)
        expect(oracles.reduce((sum, oracle) => sum + tallies[oracle].falseHealthy, 0)).toBeGreaterThan(0)
    }
  })
})
