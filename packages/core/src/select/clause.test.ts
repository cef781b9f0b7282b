import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mangled } from '../../../../test/generators/any-json.ts'
import { clause, labels, subject } from '../../../../test/generators/policies.ts'
import { isList, isObject, type Json } from '../kube/index.ts'
import { judgeClause, testClause, verdictOf } from './clause.ts'
import { compileClause } from './compile-clause.ts'
import type { NamespaceView, Subject } from './types.ts'

const compiled = (written: Json) => compileClause(written, 'spec.downsync[0]').clause
const verdict = (written: Json, object: Subject) => testClause(compiled(written), object)

const inNamespace = (namespace: string, view: NamespaceView = { kind: 'labels', labels: {} }): Subject => ({
  id: { group: 'apps', resource: 'deployments', namespace, name: 'web' },
  labels: { app: 'web' },
  namespace: view,
})
const clusterScoped: Subject = {
  id: { group: '', resource: 'namespaces', namespace: '', name: 'shop' },
  labels: { app: 'web' },
  namespace: { kind: 'clusterScoped' },
}

describe('a clause, tested and judged', () => {
  it('EXP-1 the facts amount to the verdict', () => {
    fc.assert(
      fc.property(clause(), subject(), (written, object) => {
        const made = compiled(written)
        expect(verdictOf(judgeClause(made, object))).toBe(testClause(made, object))
      }),
      { numRuns: 2000 },
    )
  })

  it('P-3 so they do whatever JSON stands in place of the clause and of labels', () => {
    fc.assert(
      fc.property(mangled(clause()), subject(), mangled(labels()), (written, object, anyLabels) => {
        const made = compiled(written)
        const seen = isObject(anyLabels) ? anyLabels : {}
        const onAnything: Subject = { ...object, labels: seen, namespace: { kind: 'labels', labels: seen } }
        expect(verdictOf(judgeClause(made, onAnything))).toBe(testClause(made, onAnything))
      }),
      { numRuns: 2000 },
    )
  })

  it.each<[string, NamespaceView, Json, string]>([
    ['its labels', { kind: 'labels', labels: { env: 'dev' } }, { env: 'dev' }, 'SEL-4'],
    ['that there is none', { kind: 'absent' }, 'no such Namespace', 'SEL-4'],
    ['that it is not seen', { kind: 'unseen' }, 'Namespaces are not seen', 'SNP-2'],
    ['that it is in none', { kind: 'clusterScoped' }, 'no namespace, cluster-scoped', 'SEL-4'],
  ])('EXP-1, SEL-4 a fact on the Namespace says %s, and one on the name which', (_, view, saw, rule) => {
    const written = { namespaceSelectors: [{ matchLabels: { env: 'prod' } }], objectNames: ['db'] }
    expect(judgeClause(compiled(written), inNamespace('a', view))).toEqual([
      { field: 'namespaceSelectors', wanted: written.namespaceSelectors, saw, holds: false, rule },
      { field: 'objectNames', wanted: ['db'], saw: 'web', holds: false, rule: 'SEL-3' },
    ])
  })

  it('EXP-1 there is a fact for each field that the clause gives, with what it wanted and what it saw', () => {
    const written = {
      apiGroup: 'apps',
      resources: ['*'],
      namespaces: ['a'],
      objectSelectors: [{ matchLabels: { app: 'db' } }],
    }
    expect(judgeClause(compiled(written), inNamespace('b'))).toEqual([
      { field: 'apiGroup', wanted: 'apps', saw: 'apps', holds: true, rule: 'SEL-2' },
      { field: 'resources', wanted: ['*'], saw: 'deployments', holds: true, rule: 'SEL-3' },
      { field: 'namespaces', wanted: ['a'], saw: 'b', holds: false, rule: 'SEL-3' },
      {
        field: 'objectSelectors',
        wanted: [{ matchLabels: { app: 'db' } }],
        saw: { app: 'web' },
        holds: false,
        rule: 'SEL-5',
      },
    ])
  })
})

describe('what a clause matches', () => {
  it('SEL-1 every field must hold', () => {
    fc.assert(
      fc.property(clause(), subject(), (written, object) => {
        const each = Object.entries(written).map(([field, value]) => verdict({ [field]: value }, object))
        const all = each.includes('no') ? 'no' : each.includes('unsure') ? 'unsure' : 'yes'
        expect(verdict(written, object)).toBe(all)
      }),
      { numRuns: 1000 },
    )
  })

  it('SEL-1 a further member of a list that is not empty never deselects', () => {
    const rank = { no: 0, unsure: 1, yes: 2 }
    fc.assert(
      fc.property(clause(), clause(), subject(), (written, other, object) => {
        const wider = Object.fromEntries(
          Object.entries(written).map(([field, value]) => {
            const more = other[field]
            return [field, isList(value) && value.length > 0 && isList(more) ? [...value, ...more] : value]
          }),
        )
        expect(rank[verdict(wider, object)]).toBeGreaterThanOrEqual(rank[verdict(written, object)])
      }),
      { numRuns: 1000 },
    )
  })

  it.each([
    ['absent is any group', {}, 'yes'],
    ['null is absent', { apiGroup: null }, 'yes'],
    ['"" is the core group', { apiGroup: '' }, 'no'],
    ['"*" is a group like any other', { apiGroup: '*' }, 'no'],
    ['a name is that group', { apiGroup: 'apps' }, 'yes'],
  ])('SEL-2 apiGroup: %s', (_, fields, expected) => {
    expect(verdict({ resources: ['*'], ...fields }, inNamespace('a'))).toBe(expected)
  })

  it.each([
    ['an empty list matches all', { resources: [], namespaces: [], objectNames: [] }, 'yes', 'yes'],
    ['"*" matches all', { resources: ['*'], namespaces: ['x', '*'], objectNames: ['*'] }, 'yes', 'yes'],
    ['membership is exact', { resources: ['deployment'] }, 'no', 'no'],
    ['a namespace is named', { namespaces: ['a'] }, 'yes', 'no'],
    ['"" is no namespace', { namespaces: [''] }, 'no', 'no'],
    ['a Namespace is not in itself', { namespaces: ['shop'] }, 'no', 'no'],
    ['a name is that name', { objectNames: ['web'] }, 'yes', 'no'],
    ['Object.prototype has no members here', { objectNames: ['toString', '__proto__'] }, 'no', 'no'],
  ])('SEL-3 %s', (_, written, namespaced, atCluster) => {
    expect(verdict(written, inNamespace('a'))).toBe(namespaced)
    expect(verdict(written, clusterScoped)).toBe(atCluster)
  })

  const prod = { matchLabels: { env: 'prod' } }
  const notTest = { matchExpressions: [{ key: 'env', operator: 'NotIn', values: ['test'] }] }
  it.each<[string, Json, Subject, string]>([
    ['an empty list matches without a Namespace', [], inNamespace('a', { kind: 'absent' }), 'yes'],
    ['{} matches without a Namespace', [prod, {}], inNamespace('a', { kind: 'absent' }), 'yes'],
    ['{} matches an unseen Namespace', [prod, {}], inNamespace('a', { kind: 'unseen' }), 'yes'],
    ['{} matches a cluster-scoped object', [prod, {}], clusterScoped, 'yes'],
    ['labels pass one member', [prod, notTest], inNamespace('a', { kind: 'labels', labels: {} }), 'yes'],
    ['labels pass none', [prod], inNamespace('a', { kind: 'labels', labels: { env: 'test' } }), 'no'],
    ['without a Namespace even NotIn does not match', [notTest], inNamespace('a', { kind: 'absent' }), 'no'],
    ['nor does it match a cluster-scoped object', [notTest], clusterScoped, 'no'],
  ])('SEL-4 namespaceSelectors: %s', (_, namespaceSelectors, object, expected) => {
    expect(verdict({ namespaceSelectors }, object)).toBe(expected)
  })

  it('SNP-2 an unseen Namespace leaves it unsure, unless another field says no', () => {
    const object = inNamespace('a', { kind: 'unseen' })
    expect(verdict({ namespaceSelectors: [prod] }, object)).toBe('unsure')
    expect(verdict({ namespaceSelectors: [prod], objectNames: ['db'] }, object)).toBe('no')
  })

  it.each<[string, Json, string]>([
    ['an empty list matches all', [], 'yes'],
    ['one member is enough', [prod, { matchLabels: { app: 'web' } }], 'yes'],
    ['none passes', [prod], 'no'],
    [
      'LBL-3: a label is the object’s own',
      [{ matchExpressions: [{ key: 'toString', operator: 'Exists' }] }],
      'no',
    ],
  ])('SEL-5 objectSelectors: %s', (_, objectSelectors, expected) => {
    expect(verdict({ objectSelectors }, inNamespace('a'))).toBe(expected)
  })
})
