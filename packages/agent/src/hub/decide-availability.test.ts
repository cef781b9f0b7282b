import { conditionOf, conditionsOf, type KubeObject, mergePatch, stringAt } from '@downsync/core'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { clusterArbitrary, clusterWith, leaseArbitrary, leaseWith, NOON } from './cluster.arbitrary.ts'
import { changedConditions, microsecondsText, said } from './conditions.ts'
import { decideAvailability, leaseSecondsOf } from './decide-availability.ts'

const deciding = fc.tuple(
  clusterArbitrary,
  leaseArbitrary,
  fc.integer({ min: -400_000, max: 400_000 }).map((offset) => NOON + offset),
)

describe('AGT-1 silence of an agent', () => {
  it('P-4 follows from no lease that is not seen or cannot be read', () => {
    fc.assert(
      fc.property(clusterArbitrary, fc.constantFrom('not a time', null, 7), (cluster, time) => {
        expect(decideAvailability(cluster, 'unknown', NOON)).toEqual({})
        expect(decideAvailability(cluster, leaseWith(time), NOON)).toEqual({})
      }),
    )
  })

  it('begins five periods after the last renewal, and not a millisecond earlier', () => {
    fc.assert(
      fc.property(clusterArbitrary, leaseArbitrary, (cluster, lease) => {
        const before = decideAvailability(cluster, lease, NOON)
        if (typeof lease === 'string' || before.deadline === undefined) return
        const renewed = Date.parse(stringAt(lease, 'spec', 'renewTime') ?? '')
        expect(before.deadline).toBe(renewed + 5000 * leaseSecondsOf(cluster))
        expect(decideAvailability(cluster, lease, before.deadline - 1).condition).not.toEqual(said.silent)
        const after = decideAvailability(cluster, lease, before.deadline)
        const isUnknown = conditionOf(conditionsOf(cluster), said.silent.type)?.status === 'Unknown'
        expect(after).toEqual(isUnknown ? {} : { condition: said.silent })
      }),
    )
  })

  it('sets no deadline that has passed', () => {
    fc.assert(
      fc.property(deciding, ([cluster, lease, now]) => {
        const { deadline } = decideAvailability(cluster, lease, now)
        expect(deadline === undefined || deadline > now).toBe(true)
      }),
    )
  })

  it('P-6 is said once: after it is said nothing more is', () => {
    fc.assert(
      fc.property(deciding, ([cluster, lease, now]) => {
        const { condition } = decideAvailability(cluster, lease, now)
        if (condition === undefined) return
        const after = withConditions(cluster, changedConditions(cluster, [condition], now))
        expect(decideAvailability(after, lease, now).condition).toBeUndefined()
      }),
    )
  })

  it('ends when the lease is renewed, not when the hub has made it anew', () => {
    const silent = clusterWith({ status: { conditions: [said.silent] } })
    const now = microsecondsText(NOON - 1000)
    expect(decideAvailability(silent, leaseWith(now, null), NOON).condition).toEqual(said.available)
    expect(decideAvailability(silent, leaseWith(now, now), NOON).condition).toBeUndefined()
  })

  it('ends by the hub only where the hub had said it', () => {
    const other = clusterWith({ status: { conditions: [{ ...said.silent, reason: 'SomebodyElse' }] } })
    const down = clusterWith({ status: { conditions: [{ ...said.available, status: 'False' }] } })
    const lease = leaseWith(microsecondsText(NOON - 1000))
    for (const cluster of [other, down, clusterWith()])
      expect(decideAvailability(cluster, lease, NOON).condition).toBeUndefined()
  })

  it('begins at once where the lease of a WEC that leaves is gone', () => {
    const leaving = clusterWith({}, { deletionTimestamp: '2026-06-01T00:00:00Z' })
    expect(decideAvailability(leaving, 'absent', NOON)).toEqual({ condition: said.silent })
    expect(decideAvailability(clusterWith(), 'absent', NOON)).toEqual({})
  })

  it('takes a minute for a period that is none', () => {
    for (const seconds of [undefined, 0, -3, '60', Number.NaN, {}])
      expect(leaseSecondsOf(clusterWith({ spec: { leaseDurationSeconds: seconds ?? null } }))).toBe(60)
    expect(leaseSecondsOf(clusterWith({ spec: { leaseDurationSeconds: 7 } }))).toBe(7)
  })
})

function withConditions(cluster: KubeObject, conditions: ReturnType<typeof changedConditions>): KubeObject {
  // A patched object is one still.
  return mergePatch(cluster, { status: { conditions: conditions ?? null } }) as KubeObject
}
