import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { aggregate, builtInTables } from '../../packages/core/src/aggregate/index.ts'
import { badness, memberVerdict, oracles } from './judge.ts'
import { mistakeOf } from './law.ts'
import { caseArbitrary, kinds } from './members.arbitrary.ts'

const observes = (kind: string) =>
  builtInTables.find((table) => table.kind === kind)?.observesGeneration ?? false

describe('the law, beyond the scopes', () => {
  it.each(kinds)('AGG-1 an aggregate is as bad as the worst WEC, whoever judges, for %s', (kind) => {
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
