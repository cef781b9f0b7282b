import { describe, expect, it } from 'vitest'
import { builtInTables } from '../../packages/core/src/aggregate/index.ts'
import { oracles } from '../law/judge.ts'
import { tryScope } from '../law/law.ts'
import { ours } from '../law/rules.ts'
import { scopes } from '../law/scopes/index.ts'
import { smallScopes } from '../law/scopes/others.ts'

// The law over so few combinations that a mutant meets it within a moment, and over more of them later.
const cases = [
  ...smallScopes.flatMap((scope) => [101, 13].map((stride) => ({ scope, stride }))),
  ...scopes.flatMap((scope) => [99_991, 19_997, 4_999].map((stride) => ({ scope, stride }))),
].map(({ scope, stride }) => ({ kind: scope.kind, scope, stride }))

describe('the law, in part', () => {
  it.each(cases)('AGG-1 for one in $stride combinations of $kind', ({ kind, scope, stride }) => {
    const observes = builtInTables.find((table) => table.kind === kind)?.observesGeneration ?? false
    const [tallies] = tryScope(scope, ours, observes, stride)
    for (const oracle of oracles) expect(tallies?.[oracle].examples).toEqual([])
  })
})
