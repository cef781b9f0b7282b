import {
  finalizersOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  nameOf,
  stringAt,
} from '@downsync/core'
import type { Write } from '../shared/decision.ts'
import { objectAt, withMetadata } from '../shared/object.ts'
import { byDispensability, endedAt, hasEnded, isReady, phaseOf } from '../shared/pods.ts'
import { JOBS, PODS } from '../shared/resources.ts'
import { podOf } from '../shared/template.ts'
import { COMPLETION_INDEX, indexOf } from './indexes.ts'
import type { JobSpec } from './job-spec.ts'
import { hasFailed, isTracked, type Tally, TRACKING } from './tally.ts'

/** The next writes of Pods of a Job that goes on, and how many are active, ready and ending then. */
export type Workforce = Readonly<{
  writes: readonly Write[]
  active: number
  ready: number
  terminating: number
  wakeAt?: number
}>

const BURST = 500
/** After a failure nothing is started for so long, doubled with each failure since the last success. */
const FIRST_DELAY = 10_000
const LAST_DELAY = 600_000
const GENERATED_NAME_LENGTH = 58

export function workforceOf(spec: JobSpec, tally: Tally, now: number): Workforce {
  const { active } = tally
  const wanted = wantedOf(spec, tally)
  const leaving = leavingPods(spec, active, Math.max(0, active.length - wanted)).slice(0, BURST)
  const before = { ready: active.filter(isReady).length, terminating: tally.terminating }
  if (leaving.length > 0 || spec.isSuspended)
    return {
      // What its Job takes away did not fail: it is not to be counted.
      writes: leaving.map((pod) =>
        isTracked(pod)
          ? { verb: 'update', resource: PODS, object: untracked(pod) }
          : { verb: 'delete', resource: PODS, object: pod },
      ),
      active: active.length - leaving.length,
      ready: before.ready - leaving.filter(isReady).length,
      terminating: before.terminating + leaving.length,
    }
  const awaited = spec.replacesFailedOnly ? tally.terminating : 0
  const missing = Math.min(BURST, wanted - awaited - active.length)
  if (missing <= 0) return { writes: [], active: active.length, ...before }
  const until = delayedUntil(spec, tally)
  if (until !== undefined && until > now) return { writes: [], active: 0, ...before, wakeAt: until }
  const writes = startsOf(spec, tally, missing)
  return { writes, active: active.length + writes.length, ...before }
}

/** A Pod that is counted, or need not be. */
export function untracked(pod: KubeObject): KubeObject {
  const others = finalizersOf(pod).filter((finalizer) => finalizer !== TRACKING)
  return withMetadata(pod, { finalizers: others.length === 0 ? undefined : others })
}

function wantedOf({ completions, parallelism, isSuspended }: JobSpec, { active, succeeded }: Tally): number {
  if (isSuspended) return 0
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism
  return Math.max(0, Math.min(parallelism, completions - succeeded))
}

// Those that are let go already, those whose index is another's or none, then those that are least far.
function leavingPods(spec: JobSpec, active: readonly KubeObject[], count: number): readonly KubeObject[] {
  const sorted = [...active].sort(byDispensability)
  const letGo = sorted.filter((pod) => !isTracked(pod))
  const tracked = sorted.filter(isTracked)
  const misplaced = spec.isIndexed ? misplacedPods(spec, tracked) : []
  const first = [...letGo, ...misplaced]
  const rest = tracked.filter((pod) => !misplaced.includes(pod))
  return [...first, ...rest.slice(0, Math.max(0, count - first.length))]
}

function misplacedPods(spec: JobSpec, sorted: readonly KubeObject[]): readonly KubeObject[] {
  const keepers = new Map(sorted.map((pod) => [indexOf(pod, spec.completions), pod]))
  return sorted.filter((pod) => {
    const index = indexOf(pod, spec.completions)
    return index === undefined || keepers.get(index) !== pod
  })
}

function startsOf(spec: JobSpec, tally: Tally, count: number): readonly Write[] {
  const indexes = spec.isIndexed
    ? freeIndexes(spec, tally, count)
    : Array.from({ length: count }, () => undefined)
  return indexes.map((index) => ({ verb: 'create', resource: PODS, object: podWith(spec, index) }))
}

function freeIndexes(spec: JobSpec, tally: Tally, count: number): readonly number[] {
  const kept = spec.replacesFailedOnly ? tally.pods.filter((pod) => !hasEnded(pod)) : tally.active
  const taken = new Set([...tally.indexes, ...kept.map((pod) => indexOf(pod))])
  const free: number[] = []
  for (let index = 0; index < (spec.completions ?? 0) && free.length < count; index++)
    if (!taken.has(index)) free.push(index)
  return free
}

function podWith(spec: JobSpec, index: number | undefined): KubeObject {
  const { object, template } = spec
  const owner = { object, resource: JOBS }
  if (index === undefined) return podOf(owner, template, { finalizers: [TRACKING] })
  const ending = `-${index}-`
  const text = String(index)
  return podOf(owner, template, {
    generateName: `${nameOf(object).slice(0, GENERATED_NAME_LENGTH - ending.length)}${ending}`,
    finalizers: [TRACKING],
    labels: { [COMPLETION_INDEX]: text },
    annotations: { [COMPLETION_INDEX]: text },
    spec: { hostname: `${nameOf(object)}-${index}`, ...withIndexVariable(objectAt(template, 'spec')) },
  })
}

const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX'

function withIndexVariable(podSpec: JsonObject): JsonObject {
  const variable = {
    name: INDEX_VARIABLE,
    valueFrom: { fieldRef: { fieldPath: `metadata.labels['${COMPLETION_INDEX}']` } },
  }
  const extended = (container: Json): Json => {
    const env = listAt(container, 'env')
    const isThere = env.some((one) => stringAt(one, 'name') === INDEX_VARIABLE)
    return isObject(container) && !isThere ? { ...container, env: [...env, variable] } : container
  }
  const lists = ['initContainers', 'containers'].filter((list) => listAt(podSpec, list).length > 0)
  return Object.fromEntries(lists.map((list) => [list, listAt(podSpec, list).map(extended)]))
}

// From what is left of failed Pods: nothing else remembers when they failed.
function delayedUntil(spec: JobSpec, { pods }: Tally): number | undefined {
  const successes = pods.filter((pod) => phaseOf(pod) === 'Succeeded').map(endedAt)
  const lastSuccess = Math.max(0, ...successes)
  const failures = pods
    .filter((pod) => hasFailed(spec, pod))
    .map(endedAt)
    .filter((at) => at > lastSuccess)
  if (failures.length === 0) return undefined
  const delay = Math.min(LAST_DELAY, FIRST_DELAY * 2 ** Math.min(failures.length - 1, 10))
  return Math.max(...failures) + delay
}
