import type { KubeObject } from '@downsync/core'
import { nameOf } from '@downsync/core'
import { byAge } from '../shared/object.ts'
import { countAt } from '../shared/read.ts'
import type { DeploymentSpec } from './deployment-spec.ts'
import {
  allOf,
  annotatedCount,
  DESIRED_REPLICAS,
  isInUse,
  MAX_REPLICAS,
  type Sets,
  sizeOf,
  statusCount,
  sumOf,
} from './replica-sets.ts'

/** A ReplicaSet and the size that it is to have; `always`: its annotations are to be right even where its size is. */
export type Sizing = Readonly<{ set: KubeObject; size: number; always?: boolean }>

/** Whether `spec.replicas` has changed since the ReplicaSets were sized. */
export function isScaling(spec: DeploymentSpec, sets: Sets): boolean {
  return allOf(sets)
    .filter(isInUse)
    .some((set) => (annotatedCount(set, DESIRED_REPLICAS) ?? spec.replicas) !== spec.replicas)
}

/** The sizes when a Deployment is scaled: the only one in use takes all; of several each takes its share. */
export function scaledSizes(spec: DeploymentSpec, sets: Sets): readonly Sizing[] {
  const inUse = allOf(sets).filter(isInUse)
  const only = inUse.length === 1 ? inUse[0] : undefined
  const newest = [...sets.old].sort(byAge).at(-1)
  const target = inUse.length > 1 ? undefined : (only ?? sets.current ?? newest)
  if (target !== undefined) return [{ set: target, size: spec.replicas }]
  if (inUse.length === 0) return []
  if (isSaturated(spec, sets.current)) return sets.old.filter(isInUse).map((set) => ({ set, size: 0 }))
  return spec.strategy === 'RollingUpdate' ? shares(spec, inUse) : []
}

function isSaturated({ replicas }: DeploymentSpec, set: KubeObject | undefined): boolean {
  return (
    set !== undefined &&
    sizeOf(set) === replicas &&
    annotatedCount(set, DESIRED_REPLICAS) === replicas &&
    statusCount('availableReplicas')(set) === replicas
  )
}

// From the largest to the smallest; what rounding leaves over is the largest's.
function shares(spec: DeploymentSpec, inUse: readonly KubeObject[]): readonly Sizing[] {
  const allowed = spec.replicas > 0 ? spec.replicas + spec.maxSurge : 0
  const toAdd = allowed - sumOf(inUse, sizeOf)
  const sorted = toAdd === 0 ? inUse : [...inUse].sort(bySize(toAdd > 0 ? 'newer first' : 'older first'))
  let added = 0
  const sizes = sorted.map((set) => {
    const left = toAdd - added
    const share = left === 0 ? 0 : shareOf(spec, set)
    const part = toAdd > 0 ? Math.min(share, left) : Math.max(share, left)
    added += toAdd === 0 ? 0 : part
    return { set, size: sizeOf(set) + (toAdd === 0 ? 0 : part), always: true }
  })
  const leftOver = toAdd - added
  return sizes.map((sizing, at) =>
    at === 0 && toAdd !== 0 ? { ...sizing, size: Math.max(0, sizing.size + leftOver) } : sizing,
  )
}

function shareOf(spec: DeploymentSpec, set: KubeObject): number {
  const size = sizeOf(set)
  if (spec.replicas === 0) return -size
  const annotated = annotatedCount(set, MAX_REPLICAS) ?? 0
  const before = annotated === 0 ? countAt(spec.object, 'status', 'replicas') : annotated
  return before === 0 ? 0 : Math.round((size * (spec.replicas + spec.maxSurge)) / before) - size
}

function bySize(order: 'newer first' | 'older first') {
  const sign = order === 'older first' ? 1 : -1
  return (a: KubeObject, b: KubeObject): number =>
    sizeOf(b) - sizeOf(a) || sign * byAge(a, b) || (nameOf(a) < nameOf(b) ? -1 : 1)
}
