import type { Json, JsonObject, KubeObject } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { decideWithdrawal } from './decide-withdrawal.ts'

const applied = (uid: string): JsonObject => ({
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'AppliedManifestWork',
  name: `hub-${uid}`,
  uid,
})
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd', uid: 'd1' }

const entry = { group: '', resource: 'configmaps', namespace: 'default', name: 'x', version: 'v1', uid: 'x1' }

function object(owners: readonly Json[], metadata: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'x', uid: 'x1', resourceVersion: '7', ownerReferences: owners, ...metadata },
  }
}

const decide = (existing: KubeObject | undefined, of = entry) => decideWithdrawal(of, existing, 'ours')

describe('AGT-2 what becomes of an object without a manifest', () => {
  it('AGT-2 what is gone, or not owned, is forgotten and stays as it is', () => {
    expect(decide(undefined)).toEqual({ kind: 'forget' })
    expect(decide(object([]))).toEqual({ kind: 'forget' })
    expect(decide(object([applied('other'), deployment]))).toEqual({ kind: 'forget' })
  })

  it('AGT-2 what another AppliedManifestWork owns too loses our reference alone', () => {
    expect(decide(object([applied('ours'), applied('other'), deployment]))).toEqual({
      kind: 'disown',
      patch: {
        metadata: { uid: 'x1', resourceVersion: '7', ownerReferences: [applied('other'), deployment] },
      },
    })
  })

  it('AGT-2 owners of other kinds do not protect it', () => {
    expect(decide(object([applied('ours'), deployment]))).toEqual({
      kind: 'delete',
      uid: 'x1',
      resourceVersion: '7',
    })
  })

  it('AGT-2 another object of the name is forgotten, unless it was made without being recorded', () => {
    expect(decide(object([applied('ours')], { uid: 'x2' }))).toEqual({ kind: 'forget' })
    expect(decide(object([applied('ours')], { uid: 'x2' }), { ...entry, uid: '' })).toEqual({
      kind: 'delete',
      uid: 'x2',
      resourceVersion: '7',
    })
  })

  it('AGT-2 one whose deletion has begun is waited for', () => {
    expect(decide(object([applied('ours')], { deletionTimestamp: '2026-01-01T00:00:00Z' }))).toEqual({
      kind: 'wait',
    })
  })
})
