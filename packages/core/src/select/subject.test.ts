import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyJson } from '../../../../test/generators/any-json.ts'
import { labels, ownLabels } from '../../../../test/generators/policies.ts'
import { isObject, objectOf } from '../kube/index.ts'
import { subjectOf, visibleLabels } from './subject.ts'

const id = { group: '', resource: 'pods', namespace: 'a', name: 'web' }

describe('an object as clauses look at it', () => {
  it('SEL-9 loses the labels that this project writes, and no other', () => {
    fc.assert(
      fc.property(labels(), ownLabels(), (its, own) => {
        expect(visibleLabels({ ...own, ...its })).toEqual(its)
        expect(visibleLabels(its)).toBe(its)
      }),
    )
  })

  it('LBL-3 keeps nasty keys beside them', () => {
    const nasty = objectOf([
      ['__proto__', 'x'],
      ['toString', 'y'],
      ['kubestellar.io/executing-count', '1'],
    ])
    expect(JSON.stringify(visibleLabels(nasty))).toBe('{"__proto__":"x","toString":"y"}')
  })

  it('P-3 takes any JSON as metadata', () => {
    fc.assert(
      fc.property(anyJson(), (json) => {
        const metadata = isObject(json) ? json : { labels: json }
        const made = subjectOf(id, { apiVersion: 'v1', kind: 'Pod', metadata }, { kind: 'absent' })
        expect(isObject(made.labels)).toBe(true)
      }),
    )
  })

  it('is cluster-scoped when its id is, whatever is said of a Namespace', () => {
    const object = { apiVersion: 'v1', kind: 'Node', metadata: {} }
    const atCluster = subjectOf({ ...id, namespace: '' }, object, { kind: 'labels', labels: { app: 'web' } })
    expect(atCluster.namespace).toEqual({ kind: 'clusterScoped' })
    expect(subjectOf(id, object, { kind: 'unseen' }).namespace).toEqual({ kind: 'unseen' })
  })
})
