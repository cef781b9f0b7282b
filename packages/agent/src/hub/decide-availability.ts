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
// Who could not reach the space while it was away comes back within one period and a bit.
const PERIODS_TO_COME_BACK = 2

/** How often the lease of a WEC is to be renewed, in seconds. */
export function leaseSecondsOf(cluster: KubeObject): number {
  const seconds = Number(valueAt(cluster, 'spec', 'leaseDurationSeconds') ?? 0)
  return Number.isFinite(seconds) && seconds > 0 ? seconds : LEASE_SECONDS
}

/**
 * Whether a WEC is silent, by its lease. That it is well is its agent's to say; here is only said that it is silent, and
 * that it is so no longer.
 * @param now milliseconds since 1970
 * @param watchedSince since when leases are seen without a gap; milliseconds since 1970
 */
export function decideAvailability(
  cluster: KubeObject,
  lease: Seen,
  now: number,
  watchedSince: number,
): Availability {
  // P-4: nothing follows from what is not seen.
  if (lease === 'unknown') return {}
  const standing = conditionOf(conditionsOf(cluster), conditionTypes.available)
  const silence = standing?.status === 'Unknown' ? {} : { condition: said.silent }
  // The hub makes a lease that is missing; for a WEC that leaves only while its agent has something to finish.
  if (lease === 'absent') return isDeleting(cluster) ? silence : {}
  const renewed = Date.parse(stringAt(lease, 'spec', 'renewTime') ?? '')
  if (Number.isNaN(renewed)) return {}
  const period = leaseSecondsOf(cluster) * 1000
  // P-4: while nobody could see them, leases may have run out because nobody could renew them either.
  const deadline = Math.max(renewed + RENEWALS * period, watchedSince + PERIODS_TO_COME_BACK * period)
  if (now >= deadline) return silence
  const isBack = standing?.status === 'Unknown' && standing.reason === said.silent.reason && isRenewed(lease)
  return isBack ? { condition: said.available, deadline } : { deadline }
}

// As the hub makes it, a lease has been acquired when it was renewed last: nobody has renewed it yet.
function isRenewed(lease: KubeObject): boolean {
  return stringAt(lease, 'spec', 'acquireTime') !== stringAt(lease, 'spec', 'renewTime')
}
