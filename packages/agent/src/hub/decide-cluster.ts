import {
  annotationsOf,
  conditionOf,
  conditionsOf,
  dnsLabelErrors,
  finalizersOf,
  isDeleting,
  type KubeObject,
  memberOf,
  nameOf,
  valueAt,
} from '@downsync/core'
import type { SaidCondition } from '../wec/conditions/set-condition.ts'
import { conditionTypes, notAccepted, said } from './conditions.ts'
import { decideAvailability, type Seen } from './decide-availability.ts'
import { ocm } from './names.ts'

/** How a ManagedCluster stands with the hub. */
export type Phase =
  /** It has never been accepted: nothing is done. */
  | 'asking'
  /** It is to have its mailbox and rights in it. */
  | 'accepted'
  /** It was accepted once: its rights are taken away, its mailbox stays. */
  | 'denied'
  /** It is being deleted: its mailbox is emptied, then its rights are taken away. */
  | 'leaving'
  /** It is being deleted, and the hub has done its part. */
  | 'left'

/** What is wanted of a ManagedCluster, as far as the hub decides. */
export type ClusterDecision = Readonly<{
  phase: Phase
  /** It is to be accepted without being asked for. */
  accepts: boolean
  /** The conditions that the hub owns and that are to be said now; that of acceptance holds if all else can be made. */
  conditions: readonly SaidCondition[]
  /** Why the mailbox cannot be made. */
  obstacle?: string
  /** When the answer changes if nothing else does; milliseconds since 1970, later than now. */
  deadline?: number
}>

/** What the hub sees of one WEC. */
export type ClusterView = Readonly<{
  cluster: KubeObject
  namespace: Seen
  lease: Seen
  /** Since when leases are seen without a gap; milliseconds since 1970. */
  watchedSince: number
}>

/**
 * What the hub wants of a ManagedCluster; what the writes say that follow from it is in `conditions`.
 * @param now milliseconds since 1970
 * @param acceptAll accepts every ManagedCluster once; one that is denied afterwards stays denied
 */
export function decideCluster(
  { cluster, namespace, lease, watchedSince }: ClusterView,
  acceptAll: boolean,
  now: number,
): ClusterDecision {
  const { phase, accepts } = phaseOf(cluster, acceptAll)
  if (phase === 'asking' || phase === 'left') return { phase, accepts, conditions: [] }
  const availability = decideAvailability(cluster, lease, now, watchedSince)
  const obstacle = phase === 'accepted' ? obstacleOf(cluster, namespace) : undefined
  const acceptance = acceptanceOf(phase, obstacle)
  return {
    phase,
    accepts,
    conditions: [acceptance, availability.condition].filter((condition) => condition !== undefined),
    ...(obstacle === undefined ? {} : { obstacle }),
    ...(availability.deadline === undefined ? {} : { deadline: availability.deadline }),
  }
}

function phaseOf(cluster: KubeObject, acceptAll: boolean): Readonly<{ phase: Phase; accepts: boolean }> {
  if (isDeleting(cluster))
    return { phase: finalizersOf(cluster).includes(ocm.finalizer) ? 'leaving' : 'left', accepts: false }
  const isNew = memberOf(annotationsOf(cluster), ocm.acceptedOn) === undefined
  if (acceptAll && isNew) return { phase: 'accepted', accepts: true }
  if (valueAt(cluster, 'spec', 'hubAcceptsClient') === true) return { phase: 'accepted', accepts: false }
  const wasAccepted = conditionOf(conditionsOf(cluster), conditionTypes.accepted) !== undefined
  return { phase: wasAccepted ? 'denied' : 'asking', accepts: false }
}

function acceptanceOf(phase: Phase, obstacle: string | undefined): SaidCondition | undefined {
  if (phase === 'denied') return said.denied
  if (phase !== 'accepted') return undefined
  return obstacle === undefined ? said.accepted : notAccepted(obstacle)
}

function obstacleOf(cluster: KubeObject, namespace: Seen): string | undefined {
  const name = nameOf(cluster)
  const [error] = dnsLabelErrors(name)
  if (error !== undefined) return `${name} cannot be the name of a mailbox namespace: ${error}`
  if (typeof namespace === 'object' && isDeleting(namespace))
    return `the mailbox namespace ${name} is being deleted; it is made again when it is gone`
  return undefined
}
