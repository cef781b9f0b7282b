import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mangled } from '../../../../test/generators/any-json.ts'
import {
  inventory,
  inventoryObject,
  labels,
  ownLabels,
  policy,
  policyOf,
  selector,
} from '../../../../test/generators/policies.ts'
import {
  compileSelector,
  isDeleting,
  isObject,
  type Json,
  labelsOf,
  listAt,
  nameOf,
  testSelector,
  valueAt,
} from '../kube/index.ts'
import { compilePolicy } from './policy.ts'
import { judgeWec, selectWecs, testWec } from './wecs.ts'

const selecting = (clusterSelectors: readonly Json[]) => compilePolicy(policyOf({ clusterSelectors }))
const selectors = () => fc.array(selector(), { maxLength: 3 })

describe('the destinations of a policy', () => {
  it('CLU-1, CLU-4 are the WECs that stay and that one selector selects', () => {
    fc.assert(
      fc.property(selectors(), inventory(), (some, wecs) => {
        const passes = (one: Json, object: (typeof wecs)[number]) => {
          const made = compileSelector(one, '')
          return made.ok && testSelector(made.value, labelsOf(object))
        }
        const expected = wecs
          .filter((wec) => !isDeleting(wec) && some.some((one) => passes(one, wec)))
          .map(nameOf)
        expect(new Set(selectWecs(selecting(some), wecs))).toEqual(new Set(expected))
      }),
    )
  })

  it('CLU-1 a further selector never deselects', () => {
    fc.assert(
      fc.property(selectors(), selector(), inventory(), (some, one, wecs) => {
        const after = selectWecs(selecting([...some, one]), wecs)
        expect(after).toEqual(expect.arrayContaining([...selectWecs(selecting(some), wecs)]))
      }),
    )
  })

  it('CLU-3, P-2 are sorted by their bytes, whatever the order of the inventory', () => {
    fc.assert(
      fc.property(policy(), inventory(), (made, wecs) => {
        const compiled = compilePolicy(made)
        const names = selectWecs(compiled, wecs)
        expect(names).toEqual([...names].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))))
        expect(selectWecs(compiled, [...wecs].reverse())).toEqual(names)
      }),
    )
  })

  it('EXP-1 a WEC is selected when one list of facts holds as a whole', () => {
    fc.assert(
      fc.property(policy(), inventory(), (made, wecs) => {
        const compiled = compilePolicy(made)
        for (const wec of wecs) {
          const facts = judgeWec(compiled, wec)
          expect(facts.length).toBe(listAt(made, 'spec', 'clusterSelectors').length)
          expect(facts.some((list) => list.every((fact) => fact.holds))).toBe(testWec(compiled, wec))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('SEL-9 labels that this project writes change nothing', () => {
    fc.assert(
      fc.property(policy(), labels(), ownLabels(), (made, its, own) => {
        const compiled = compilePolicy(made)
        const marked = testWec(compiled, inventoryObject('wec', { ...its, ...own }))
        expect(marked).toBe(testWec(compiled, inventoryObject('wec', its)))
      }),
    )
  })

  it('SEL-9 a selector that asks for such a label finds none', () => {
    const label = 'kubestellar.io/executing-count'
    const asks = selecting([{ matchExpressions: [{ key: label, operator: 'Exists' }] }])
    const marked = inventoryObject('wec', { [label]: '1' })
    expect(selectWecs(asks, [marked])).toEqual([])
    expect(judgeWec(asks, marked)).toEqual([[expect.objectContaining({ saw: null, holds: false })]])
  })

  it('P-3 any JSON may stand in place of labels and of the policy', () => {
    fc.assert(
      fc.property(mangled(policy()), mangled(labels()), (json, itsLabels) => {
        const spec = isObject(json) ? (json['spec'] ?? null) : json
        const compiled = compilePolicy(policyOf(spec))
        const wec = inventoryObject('wec', itsLabels)
        const judged = judgeWec(compiled, wec).some((list) => list.every((fact) => fact.holds))
        expect(selectWecs(compiled, [wec])).toEqual(judged && compiled.valid ? ['wec'] : [])
      }),
      { numRuns: 1000 },
    )
  })

  it('CLU-1 an empty or absent list selects none, {} selects all', () => {
    const wecs = [inventoryObject('b', {}), inventoryObject('a', null)]
    expect(selectWecs(selecting([]), wecs)).toEqual([])
    expect(selectWecs(compilePolicy(policyOf({})), wecs)).toEqual([])
    expect(selectWecs(selecting([{}]), wecs)).toEqual(['a', 'b'])
  })

  it('EXP-1 the facts say which label was wanted and which was seen', () => {
    const compiled = selecting([{ matchLabels: { region: 'eu' } }, {}])
    const field = (index: number) => `clusterSelectors[${String(index)}]`
    const wanted = { key: 'region', operator: 'In', values: ['eu'] }
    expect(judgeWec(compiled, inventoryObject('wec', { region: 'us' }))).toEqual([
      [{ field: field(0), wanted, saw: 'us', holds: false, rule: 'LBL-1' }],
      [
        {
          field: field(1),
          wanted: { matchExpressions: [] },
          saw: { region: 'us' },
          holds: true,
          rule: 'LBL-1',
        },
      ],
    ])
  })

  it('CLU-4 the facts say that an inventory object is being deleted', () => {
    const leaving = inventoryObject('wec', {}, true)
    const [facts = []] = judgeWec(selecting([{}]), leaving)
    expect(facts.filter((fact) => !fact.holds)).toEqual([
      {
        field: 'metadata.deletionTimestamp',
        wanted: null,
        saw: valueAt(leaving, 'metadata', 'deletionTimestamp'),
        holds: false,
        rule: 'CLU-4',
      },
    ])
  })

  it('CLU-2 without an inventory object no selector passes', () => {
    const among = { key: 'region', operator: 'NotIn', values: ['us', 'eu'] }
    const facts = judgeWec(selecting([{}, { matchExpressions: [among] }]), undefined)
    const fact = (index: number, requirements: Json) => ({
      field: `clusterSelectors[${String(index)}]`,
      wanted: { matchExpressions: requirements },
      saw: 'no inventory object',
      holds: false,
      rule: 'CLU-2',
    })
    expect(facts).toEqual([[fact(0, [])], [fact(1, [{ ...among, values: ['eu', 'us'] }])]])
  })
})
