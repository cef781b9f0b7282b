import { conditionsOf, type Json, type KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { changedConditions, heldIn, notAccepted, remaining, said } from './conditions.ts'

const count = fc.nat()

describe('AGT-1 what a hub says of a WEC that leaves', () => {
  it('tells its agent what is left for it to finish', () => {
    fc.assert(
      fc.property(count, count, (all, held) => {
        expect(heldIn(saying([said.accepted, remaining(all, held)]))).toBe(held)
      }),
    )
  })

  it('tells of nothing where it says anything else', () => {
    const other = { ...remaining(3, 2), reason: 'ResourceDeleteFailed' }
    const unclear = { ...remaining(3, 2), message: 'the finalizer pending count is -2' }
    for (const one of [other, unclear, said.joined, notAccepted(remaining(3, 2).message)])
      expect(heldIn(saying([one]))).toBe(0)
    expect(heldIn(clusterWith('nothing of the kind'))).toBe(0)
    expect(heldIn(clusterWith([null, 7, { type: 'Deleting', reason: 'ResourceRemaining' }]))).toBe(0)
  })
})

function saying(conditions: Parameters<typeof changedConditions>[1]): KubeObject {
  const cluster = clusterWith(changedConditions(clusterWith([]), conditions, 0) ?? [])
  expect(conditionsOf(cluster).length).toBe(conditions.length)
  return cluster
}

function clusterWith(conditions: Json): KubeObject {
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: { name: 'edge' },
    status: { conditions },
  }
}
