import { type KubeObject, mergePatch } from '@downsync/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterArbitrary, clusterWith, leaseArbitrary, NOON } from './cluster.arbitrary.ts'
import { changedConditions, said } from './conditions.ts'
import type { Seen } from './decide-availability.ts'
import { decideCluster, type Phase } from './decide-cluster.ts'
import { ocm } from './names.ts'

const viewArbitrary = fc.record({
  cluster: clusterArbitrary,
  namespace: fc.constantFrom<Seen>('absent', 'unknown', namespace(), namespace('2026-06-01T00:00:00Z')),
  lease: leaseArbitrary,
  watchedSince: fc.constant(0),
})
const accepted = { spec: { hubAcceptsClient: true } }

describe('AGT-1 what the hub wants of a ManagedCluster', () => {
  it('reaches every phase', () => {
    const seen = new Set<Phase>()
    fc.assert(
      fc.property(viewArbitrary, fc.boolean(), (view, acceptAll) => {
        seen.add(decideCluster(view, acceptAll, NOON).phase)
      }),
      { numRuns: 1000 },
    )
    expect([...seen].sort()).toEqual(['accepted', 'asking', 'denied', 'leaving', 'left'])
  })

  it('P-6 is settled once its conditions are said', () => {
    fc.assert(
      fc.property(viewArbitrary, fc.boolean(), (view, acceptAll) => {
        const { conditions } = decideCluster(view, acceptAll, NOON)
        const cluster = saying(view.cluster, changedConditions(view.cluster, conditions, NOON))
        const again = decideCluster({ ...view, cluster }, acceptAll, NOON)
        expect(changedConditions(cluster, again.conditions, NOON)).toBeUndefined()
      }),
    )
  })

  it('accepts nobody by itself who has been accepted so before, is leaving, or need not be', () => {
    fc.assert(
      fc.property(viewArbitrary, (view) => {
        expect(decideCluster(view, false, NOON).accepts).toBe(false)
        const metadata = { annotations: { [ocm.acceptedOn]: 'long ago' } }
        const before = mergePatch(view.cluster, { metadata }) as KubeObject
        expect(decideCluster({ ...view, cluster: before }, true, NOON).accepts).toBe(false)
        const leaving = mergePatch(view.cluster, { metadata: { deletionTimestamp: 'now' } }) as KubeObject
        expect(decideCluster({ ...view, cluster: leaving }, true, NOON).accepts).toBe(false)
      }),
    )
  })

  it('leaves one alone that nobody has accepted yet', () => {
    const decision = decide(clusterWith())
    expect(decision).toEqual({ phase: 'asking', accepts: false, conditions: [] })
    expect(decideCluster(seen(clusterWith()), true, NOON)).toMatchObject({ phase: 'accepted', accepts: true })
  })

  it('accepts, and denies who was accepted', () => {
    expect(decide(clusterWith(accepted))).toMatchObject({ phase: 'accepted', conditions: [said.accepted] })
    const taken = clusterWith({ spec: { hubAcceptsClient: false }, status: { conditions: [said.accepted] } })
    expect(decide(taken)).toMatchObject({ phase: 'denied', conditions: [said.denied] })
  })

  it('lets one go that does not wait for it', () => {
    const deletionTimestamp = '2026-06-01T00:00:00Z'
    const ours = clusterWith(accepted, { deletionTimestamp, finalizers: ['other', ocm.finalizer] })
    expect(decide(ours).phase).toBe('leaving')
    const others = clusterWith(accepted, { deletionTimestamp, finalizers: ['other'] })
    expect(decide(others)).toEqual({ phase: 'left', accepts: false, conditions: [] })
  })

  it('says why there can be no mailbox', () => {
    const dotted = decide(clusterWith(accepted, { name: 'a.b' }))
    expect(dotted.obstacle).toBe('a.b cannot be the name of a mailbox namespace: must not contain dots')
    expect(dotted.conditions).toMatchObject([{ status: 'False', reason: 'Error', message: dotted.obstacle }])
    const going = decideCluster(
      { ...seen(clusterWith(accepted)), namespace: namespace('2026-06-01T00:00:00Z') },
      false,
      NOON,
    )
    expect(going.obstacle).toContain('the mailbox namespace edge is being deleted')
  })
})

function decide(cluster: KubeObject) {
  return decideCluster(seen(cluster), false, NOON)
}

function seen(cluster: KubeObject) {
  return { cluster, namespace: 'absent', lease: 'absent', watchedSince: 0 } as const
}

function namespace(deletionTimestamp?: string): KubeObject {
  const metadata = { name: 'edge', ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) }
  return { apiVersion: 'v1', kind: 'Namespace', metadata }
}

function saying(cluster: KubeObject, conditions: ReturnType<typeof changedConditions>): KubeObject {
  // A patched object is one still.
  return conditions === undefined ? cluster : (mergePatch(cluster, { status: { conditions } }) as KubeObject)
}
