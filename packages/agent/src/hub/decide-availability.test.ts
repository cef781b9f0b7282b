import { conditionOf, conditionsOf, type KubeObject, mergePatch, stringAt } from '@downsync/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterArbitrary, clusterWith, leaseArbitrary, leaseWith, NOON } from './cluster.arbitrary.ts'
import { changedConditions, microsecondsText, said } from './conditions.ts'
import { type Availability, decideAvailability, leaseSecondsOf, type Seen } from './decide-availability.ts'

const deciding = fc.tuple(
  clusterArbitrary,
  leaseArbitrary,
  fc.integer({ min: -400_000, max: 400_000 }).map((offset) => NOON + offset),
)

describe('AGT-1 silence of an agent', () => {
  it('P-4 follows from no lease that is not seen or cannot be read', () => {
    fc.assert(
      fc.property(clusterArbitrary, fc.constantFrom('not a time', null, 7), (cluster, time) => {
        expect(decide(cluster, 'unknown', NOON)).toEqual({})
        expect(decide(cluster, leaseWith(time), NOON)).toEqual({})
      }),
    )
  })

  it('begins five periods after the last renewal, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(clusterArbitrary, leaseArbitrary, (cluster, lease) => {
        const before = decide(cluster, lease, NOON)
        if (typeof lease === 'string' || before.deadline === undefined) return
        const renewed = Date.parse(stringAt(lease, 'spec', 'renewTime') ?? '')
        expect(before.deadline).toBe(renewed + 5000 * leaseSecondsOf(cluster))
        expect(decide(cluster, lease, before.deadline - 1).condition).not.toEqual(said.silent)
        const after = decide(cluster, lease, before.deadline)
        const isUnknown = conditionOf(conditionsOf(cluster), said.silent.type)?.status === 'Unknown'
        expect(after).toEqual(isUnknown ? {} : { condition: said.silent })
      }),
    )
  })

  it('P-4 does not begin before agents could come back, after nobody could see them', () => {
    fc.assert(
      fc.property(deciding, fc.integer({ min: 0, max: 400_000 }), ([cluster, lease, now], ago) => {
        const grace = 2000 * leaseSecondsOf(cluster)
        const { condition, deadline } = decideAvailability(cluster, lease, now, now - ago)
        if (lease !== 'absent' && ago < grace) expect(condition).not.toEqual(said.silent)
        if (deadline !== undefined) expect(deadline).toBeGreaterThanOrEqual(now - ago + grace)
      }),
    )
  })

  it('sets no deadline that has passed', () => {
    fc.assert(
      fc.property(deciding, ([cluster, lease, now]) => {
        const { deadline } = decide(cluster, lease, now)
        expect(deadline === undefined || deadline > now).toBe(true)
      }),
    )
  })

  it('P-6 is said once: after it is said nothing more is', () => {
    fc.assert(
      fc.property(deciding, ([cluster, lease, now]) => {
        const { condition } = decide(cluster, lease, now)
        if (condition === undefined) return
        const after = withConditions(cluster, changedConditions(cluster, [condition], now))
        expect(decide(after, lease, now).condition).toBeUndefined()
      }),
    )
  })

  it('ends when the lease is renewed, not when the hub has made it anew', () => {
    const silent = clusterWith({ status: { conditions: [said.silent] } })
    const now = microsecondsText(NOON - 1000)
    expect(decide(silent, leaseWith(now, null), NOON).condition).toEqual(said.available)
    expect(decide(silent, leaseWith(now, now), NOON).condition).toBeUndefined()
  })

  it('ends by the hub only where the hub had said it', () => {
    const other = clusterWith({ status: { conditions: [{ ...said.silent, reason: 'SomebodyElse' }] } })
    const down = clusterWith({ status: { conditions: [{ ...said.available, status: 'False' }] } })
    const lease = leaseWith(microsecondsText(NOON - 1000))
    for (const cluster of [other, down, clusterWith()])
      expect(decide(cluster, lease, NOON).condition).toBeUndefined()
  })

  it('begins at once where the lease of a WEC that leaves is gone', () => {
    const leaving = clusterWith({}, { deletionTimestamp: '2026-06-01T00:00:00Z' })
    expect(decide(leaving, 'absent', NOON)).toEqual({ condition: said.silent })
    expect(decide(clusterWith(), 'absent', NOON)).toEqual({})
  })

  it('takes a minute for a period that is none', () => {
    for (const seconds of [undefined, 0, -3, '60', Number.NaN, {}])
      expect(leaseSecondsOf(clusterWith({ spec: { leaseDurationSeconds: seconds ?? null } }))).toBe(60)
    expect(leaseSecondsOf(clusterWith({ spec: { leaseDurationSeconds: 7 } }))).toBe(7)
  })
})

// Leases have been seen for ever.
function decide(cluster: KubeObject, lease: Seen, now: number): Availability {
  return decideAvailability(cluster, lease, now, Number.NEGATIVE_INFINITY)
}

function withConditions(cluster: KubeObject, conditions: ReturnType<typeof changedConditions>): KubeObject {
  // A patched object is one still.
  return mergePatch(cluster, { status: { conditions: conditions ?? null } }) as KubeObject
}
