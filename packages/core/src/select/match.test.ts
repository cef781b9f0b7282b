import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  clause,
  labels,
  ownLabels,
  policyOf,
  policySpec,
  subject,
} from '../../../../test/generators/policies.ts'
import { type Json, type JsonObject, listAt, memberOf } from '../kube/index.ts'
import { matchPolicy } from './match.ts'
import { noModulation, unionModulation } from './modulation.ts'
import { compilePolicy } from './policy.ts'
import { subjectOf } from './subject.ts'
import type { Match, Subject } from './types.ts'

const match = (downsync: readonly Json[], object: Subject) =>
  matchPolicy(compilePolicy(policyOf({ downsync })), object)
const clauses = () => fc.array(clause(), { maxLength: 4 })

/** What two sets of clauses say together. */
function either(a: Match, b: Match): Match {
  const sure =
    a.sure !== undefined && b.sure !== undefined ? unionModulation(a.sure, b.sure) : (a.sure ?? b.sure)
  return { sure, unsure: a.unsure || b.unsure }
}

describe('what a policy selects', () => {
  it('SEL-1, SEL-6 clauses of one policy together are the union of the clauses by themselves', () => {
    fc.assert(
      fc.property(clauses(), clauses(), subject(), (some, others, object) => {
        expect(match([...some, ...others], object)).toEqual(
          either(match(some, object), match(others, object)),
        )
      }),
      { numRuns: 1000 },
    )
  })

  it('SEL-1 a further clause never deselects, nor takes away what another asks for', () => {
    fc.assert(
      fc.property(clauses(), clause(), subject(), (some, one, object) => {
        const before = match(some, object)
        const after = match([...some, one], object)
        expect(either(before, after)).toEqual(after)
      }),
      { numRuns: 1000 },
    )
  })

  it('P-2 the order of clauses and of the members of their lists does not matter', () => {
    const reversed = (json: JsonObject): JsonObject =>
      Object.fromEntries(
        Object.entries(json).map(([field, value]) => [
          field,
          Array.isArray(value) ? value.toReversed() : value,
        ]),
      )
    fc.assert(
      fc.property(clauses(), subject(), (some, object) => {
        expect(match(some.map(reversed).toReversed(), object)).toEqual(match(some, object))
      }),
      { numRuns: 1000 },
    )
  })

  it('SEL-4 once the Namespace is seen, what was sure stays, and only what was unsure can come', () => {
    fc.assert(
      fc.property(clauses(), subject(), labels(), (some, object, seen) => {
        fc.pre(object.id.namespace !== '')
        const before = match(some, { ...object, namespace: { kind: 'unseen' } })
        const after = match(some, { ...object, namespace: { kind: 'labels', labels: seen } })
        expect(after.unsure).toBe(false)
        expect(either(before, after)).toEqual({ ...after, unsure: before.unsure })
        if (!before.unsure) expect(after).toEqual(before)
      }),
      { numRuns: 1000 },
    )
  })

  it('SEL-9 labels that this project writes change nothing', () => {
    const object = (itsLabels: JsonObject) => ({
      apiVersion: 'v1',
      kind: 'Any',
      metadata: { labels: itsLabels },
    })
    fc.assert(
      fc.property(policySpec(), subject(), ownLabels(), (spec, { id, labels: its, namespace }, own) => {
        const policy = compilePolicy(policyOf(spec))
        const theirs =
          namespace.kind === 'labels' ? { ...namespace, labels: { ...namespace.labels, ...own } } : namespace
        const bare = subjectOf(id, object(its), namespace)
        const marked = subjectOf(id, object({ ...its, ...own }), theirs)
        expect(matchPolicy(policy, marked)).toEqual(matchPolicy(policy, bare))
      }),
    )
  })

  it('SEL-9 a selector that asks for such a label finds none, on the object or its Namespace', () => {
    const label = 'kubestellar.io/executing-count'
    const asks = [{ matchExpressions: [{ key: label, operator: 'Exists' }] }]
    const id = { group: '', resource: 'pods', namespace: 'a', name: 'web' }
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { labels: { [label]: '1' } } }
    const marked = subjectOf(id, object, { kind: 'labels', labels: { [label]: '1' } })
    expect(match([{ objectSelectors: asks }], marked).sure).toBeUndefined()
    expect(match([{ namespaceSelectors: asks }], marked).sure).toBeUndefined()
    expect(match([{ resources: ['pods'] }], marked).sure).toBeDefined()
  })

  it('SEL-6 booleans by OR, collectors by union, sorted bytewise', () => {
    const object: Subject = {
      id: { group: '', resource: 'pods', namespace: 'a', name: 'web' },
      labels: {},
      namespace: { kind: 'absent' },
    }
    const downsync = [
      { resources: ['pods'], createOnly: true, statusCollectors: ['😀', 'b'] },
      { objectNames: ['web'], wantSingletonReportedState: true, statusCollectors: ['～', 'b', 'a'] },
      { objectNames: ['db'], wantMultiWECReportedState: true, statusCollectors: ['c'] },
    ]
    expect(match(downsync, object).sure).toEqual({
      createOnly: true,
      statusCollectors: ['a', 'b', '～', '😀'],
      wantSingletonReportedState: true,
      wantMultiWECReportedState: false,
    })
    expect(match([{ resources: ['pods'] }], object).sure).toEqual(noModulation)
    const alone = { resources: ['pods'], statusCollectors: ['😀', '～', 'b', 'b'] }
    expect(match([alone], object).sure?.statusCollectors).toEqual(['b', '～', '😀'])
  })

  it('BND-5 an invalid policy selects nothing, whichever clause would match', () => {
    fc.assert(
      fc.property(policySpec(), subject(), (spec, object) => {
        const downsync = [...listAt(spec, 'downsync'), { resources: ['*'] }, {}]
        const policy = policyOf({ ...spec, downsync })
        expect(memberOf(policy, 'spec')).toBeDefined()
        expect(matchPolicy(compilePolicy(policy), object)).toEqual({ sure: undefined, unsure: false })
      }),
      { numRuns: 50 },
    )
  })
})
