import { generationOf, isDeleting, type KubeObject } from '@downsync/core'
import { byAge } from '../shared/object.ts'
import { intAt } from '../shared/read.ts'
import type { DeploymentSpec } from './deployment-spec.ts'
import { revisionOf, type Sets, sizeOf, statusCount } from './replica-sets.ts'

/** The oldest ReplicaSets beyond `revisionHistoryLimit`; those that still have Pods, or may, are kept all the same. */
export function excessSets({ historyLimit }: DeploymentSpec, { old }: Sets): readonly KubeObject[] {
  if (historyLimit === undefined) return []
  const alive = old
    .filter((set) => !isDeleting(set))
    .sort((a, b) => revisionOf(a) - revisionOf(b) || byAge(a, b))
  return alive.slice(0, Math.max(0, alive.length - historyLimit)).filter(isUnused)
}

function isUnused(set: KubeObject): boolean {
  return (
    sizeOf(set) === 0 &&
    statusCount('replicas')(set) === 0 &&
    generationOf(set) <= (intAt(set, 'status', 'observedGeneration') ?? 0)
  )
}
