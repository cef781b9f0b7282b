import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inventoryObject, labels, policy, policyOf, subject } from '../../../../test/generators/policies.ts'
import { verdictOf } from './clause.ts'
import { judgePolicy } from './judge-policy.ts'
import { matchPolicy } from './match.ts'
import { compilePolicy } from './policy.ts'
import { testWec } from './wecs.ts'

describe('what a policy says of an object and a WEC', () => {
  it('EXP-1 the facts of its clauses and selectors amount to what it selects', () => {
    fc.assert(
      fc.property(policy(), subject(), labels(), (made, object, itsLabels) => {
        const compiled = compilePolicy(made)
        const wec = inventoryObject('wec', itsLabels)
        const verdict = judgePolicy(compiled, object, wec)
        const clauses = verdict.clauses.map(verdictOf)
        const match = matchPolicy(compiled, object)
        expect(clauses.includes('yes')).toBe(match.sure !== undefined)
        expect(clauses.includes('unsure')).toBe(match.unsure)
        expect(verdict.wec.some((facts) => facts.every((fact) => fact.holds))).toBe(testWec(compiled, wec))
      }),
      { numRuns: 500 },
    )
  })

  it('EXP-1 an invalid policy is judged as far as it can be read', () => {
    const spec = {
      clusterSelectors: [{ matchLabels: { 'a/b/c': 'x' } }],
      downsync: [{ resources: ['pods'] }, {}],
    }
    const pod = { group: '', resource: 'pods', namespace: 'a', name: 'web' }
    const object = { id: pod, labels: {}, namespace: { kind: 'absent' } } as const
    const field = 'clusterSelectors[0]'
    expect(judgePolicy(compilePolicy(policyOf(spec, 'p')), object, inventoryObject('wec', {}))).toEqual({
      policy: 'p',
      valid: false,
      wec: [[{ field, wanted: null, saw: {}, holds: false, rule: 'LBL-2' }]],
      clauses: [[{ field: 'resources', wanted: ['pods'], saw: 'pods', holds: true, rule: 'SEL-3' }], []],
    })
  })
})
