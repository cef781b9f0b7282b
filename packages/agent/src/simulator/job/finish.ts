import { conditionOf, conditionsOf, type KubeObject, memberOf } from '@downsync/core'
import { statusOf } from '../shared/object.ts'
import { phaseOf, restartsOf } from '../shared/pods.ts'
import { timeOf } from '../shared/read.ts'
import type { JobSpec } from './job-spec.ts'
import type { Tally } from './tally.ts'

/** How a Job ends: said first as what is coming, and once all Pods are counted as what is. */
export type Ending = Readonly<{ outcome: 'Complete' | 'Failed'; reason: string; message: string }>

export const announcements = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const

const complete: Ending = {
  outcome: 'Complete',
  reason: 'CompletionsReached',
  message: 'Reached expected number of succeeded pods',
}
const tooManyFailures: Ending = {
  outcome: 'Failed',
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached the specified backoff limit',
}
const tooLong: Ending = {
  outcome: 'Failed',
  reason: 'DeadlineExceeded',
  message: 'Job was active longer than specified deadline',
}

/** The ending that was announced before, if any. */
export function announcedEnding({ object }: JobSpec): Ending | undefined {
  for (const outcome of ['Complete', 'Failed'] as const) {
    const announced = conditionOf(conditionsOf(object), announcements[outcome])
    if (announced?.status === 'True') return { outcome, reason: announced.reason, message: announced.message }
  }
  return undefined
}

/** The failure that a Job has come to. */
export function failureOf(spec: JobSpec, tally: Tally, now: number): Ending | undefined {
  if (tally.failed > spec.backoffLimit || hasRestartedTooOften(spec, tally.pods)) return tooManyFailures
  const deadline = deadlineOf(spec)
  return deadline !== undefined && deadline <= now ? tooLong : undefined
}

// Where containers are restarted in their Pods, it is the restarts that count.
function hasRestartedTooOften(
  { restartPolicy, backoffLimit }: JobSpec,
  pods: readonly KubeObject[],
): boolean {
  if (restartPolicy !== 'OnFailure') return false
  const restarts = pods
    .filter((pod) => phaseOf(pod) === 'Running' || phaseOf(pod) === 'Pending')
    .reduce((sum, pod) => sum + restartsOf(pod), 0)
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit
}

/** When an active Job has run for too long. */
export function deadlineOf({ object, isSuspended, activeDeadline }: JobSpec): number | undefined {
  const startedAt = timeOf(memberOf(statusOf(object), 'startTime'))
  if (isSuspended || activeDeadline === undefined || startedAt === undefined) return undefined
  return startedAt + activeDeadline * 1000
}

/** The success that a Job has come to, with so many Pods still active. */
export function successOf(
  { completions }: JobSpec,
  { succeeded }: Tally,
  active: number,
): Ending | undefined {
  if (active > 0) return undefined
  return succeeded >= (completions ?? 1) ? complete : undefined
}

/** Whether a Job is over: nothing about it changes any more. */
export function hasFinished(object: KubeObject): boolean {
  return ['Complete', 'Failed'].some((type) => conditionOf(conditionsOf(object), type)?.status === 'True')
}
