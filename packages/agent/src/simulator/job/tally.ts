import { finalizersOf, isDeleting, type KubeObject, listAt, stringAt, uidOf } from '@downsync/core'
import { statusOf } from '../shared/object.ts'
import { hasEnded, isActive, phaseOf } from '../shared/pods.ts'
import { countAt } from '../shared/read.ts'
import { indexOf, parseIndexes } from './indexes.ts'
import type { JobSpec } from './job-spec.ts'

/** On each Pod until it is counted, so that none is forgotten. */
export const TRACKING = 'batch.kubernetes.io/job-tracking'

/** The Pods of a Job, sorted by what is to be counted. */
export type Tally = Readonly<{
  pods: readonly KubeObject[]
  active: readonly KubeObject[]
  terminating: number
  /** In the status as it stands, not yet in its counts. */
  uncounted: Readonly<{ succeeded: readonly string[]; failed: readonly string[] }>
  /** Not in the status yet. */
  newSucceeded: readonly KubeObject[]
  newFailed: readonly KubeObject[]
  /** All that are known of. */
  succeeded: number
  failed: number
  /** Of an indexed Job: in the status, and with those that are new. */
  indexesBefore: ReadonlySet<number>
  indexes: ReadonlySet<number>
}>

export function isTracked(pod: KubeObject): boolean {
  return finalizersOf(pod).includes(TRACKING)
}

/** Whether a Pod counts as failed: one that is deleted before it succeeds, too. */
export function hasFailed({ replacesFailedOnly }: JobSpec, pod: KubeObject): boolean {
  if (phaseOf(pod) === 'Failed') return true
  return !replacesFailedOnly && isDeleting(pod) && phaseOf(pod) !== 'Succeeded'
}

export function tallyOf(spec: JobSpec, pods: readonly KubeObject[]): Tally {
  const status = statusOf(spec.object)
  const uncounted = {
    succeeded: uids(spec, 'succeeded'),
    failed: uids(spec, 'failed'),
  }
  const isPlaced = (pod: KubeObject) => !spec.isIndexed || indexOf(pod, spec.completions) !== undefined
  const open = pods.filter((pod) => isTracked(pod) && isPlaced(pod))
  const newSucceeded = open.filter(
    (pod) => phaseOf(pod) === 'Succeeded' && !uncounted.succeeded.includes(uidOf(pod)),
  )
  const newFailed = open.filter((pod) => hasFailed(spec, pod) && !uncounted.failed.includes(uidOf(pod)))
  const indexesBefore = parseIndexes(stringAt(status, 'completedIndexes') ?? '', spec.completions ?? 0)
  const indexes = new Set([
    ...indexesBefore,
    ...newSucceeded.map((pod) => indexOf(pod, spec.completions)).filter((index) => index !== undefined),
  ])
  return {
    pods,
    active: pods.filter(isActive),
    terminating: pods.filter((pod) => isDeleting(pod) && !hasEnded(pod)).length,
    uncounted,
    newSucceeded,
    newFailed,
    succeeded: spec.isIndexed
      ? indexes.size
      : countAt(status, 'succeeded') + newSucceeded.length + uncounted.succeeded.length,
    failed: countAt(status, 'failed') + newFailed.length + uncounted.failed.length,
    indexesBefore,
    indexes,
  }
}

function uids({ object }: JobSpec, field: 'succeeded' | 'failed'): readonly string[] {
  return listAt(statusOf(object), 'uncountedTerminatedPods', field).filter((uid) => typeof uid === 'string')
}
