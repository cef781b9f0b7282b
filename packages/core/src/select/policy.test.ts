import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyJson, mangled } from '../../../../test/generators/any-json.ts'
import {
  faultyPolicy,
  faultySelector,
  policy,
  policyOf,
  policySpec,
  subject,
  vacuousClause,
} from '../../../../test/generators/policies.ts'
import { isObject, type Json, type JsonObject, listAt, problemCodes } from '../kube/index.ts'
import { judgePolicy } from './judge-policy.ts'
import { matchPolicy } from './match.ts'
import { compilePolicy } from './policy.ts'

const faultsOf = (spec: Json) =>
  compilePolicy(policyOf(spec)).faults.map(({ code, path }) => `${code} ${path}`)
const downsync = (...clauses: readonly Json[]): JsonObject => ({ downsync: clauses })

describe('compiling a policy', () => {
  it('finds no fault in a valid one', () => {
    fc.assert(
      fc.property(policy(), (made) => {
        const { faults, valid, wecSelectors, clauses } = compilePolicy(made)
        expect(faults).toEqual([])
        expect(valid).toBe(true)
        expect(wecSelectors.length).toBe(listAt(made, 'spec', 'clusterSelectors').length)
        expect(clauses.length).toBe(listAt(made, 'spec', 'downsync').length)
      }),
    )
  })

  it('BND-5 finds the one fault, and says at which field', () => {
    fc.assert(
      fc.property(faultyPolicy(), ({ policy: made, path }) => {
        const { faults, valid } = compilePolicy(made)
        expect(valid).toBe(false)
        expect(faults.length).toBeGreaterThan(0)
        for (const fault of faults) expect(fault.path.startsWith(path)).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it.each([
    [
      'what the compiler says of a requirement takes in its parts',
      [{}, { matchExpressions: [{ operator: 'In' }] }],
      ['SelectorInvalid spec.clusterSelectors[1].matchExpressions[0]'],
    ],
    [
      'so it does where a list is meant',
      [{ matchExpressions: [{ key: 'a', operator: 'In', values: [7] }] }],
      ['SelectorInvalid spec.clusterSelectors[0].matchExpressions[0].values[0]'],
    ],
    [
      'but nothing of other fields, though their path begins the same',
      Array.from(
        { length: 11 },
        (_, index): Json => (index === 1 ? 7 : index === 10 ? { matchLabels: { a: 'x y' } } : {}),
      ),
      [
        'SelectorInvalid spec.clusterSelectors[10].matchLabels[a]',
        'SelectorInvalid spec.clusterSelectors[1]',
      ],
    ],
  ])('BND-5 of one defect one fault is enough: %s', (_, clusterSelectors, faults) => {
    expect(faultsOf({ clusterSelectors, ...downsync({ resources: ['*'] }) }).sort()).toEqual(faults)
  })

  it('BND-5 finds all faults, not the first', () => {
    fc.assert(
      fc.property(
        faultySelector(),
        faultySelector(),
        vacuousClause(),
        policySpec(),
        (a, b, vacuous, good) => {
          const spec = {
            clusterSelectors: [a, {}],
            downsync: [
              vacuous,
              { resources: ['pods'], objectSelectors: [{}, b] },
              ...listAt(good, 'downsync'),
            ],
          }
          const codes = compilePolicy(policyOf(spec)).faults.map(({ code, path }) => [
            code,
            path.slice(0, 22),
          ])
          expect(codes).toEqual([
            ['SelectorInvalid', 'spec.clusterSelectors['],
            ['ClauseVacuous', 'spec.downsync[0]'],
            ['SelectorInvalid', 'spec.downsync[1].objec'],
          ])
        },
      ),
    )
  })

  it('P-3 takes any JSON for a policy, and says what is wrong by codes of ours', () => {
    fc.assert(
      fc.property(mangled(policySpec()), anyJson(), subject(), (spec, labels, object) => {
        const compiled = compilePolicy({
          ...policyOf(spec),
          metadata: isObject(labels) ? labels : { labels },
        })
        expect(compiled.valid).toBe(compiled.faults.length === 0)
        for (const fault of compiled.faults) expect(Object.hasOwn(problemCodes, fault.code)).toBe(true)
        const match = matchPolicy(compiled, object)
        if (!compiled.valid) expect(match).toEqual({ sure: undefined, unsure: false })
        expect(judgePolicy(compiled, object, undefined).clauses.length).toBe(compiled.clauses.length)
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, JsonObject]>([
    ['no field is given', {}],
    ['only a modulation is given', { createOnly: true }],
    ['lists are empty', { resources: [], objectSelectors: [] }],
    ['a selector has lost its labels', { objectSelectors: [{}] }],
    [
      '"*" stands elsewhere',
      { namespaces: ['*'], objectNames: ['a', '*'], namespaceSelectors: [{ matchLabels: {} }] },
    ],
    ['apiGroup is null', { apiGroup: null, resources: [] }],
  ])('SEL-8 a clause is invalid when %s', (_, clause) => {
    expect(faultsOf(downsync({ resources: ['pods'] }, clause))).toEqual(['ClauseVacuous spec.downsync[1]'])
  })

  it.each<[string, JsonObject]>([
    ['resources says "everything"', { resources: ['*'] }],
    ['resources says it among others', { resources: ['pods', '*'], objectSelectors: [{}] }],
    ['apiGroup narrows', { apiGroup: '' }],
    ['a selector narrows', { objectSelectors: [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }] }],
    ['a namespace narrows', { namespaces: [''] }],
  ])('SEL-8 a clause is valid when %s', (_, clause) => {
    expect(faultsOf(downsync(clause))).toEqual([])
  })

  it.each<[string, Json]>([
    ['a list is no list', { resources: 'pods' }],
    ['a name is no string', { objectNames: ['web', 7] }],
    ['apiGroup is no string', { apiGroup: ['apps'] }],
    ['a flag is no boolean', { resources: ['pods'], createOnly: 'true' }],
    ['selectors are no list', { objectSelectors: { matchLabels: { app: 'web' } } }],
    ['a clause is null', null],
  ])('P-3 the form of a field is a fault, and only that: %s', (_, clause) => {
    const { faults } = compilePolicy(policyOf(downsync(clause)))
    expect(faults.map((fault) => fault.code)).toEqual(['FieldInvalid'])
    expect(faults.every((fault) => fault.path.startsWith('spec.downsync[0]'))).toBe(true)
  })

  it('LBL-2 a selector that is null is no selector: it is not the {} that selects everything', () => {
    const { valid, faults } = compilePolicy(policyOf({ clusterSelectors: [null] }))
    expect(valid).toBe(false)
    expect(faults.map((fault) => fault.path)).toEqual(['spec.clusterSelectors[0]'])
  })

  it('null in place of a list is an absent list', () => {
    expect(faultsOf({ clusterSelectors: null, downsync: null })).toEqual([])
  })
})
