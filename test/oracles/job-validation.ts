import { equalJson, type Json, type JsonObject, listAt, memberOf } from '@downsync/core'
import { indexesFaults, indexesOf } from './job-indexes.ts'
import { conditionsIn, intAt, isTrue, specOf, statusOf, textAt, typeOf } from './read.ts'
import type { Fault } from './verdicts.ts'

/** What upstream has against a status of a Job: counters, transitions of its conditions, and what they need. */
export function jobFaults(old: JsonObject, next: JsonObject): readonly Fault[] {
  const faults: Fault[] = []
  const refuse = (isRefused: boolean, path: string, message: string) => {
    if (isRefused) faults.push({ path, message })
  }
  const [before, after] = [statusOf(old), statusOf(next)]
  for (const field of ['active', 'succeeded', 'failed', 'ready', 'terminating'])
    refuse(intAt(after, 0, field) < 0, field, 'must be greater than or equal to 0')
  uncounted(after, refuse)
  const spec = specOf(next)
  const [was, is] = [phasesOf(old), phasesOf(next)]
  const changed = (field: string) => !equalJson(fieldOf(before, field), fieldOf(after, field))
  const turned = (phase: keyof Phases) => was[phase] !== is[phase]
  const [started, completed] = [textAt(after, 'startTime'), textAt(after, 'completionTime')]

  refuse(
    (turned('complete') || turned('failed')) && is.complete && is.failed,
    'conditions',
    'Complete and Failed',
  )
  refuse(
    (turned('complete') || turned('target')) && is.complete && is.target,
    'conditions',
    'Complete and FailureTarget',
  )
  refuse(
    (turned('failed') || turned('target')) && is.failed && !is.target,
    'conditions',
    'Failed without FailureTarget',
  )
  refuse(
    (turned('complete') || turned('met')) && is.complete && !is.met,
    'conditions',
    'Complete without success',
  )
  refuse(
    is.complete && !is.met && memberOf(spec, 'successPolicy') !== undefined,
    'conditions',
    'Complete with a success policy without success',
  )
  refuse(is.met && is.failed, 'conditions', 'SuccessCriteriaMet and Failed')
  refuse(is.met && is.target, 'conditions', 'SuccessCriteriaMet and FailureTarget')

  const completion = turned('complete') || changed('completionTime')
  refuse(completion && completed !== '' && !is.complete, 'completionTime', 'set without Complete')
  refuse(completion && completed === '' && is.complete, 'completionTime', 'required for Complete')
  refuse(
    (changed('startTime') || changed('completionTime')) &&
      started !== '' &&
      completed !== '' &&
      Date.parse(completed) < Date.parse(started),
    'completionTime',
    'before startTime',
  )
  const finishing = was.finished !== is.finished
  const of = (field: string) => intAt(after, 0, field)
  refuse((finishing || changed('active')) && is.finished && of('active') > 0, 'active', 'of a finished Job')
  refuse(
    (finishing || changed('terminating')) && is.finished && of('terminating') > 0,
    'terminating',
    'of a finished Job',
  )
  refuse(
    (changed('ready') || changed('active')) && intAt(after, NONE, 'ready') > of('active'),
    'ready',
    'more than active',
  )
  refuse(
    (finishing || changed('startTime')) && is.finished && started === '',
    'startTime',
    'required for a finished Job',
  )
  refuse(
    (finishing || changed('uncountedTerminatedPods')) && is.finished && uncountedOf(after).length > 0,
    'uncountedTerminatedPods',
    'of a finished Job',
  )
  indexes(spec, after, changed, refuse)

  refuse(was.failed && !is.failed, 'conditions', 'Failed disabled')
  refuse(was.complete && !is.complete, 'conditions', 'Complete disabled')
  refuse(was.target && !is.target, 'conditions', 'FailureTarget disabled')
  refuse(was.met && !is.met, 'conditions', 'SuccessCriteriaMet disabled')
  refuse(of('failed') < intAt(before, 0, 'failed'), 'failed', 'decreased')
  refuse(mayNotDrop(spec) && of('succeeded') < intAt(before, 0, 'succeeded'), 'succeeded', 'decreased')
  const completedBefore = textAt(before, 'completionTime')
  refuse(
    completed !== '' && completedBefore !== '' && !sameTime(completed, completedBefore),
    'completionTime',
    'mutated',
  )
  const startedBefore = textAt(before, 'startTime')
  // Suspended, it may lose or change it; resumed, only change it.
  const isSuspended = memberOf(spec, 'suspend') === true
  const isKept = started !== '' && (was.suspended || sameTime(started, startedBefore))
  refuse(startedBefore !== '' && !isSuspended && !isKept, 'startTime', 'changed or removed')
  return faults
}

const NONE = Number.NEGATIVE_INFINITY

type Refuse = (isRefused: boolean, path: string, message: string) => void
type Phases = Readonly<{
  complete: boolean
  failed: boolean
  target: boolean
  met: boolean
  finished: boolean
  suspended: boolean
}>

function phasesOf(object: JsonObject): Phases {
  const has = (type: string) => conditionsIn(object).some((one: Json) => typeOf(one) === type && isTrue(one))
  const [complete, failed] = [has('Complete'), has('Failed')]
  return {
    complete,
    failed,
    target: has('FailureTarget'),
    met: has('SuccessCriteriaMet'),
    finished: complete || failed,
    suspended: has('Suspended'),
  }
}

// Absent and null are one; `active` is no pointer, so that its zero is absent too.
function fieldOf(status: JsonObject, field: string): Json {
  const value = memberOf(status, field) ?? null
  return field === 'active' ? (value ?? 0) : value
}

function sameTime(a: string, b: string): boolean {
  return Date.parse(a) === Date.parse(b)
}

// An indexed Job whose completions equal its parallelism can be scaled down.
function mayNotDrop(spec: JsonObject): boolean {
  const isIndexed = memberOf(spec, 'completionMode') === 'Indexed'
  return !isIndexed || memberOf(spec, 'completions') !== memberOf(spec, 'parallelism')
}

function uncountedOf(status: JsonObject): readonly Json[] {
  const pods = memberOf(status, 'uncountedTerminatedPods')
  return [...listAt(pods, 'succeeded'), ...listAt(pods, 'failed')]
}

function uncounted(status: JsonObject, refuse: Refuse): void {
  const seen = new Set<Json>()
  for (const uid of uncountedOf(status)) {
    refuse(uid === '', 'uncountedTerminatedPods', 'must not be empty')
    refuse(seen.has(uid), 'uncountedTerminatedPods', 'duplicate')
    seen.add(uid)
  }
}

function indexes(
  spec: JsonObject,
  status: JsonObject,
  changed: (field: string) => boolean,
  refuse: Refuse,
): void {
  const [completed, failed] = [textAt(status, 'completedIndexes'), memberOf(status, 'failedIndexes') ?? null]
  const completions = memberOf(spec, 'completions')
  if (changed('completedIndexes')) {
    refuse(
      typeof completions === 'number' && indexesFaults(completed, completions),
      'completedIndexes',
      'cannot be read',
    )
    refuse(
      completed !== '' && memberOf(spec, 'completionMode') !== 'Indexed',
      'completedIndexes',
      'of a Job that is not indexed',
    )
  }
  if (changed('failedIndexes')) {
    const limit = memberOf(spec, 'backoffLimitPerIndex') ?? null
    refuse(failed !== null && limit === null, 'failedIndexes', 'without backoffLimitPerIndex')
    refuse(
      typeof failed === 'string' &&
        typeof completions === 'number' &&
        limit !== null &&
        indexesFaults(failed, completions),
      'failedIndexes',
      'cannot be read',
    )
  }
  if ((changed('failedIndexes') || changed('completedIndexes')) && typeof failed === 'string') {
    const both = new Set(indexesOf(completed))
    refuse(
      indexesOf(failed).some((index) => both.has(index)),
      'failedIndexes',
      'overlap completedIndexes',
    )
  }
}
