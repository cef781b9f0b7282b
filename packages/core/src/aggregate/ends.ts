import { type Json, type JsonObject, memberOf, stringAt, valueAt } from '../kube/index.ts'
import {
  type ConditionDecided,
  conditionOfType,
  conditionPath,
  conditionsOfList,
  isTrue,
} from './conditions.ts'
import { type Held, latestOf, toldBy } from './donor.ts'
import { timeBy } from './fields.ts'
import type { Ends } from './kind-table.ts'
import { fieldAt, type Reading } from './reading.ts'
import { comesLater, instantOf } from './time.ts'
import type { Decided, Untruth } from './types.ts'

/** How far all WECs' runs have come, and what upstream lets be said of it (AGG-2, AGG-6 Job). */
export type Ending = Readonly<{
  /** The times that are written. */
  times: readonly (readonly [path: string, decided: Decided])[]
  /** Conditions decided here; of those named in the table no others are written but `open` ones. */
  conditions: readonly ConditionDecided[]
  /** Types that are merged as any other (AGG-7). */
  open: readonly string[]
  isFinished: boolean
  saysFailed: boolean
  /** The first WEC in which it has not ended. */
  openWec: string | undefined
  /** A WEC that has not started although what is written says that all have. */
  unstarted: string | undefined
  problems: readonly Untruth[]
}>

type Stand = Readonly<{ complete: boolean; succeeding: boolean; failed: boolean; failing: boolean }>

/** The end of a run in several WECs; `earlier` is what stands, and what ended stays ended. */
export function endingOf(
  rules: Ends,
  object: JsonObject,
  readings: readonly Reading[],
  earlier: Json | undefined,
): Ending {
  const runs = readings.map((reading) => runOf(rules, reading))
  const standing = conditionsOfList(memberOf(earlier, 'conditions'))
  const stood = (type: string) => isTrue(conditionOfType(standing, type))
  const stand: Stand = {
    complete: stood(rules.complete),
    succeeding: stood(rules.succeeding),
    failed: stood(rules.failed),
    failing: stood(rules.failing),
  }
  const isComplete = runs.length > 0 && runs.every((run) => run.isComplete)
  const hasFailed = runs.some((run) => run.isFailed)
  const isFailed = hasFailed && runs.every((run) => run.isComplete || run.hasFailedNow)
  const times = timesOf(rules, object, readings, earlier)
  const mayEnd = times.start !== undefined
  const saysComplete = stand.complete || (isComplete && mayEnd && !stand.failed && !stand.failing)
  const saysFailed = stand.failed || (isFailed && mayEnd && !saysComplete && !stand.succeeding)
  const isFinished = saysComplete || saysFailed
  const start = isFinished ? times.start : times.startWhileOpen
  // That the whole has not ended is why this start counts.
  const open = isFinished ? undefined : runs.find((run) => !run.isComplete && !run.hasFailedNow)
  const completion = saysComplete ? times.completion : undefined
  const kept = (type: string): ConditionDecided[] =>
    standing
      .filter((one) => stringAt(one, 'type') === type)
      .slice(0, 1)
      .map((value) => ({ type, value, from: [] }))
  const conditions = [
    ...(saysComplete && !stand.complete ? said(rules.complete, rules.complete, runs) : []),
    ...(saysComplete && !stand.succeeding ? said(rules.succeeding, rules.complete, runs) : []),
    ...(saysFailed && !stand.failed ? said(rules.failed, rules.failed, runs) : []),
    ...(saysFailed && !stand.failing ? said(rules.failing, rules.failed, runs) : []),
    ...(stand.complete ? kept(rules.complete) : []),
    ...(stand.succeeding ? kept(rules.succeeding) : []),
    ...(stand.failed ? kept(rules.failed) : []),
    ...(stand.failing ? kept(rules.failing) : []),
    ...(hasFailed && !saysFailed ? undecided(rules, runs) : []),
  ]
  return {
    times: [
      ...(start === undefined ? [] : [[rules.startTime, decidedWith(start, open?.wec)] as const]),
      ...(completion === undefined ? [] : [[rules.completionTime, completion] as const]),
    ],
    conditions,
    open: openTypes(rules, runs, { saysComplete, saysFailed, hasFailed }),
    isFinished,
    saysFailed,
    openWec: open?.wec,
    unstarted:
      saysFailed || (start === undefined && !saysComplete)
        ? undefined
        : runs.find((run) => !run.hasStarted && !run.isComplete)?.wec,
    problems: untruths(rules, runs, stand, {
      isComplete,
      isFailed,
      saysComplete,
      saysFailed,
      hasStarted: times.hasStarted || start === undefined,
    }),
  }
}

function decidedWith({ value, from }: Decided, wec: string | undefined): Decided {
  return { value, from: wec === undefined || from.length === 0 ? from : [...new Set([...from, wec])] }
}

/** One WEC's run. */
type Run = Readonly<{
  wec: string
  conditions: readonly JsonObject[]
  /** Complete, failed, as of what the WDS wants now. */
  isComplete: boolean
  hasFailedNow: boolean
  /** Failed, as of whatever. */
  isFailed: boolean
  /** AGG-1: Argo CD takes these conditions as an end in any status. */
  readsAsEnded: boolean
  readsAsFailed: boolean
  hasStarted: boolean
}>

function runOf(rules: Ends, { wec, status, isCurrent }: Reading): Run {
  const conditions = conditionsOfList(memberOf(status, 'conditions'))
  const has = (type: string) => conditionOfType(conditions, type) !== undefined
  const isFailed = isTrue(conditionOfType(conditions, rules.failed))
  return {
    wec,
    conditions,
    isComplete: isCurrent && !isFailed && isTrue(conditionOfType(conditions, rules.complete)),
    hasFailedNow: isCurrent && isFailed,
    isFailed,
    readsAsEnded: isCurrent && (has(rules.complete) || has(rules.suspended)),
    readsAsFailed: has(rules.failed),
    hasStarted: (stringAt(status, rules.startTime) ?? '') !== '',
  }
}

type Times = Readonly<{
  /** For a run that is finished, and for one that is not. */
  start: Decided | undefined
  startWhileOpen: Decided | undefined
  completion: Decided | undefined
  hasStarted: boolean
}>

function timesOf(
  rules: Ends,
  object: JsonObject,
  readings: readonly Reading[],
  earlier: Json | undefined,
): Times {
  const standing = (field: string): Decided | undefined => {
    const value = stringAt(earlier, field)
    return value === undefined || instantOf(value) === Number.NEGATIVE_INFINITY
      ? undefined
      : { value, from: [] }
  }
  const truth = timeBy('earliest', rules.startTime, readings)
  const stood = standing(rules.startTime)
  const some = timeBy(
    'earliest',
    rules.startTime,
    readings.filter(({ status }) => typeof fieldAt(status, rules.startTime) === 'string'),
  )
  // Upstream: once set it does not change, unless the Job is suspended.
  const isSuspended = valueAt(object, 'spec', 'suspend') === true
  const completion =
    standing(rules.completionTime) ?? timeBy('latest', rules.completionTime, readings) ?? stood ?? some
  const begun = stood ?? truth ?? some
  return {
    start: notAfter(begun, stood === undefined ? completion : undefined),
    startWhileOpen: isSuspended ? truth : (stood ?? truth),
    completion: notBefore(completion, begun, standing(rules.completionTime) !== undefined),
    hasStarted: truth !== undefined || isSuspended,
  }
}

function notAfter(start: Decided | undefined, end: Decided | undefined): Decided | undefined {
  return start !== undefined && end !== undefined && comesLater(textOf(start), textOf(end)) ? end : start
}

function notBefore(
  end: Decided | undefined,
  start: Decided | undefined,
  isFixed: boolean,
): Decided | undefined {
  if (isFixed || end === undefined || start === undefined) return end
  return comesLater(textOf(start), textOf(end)) ? start : end
}

function textOf({ value }: Decided): string {
  return typeof value === 'string' ? value : ''
}

// As the WEC says it in which that came about last; `cause` is the condition that made it so.
function said(type: string, cause: string, runs: readonly Run[]): readonly ConditionDecided[] {
  const donor = latestOf(heldBy(runs, cause))
  if (donor === undefined) return []
  const own = conditionOfType(runs.find(({ wec }) => wec === donor.wec)?.conditions ?? [], type)
  const condition = own !== undefined && isTrue(own) ? own : donor.condition
  return [{ type, value: toldBy(type, 'True', { wec: donor.wec, condition }), from: [donor.wec] }]
}

// AGG-1: what failed in one WEC while others still run is not the end (it could not be taken back), and is told at once: Argo CD
// goes by Failed in any status.
function undecided(rules: Ends, runs: readonly Run[]): readonly ConditionDecided[] {
  const donor = latestOf(heldBy(runs, rules.failed))
  if (donor === undefined) return []
  const open = runs.find((run) => !run.isComplete && !run.hasFailedNow)
  const from = [...new Set([donor.wec, open?.wec ?? donor.wec])]
  return [{ type: rules.failed, value: toldBy(rules.failed, 'Unknown', donor), from }]
}

function heldBy(runs: readonly Run[], type: string): readonly Held[] {
  return runs.flatMap(({ wec, conditions }) => {
    const condition = conditionOfType(conditions, type)
    return condition !== undefined && isTrue(condition) ? [{ wec, condition }] : []
  })
}

type Said = Readonly<{ saysComplete: boolean; saysFailed: boolean }>

// Conditions that read as an end, in any status, only where every run has ended or is suspended.
function openTypes(
  rules: Ends,
  runs: readonly Run[],
  says: Said & Readonly<{ hasFailed: boolean }>,
): readonly string[] {
  if (says.saysFailed || says.hasFailed) return []
  if (runs.some((run) => run.readsAsFailed)) return [rules.failed]
  if (!runs.every((run) => run.readsAsEnded)) return []
  return says.saysComplete ? [rules.suspended] : [rules.suspended, rules.complete]
}

function untruths(
  rules: Ends,
  runs: readonly Run[],
  stand: Stand,
  is: Said & Readonly<{ isComplete: boolean; isFailed: boolean; hasStarted: boolean }>,
): readonly Untruth[] {
  const problems: Untruth[] = []
  const open = runs.find((run) => !run.isComplete)?.wec
  const why = open === undefined ? 'no WEC reports it any more' : `${open} is not complete`
  const tell = (type: string, message: string) => problems.push({ path: conditionPath(type), message })
  if (stand.complete && !is.isComplete) tell(rules.complete, `it stays, although ${why}`)
  if (stand.failed && !is.isFailed)
    tell(rules.failed, 'it stays, although that is not so in the present WECs')
  if (stand.failing && !is.saysFailed) tell(rules.failing, 'it stays, although the whole has not failed')
  if (stand.succeeding && !is.saysComplete) tell(rules.succeeding, `it stays, although ${why}`)
  if (is.isComplete && !is.saysComplete) tell(rules.complete, 'it cannot be said after a failure')
  if (is.isFailed && !is.saysFailed) tell(rules.failed, 'it cannot be said after a success')
  if (!is.hasStarted)
    problems.push({
      path: `/${rules.startTime}`,
      message: `it stays, although ${runs.length === 0 ? why : 'not every WEC has started'}`,
    })
  return problems
}
