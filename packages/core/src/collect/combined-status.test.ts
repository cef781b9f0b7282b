import { describe, expect, it } from 'vitest'
import { type Json, type KubeObject, listAt, memberOf, nameOf, names, stringAt } from '../kube/index.ts'
import { type Combination, combinedStatusFor, subjectOf } from './combined-status.ts'

const combination = (name = 'web'): Combination => ({
  id: { group: 'apps', resource: 'deployments', namespace: 'shop', name },
  object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name, uid: 'u1' } },
  binding: 'p',
  authorUid: 'u2',
})
const ours = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: 'u1' }
const other = (uid: string): Json => ({ apiVersion: 'v1', kind: 'ConfigMap', name: 'theirs', uid })
const fresh = combinedStatusFor(combination(), [], undefined)
const ownersIn = ({ metadata }: KubeObject) => listAt(metadata, 'ownerReferences')
const ownersAfter = (there: readonly Json[]) =>
  ownersIn(
    combinedStatusFor(combination(), [], {
      ...fresh,
      metadata: { ...fresh.metadata, ownerReferences: there },
    }),
  )

describe('a CombinedStatus (COL-10)', () => {
  it('COL-10 goes with its object: it has an owner, and owners of others stay where they are', () => {
    expect(nameOf(fresh)).toBe('u1.u2')
    expect(ownersIn(fresh)).toEqual([ours])
    expect(ownersAfter([])).toEqual([ours])
    expect(ownersAfter([other('a'), other('b')])).toEqual([other('a'), other('b'), ours])
    const stale = { ...ours, apiVersion: 'apps/v1beta1' }
    expect(ownersAfter([stale, other('a')])).toEqual([ours, other('a')])
    expect(ownersAfter([other('a'), stale, other('b'), stale])).toEqual([other('a'), ours, other('b')])
  })

  it('COL-10, NAM-1 says what it is about, whatever the name: what is no label value stands in an annotation', () => {
    expect(memberOf(fresh.metadata, 'annotations')).toBeUndefined()
    const long = combination('x'.repeat(100))
    const made = combinedStatusFor(long, [], undefined)
    expect(Object.keys(memberOf(made.metadata, 'annotations') ?? {})).toEqual([names.labels.combinedName])
    expect(stringAt(memberOf(made.metadata, 'labels'), names.labels.combinedName)).not.toBe(long.id.name)
    expect([subjectOf(fresh), subjectOf(made)]).toEqual([combination().id, long.id])
    const bare = subjectOf({ apiVersion: 'v1', kind: 'CombinedStatus', metadata: { name: 'x' } })
    expect(bare).toEqual({ group: '', resource: '', namespace: '', name: '' })
  })
})
