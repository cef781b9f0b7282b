import { conditionOf, conditionsOf, isDeleting, type KubeObject, stringAt, valueAt } from '@downsync/core'
import type { SaidCondition } from '../wec/conditions/set-condition.ts'
import { conditionTypes, said } from './conditions.ts'
import { LEASE_SECONDS } from './names.ts'

/** An object that is followed: as it is, absent for certain, or not seen (SNP-1). */
export type Seen = KubeObject | 'absent' | 'unknown'

/** What a lease says of its WEC. */
export type Availability = Readonly<{
  /** What is to be said now; absent where what is said already stands. */
  condition?: SaidCondition
  /** When the answer changes if nothing else does; milliseconds since 1970, later than now. */
  deadline?: number
}>

// OCM's: so many renewals may fail.
const RENEWALS = 5

/** How often the lease of a WEC is to be renewed, in seconds. */
export function leaseSecondsOf(cluster: KubeObject): number {
  const seconds = Number(valueAt(cluster, 'spec', 'leaseDurationSeconds') ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : LEASE_SECONDS
}

/**
 * Whether a WEC is silent, by its lease. That it is well is its agent's to say; here is only said that it is silent, and
 * that it is so no longer.
 * @param now milliseconds since 1970
 */
export function decideAvailability(cluster: KubeObject, lease: Seen, now: number): Availability {
  // P-4: nothing follows from what is not seen.
  if (lease === 'unknown') return {}
  const standing = conditionOf(conditionsOf(cluster), conditionTypes.available)
  const silence = standing?.status === 'Unknown' ? {} : { condition: said.silent }
  // The hub makes a lease that is missing, but none for a WEC that leaves.
  if (lease === 'absent') return isDeleting(cluster) ? silence : {}
  const renewed = Date.parse(stringAt(lease, 'spec', 'renewTime') ?? '')
  if (Number.isNaN(renewed)) return {}
  const deadline = renewed + RENEWALS * leaseSecondsOf(cluster) * 1000
  if (now >= deadline) return silence
  const isBack = standing?.status === 'Unknown' && standing.reason === said.silent.reason && isRenewed(lease)
  return isBack ? { condition: said.available, deadline } : { deadline }
}

// As the hub makes it, a lease has been acquired when it was renewed last: nobody has renewed it yet.
function isRenewed(lease: KubeObject): boolean {
  return stringAt(lease, 'spec', 'acquireTime') !== stringAt(lease, 'spec', 'renewTime')
}
