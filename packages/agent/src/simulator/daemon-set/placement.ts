import { isDeleting, type KubeObject, labelsOf, memberOf, nameOf } from '@downsync/core'
import { earlier } from '../shared/decision.ts'
import { createdAt } from '../shared/object.ts'
import { isAvailable, isReady, phaseOf } from '../shared/pods.ts'
import { REVISION_LABEL } from '../shared/revisions.ts'
import type { DaemonSetSpec } from './daemon-set-spec.ts'
import type { Fit } from './node-fit.ts'

/** A node, how the DaemonSet fits it, and the Pods that are for it. */
export type Place = Readonly<{ node: KubeObject; fit: Fit; pods: readonly KubeObject[] }>

/** Nodes that need a Pod, Pods that are not needed, and when to look again at Pods that failed. */
export type Changes = Readonly<{
  starts: readonly KubeObject[]
  ends: readonly KubeObject[]
  wakeAt?: number | undefined
}>

/** A Pod that failed is replaced, but not over and over at once. */
const FAILED_POD_REST = 1_000

/** What has to change on one node, whatever update is going on: one Pod, or two while one takes over. */
export function changesAt(spec: DaemonSetSpec, place: Place, hash: string, now: number): Changes {
  const { node, fit, pods } = place
  if (fit.shouldRun && pods.length === 0) return { starts: [node], ends: [] }
  if (!fit.mayStay) return { starts: [], ends: pods.filter((pod) => !isDeleting(pod)) }
  const there = pods.filter((pod) => !isDeleting(pod))
  const failed = there.filter((pod) => phaseOf(pod) === 'Failed')
  const rested = failed.filter((pod) => createdAt(pod) + FAILED_POD_REST <= now)
  const wakeAt = failed
    .filter((pod) => !rested.includes(pod))
    .map((pod) => createdAt(pod) + FAILED_POD_REST)
    .reduce<number | undefined>(earlier, undefined)
  const over = [...rested, ...there.filter((pod) => phaseOf(pod) === 'Succeeded')]
  const alive = there.filter((pod) => phaseOf(pod) !== 'Failed' && phaseOf(pod) !== 'Succeeded')
  if (!spec.mayDouble) return { starts: [], ends: [...over, ...alive.slice(1)], wakeAt }
  if (alive.length <= 1)
    return { starts: alive.length === 0 && fit.shouldRun ? [node] : [], ends: over, wakeAt }
  return { starts: [], ends: [...over, ...superfluous(spec, alive, hash, now)], wakeAt }
}

export function isUpdated(pod: KubeObject, hash: string): boolean {
  return memberOf(labelsOf(pod), REVISION_LABEL) === hash
}

// The oldest of each revision; the old one only while it works and the new one does not.
function superfluous(
  spec: DaemonSetSpec,
  alive: readonly KubeObject[],
  hash: string,
  now: number,
): readonly KubeObject[] {
  const updated = alive.find((pod) => isUpdated(pod, hash))
  const outdated = alive.find((pod) => !isUpdated(pod, hash))
  const others = alive.filter((pod) => pod !== updated && pod !== outdated)
  if (updated === undefined || outdated === undefined) return others
  const isDone = !isReady(outdated) || isAvailable(updated, spec.minReadySeconds, now)
  return isDone ? [...others, outdated] : others
}

/** What a rolling update changes next, within its bounds. */
export function rolledChanges(
  spec: DaemonSetSpec,
  places: readonly Place[],
  hash: string,
  now: number,
): Changes {
  const desired = places.filter(({ fit }) => fit.shouldRun).length
  const { maxSurge, maxUnavailable } = spec.boundsFor(desired)
  const spots = places
    .filter(({ fit, pods }) => fit.shouldRun || pods.length > 0)
    .map((place) => ({ place, ...pairAt(place, hash) }))
    .sort((a, b) => (nameOf(a.place.node) < nameOf(b.place.node) ? -1 : 1))
  const isUp = (pod: KubeObject | undefined): pod is KubeObject =>
    pod !== undefined && isAvailable(pod, spec.minReadySeconds, now)
  return maxSurge === 0 ? replaced(spots, maxUnavailable, isUp) : surged(spots, maxSurge, desired, isUp)
}

type Spot = Readonly<{
  place: Place
  updated: KubeObject | undefined
  outdated: KubeObject | undefined
  /** More than one of a kind: not for an update to sort out. */
  isCrowded: boolean
}>

function pairAt({ pods }: Place, hash: string): Omit<Spot, 'place'> {
  const there = pods.filter((pod) => !isDeleting(pod))
  const updated = there.filter((pod) => isUpdated(pod, hash))
  const outdated = there.filter((pod) => !isUpdated(pod, hash))
  return {
    updated: updated[0],
    outdated: outdated[0],
    isCrowded: updated.length > 1 || outdated.length > 1,
  }
}

// Old Pods that do not work may go at any time; of the others as many as may be missed.
function replaced(
  spots: readonly Spot[],
  maxUnavailable: number,
  isUp: (pod: KubeObject | undefined) => boolean,
): Changes {
  const candidates = spots.filter((spot) => isAlone(spot) && isUp(spot.outdated))
  const broken = spots.filter((spot) => isAlone(spot) && !isUp(spot.outdated))
  const others = spots.filter((spot) => !isAlone(spot) && (!isSteady(spot) || !isUp(spot.updated)))
  const spare = Math.max(0, maxUnavailable - broken.length - others.length)
  const ends = [...broken, ...candidates.slice(0, spare)].map(({ outdated }) => outdated)
  return { starts: [], ends: ends.filter((pod) => pod !== undefined) }
}

/** Only a Pod of an old revision is there. */
function isAlone({ updated, outdated, isCrowded }: Spot): boolean {
  return !isCrowded && updated === undefined && outdated !== undefined
}

/** Only a Pod of the present revision is there. */
function isSteady({ updated, outdated, isCrowded }: Spot): boolean {
  return !isCrowded && updated !== undefined && outdated === undefined
}

// New Pods beside old ones: where the old one does not work at once, elsewhere as many as may be too many.
function surged(
  spots: readonly Spot[],
  maxSurge: number,
  desired: number,
  isUp: (pod: KubeObject | undefined) => boolean,
): Changes {
  const alone = spots.filter(isAlone)
  const both = spots.filter(
    ({ updated, outdated, isCrowded }) => !isCrowded && updated !== undefined && outdated !== undefined,
  )
  const broken = alone.filter((spot) => !isUp(spot.outdated))
  const candidates = alone.filter((spot) => isUp(spot.outdated) && spot.place.fit.shouldRun)
  const sunset = alone.filter((spot) => isUp(spot.outdated) && !spot.place.fit.shouldRun)
  const starting = both.filter((spot) => !isUp(spot.updated)).length
  const surge = starting + spots.filter(({ isCrowded }) => isCrowded).length
  const available = spots.filter(
    ({ updated, outdated, isCrowded }) => !isCrowded && isUp(outdated ?? updated),
  ).length
  const ends = [
    ...broken.filter((spot) => !spot.place.fit.shouldRun),
    ...both.filter((spot) => isUp(spot.updated)),
    ...sunset.slice(0, Math.max(0, available - desired)),
  ].map(({ outdated }) => outdated)
  const starts = [
    ...broken.filter((spot) => spot.place.fit.shouldRun),
    ...candidates.slice(0, Math.max(0, maxSurge - surge)),
  ].map(({ place }) => place.node)
  return { starts, ends: ends.filter((pod) => pod !== undefined) }
}
