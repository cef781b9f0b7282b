import type { KubeObject } from '@downsync/core'
import { byAge } from '../shared/object.ts'
import type { DeploymentSpec } from './deployment-spec.ts'
import { allOf, type Sets, sizeOf, statusCount, sumOf } from './replica-sets.ts'
import type { Sizing } from './scale.ts'

/** The Pods of a set that work and stay: a status may be older than the last change of its size. */
function available(set: KubeObject): number {
  return Math.min(sizeOf(set), statusCount('availableReplicas')(set))
}

/** The size with which a ReplicaSet of the present template is made, or to which it may grow now. */
export function grownSize(
  spec: DeploymentSpec,
  all: readonly KubeObject[],
  current: KubeObject | undefined,
): number {
  if (spec.strategy === 'Recreate') return spec.replicas
  const size = current === undefined ? 0 : sizeOf(current)
  const room = spec.replicas + spec.maxSurge - sumOf(all, sizeOf)
  return room <= 0 ? size : size + Math.min(room, spec.replicas - size)
}

/** The next step of a rolling update: the present one grows or shrinks; else those before make room. */
export function rolledSizes(spec: DeploymentSpec, sets: Sets & { current: KubeObject }): readonly Sizing[] {
  const { current } = sets
  const size = sizeOf(current)
  const wanted = size > spec.replicas ? spec.replicas : grownSize(spec, allOf(sets), current)
  return wanted === size ? shrunk(spec, sets) : [{ set: current, size: wanted }]
}

// Pods that do not work go first, whatever that leaves; of those that do, only as many as are to spare.
function shrunk(spec: DeploymentSpec, sets: Sets & { current: KubeObject }): readonly Sizing[] {
  const old = [...sets.old].sort(byAge)
  if (sumOf(old, sizeOf) === 0) return []
  const needed = spec.replicas - spec.maxUnavailable
  const starting = sizeOf(sets.current) - available(sets.current)
  const most = sumOf(allOf(sets), sizeOf) - needed - starting
  if (most <= 0) return []
  const sizes = new Map(old.map((set) => [set, sizeOf(set)]))
  const take = (set: KubeObject, count: number) => sizes.set(set, (sizes.get(set) ?? 0) - count)
  let broken = most
  for (const set of old) {
    const count = Math.min(broken, Math.max(0, sizeOf(set) - available(set)))
    take(set, count)
    broken -= count
  }
  let spare = sumOf(allOf(sets), available) - needed
  for (const set of old) {
    const count = Math.max(0, Math.min(spare, sizes.get(set) ?? 0))
    take(set, count)
    spare -= count
  }
  return old.flatMap((set) => {
    const size = sizes.get(set) ?? 0
    return size === sizeOf(set) ? [] : [{ set, size }]
  })
}
