import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregate, builtInTables } from '../../packages/core/src/aggregate/index.ts'
import { badness, memberVerdict, oracles } from './judge.ts'
import { mistakeOf, tryScope } from './law.ts'
import { caseArbitrary, kinds } from './members.arbitrary.ts'
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

  it.each(kinds)('AGG-1 beyond the scopes, for %s', (kind) => {
    fc.assert(
      fc.property(caseArbitrary(kind), ({ object, states, earlier }) => {
        // AGG-2: a Job that has started or ended before cannot always say that it has not.
        const stands = kind === 'Job' ? undefined : earlier
        const members = states.map((state, at) => ({ wec: `wec-${at}`, ...state }))
        const judged = { ...object, status: aggregate(object, members, stands).status }
        for (const oracle of oracles) {
          const whole = badness(oracle, judged)
          const verdicts = states.map((state) => memberVerdict(oracle, object, state, observes(kind)))
          if (whole !== undefined) expect(mistakeOf(verdicts, whole)).toBeUndefined()
        }
      }),
    )
  })
})
