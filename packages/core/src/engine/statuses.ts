import {
  type BindingDecision,
  bindingRef,
  type ConditionValue,
  controlStatus,
  describeUnseen,
  type EffectiveBinding,
  type ErrorLine,
  entryPath,
  errorLines,
  objectLine,
  policyRef,
  readyCondition,
  type Unheard,
  type Unseen,
} from '../bind/index.ts'
import {
  equalJson,
  type JsonObject,
  type KubeObject,
  names,
  type Problem,
  problemLine,
  problemOn,
  refKey,
  refOfKey,
} from '../kube/index.ts'
import type { BindingStages } from './bindings.ts'
import type { CombinedLineStages } from './combined-lines.ts'
import { type Conflict, conflictLines } from './conflicts.ts'
import type { ControlWrites, RefusedWrite } from './control-writes.ts'
import { pairKey } from './demands.ts'
import { faultLines } from './fault-lines.ts'
import type { Inputs } from './inputs.ts'
import { type PairReport, reportedWecs } from './pair-reports.ts'
import { problemSet } from './problem-set.ts'
import type { ReportLine } from './report-lines.ts'
import type { Read, Stage } from './stage.ts'
import type { Usability } from './usability.ts'
import type { Wishes } from './wishes.ts'
import type { WithdrawalGuard } from './withdrawals.ts'
import type { WrappedStages } from './wrapped.ts'

/** Conditions and errors of one Binding name (BND-7, BND-11). */
export type Report = Readonly<{
  /** Of the policy; of the Binding. */
  policyConditions: readonly ConditionValue[]
  bindingConditions: readonly ConditionValue[]
  /** Of the policy: its own first, then its Binding's. */
  policyErrors: readonly string[]
  bindingErrors: readonly string[]
  problems: readonly Problem[]
}>

/** The stages of `.status`. */
export type StatusStages = Readonly<{
  /** By the name of a policy or Binding. */
  report: Stage<Report>
  /** By `refKey` of a policy or Binding: its wanted `.status`; undefined: there is no such object. */
  status: Stage<JsonObject | undefined>
}>

/** What the reports are made of. */
export type StatusSources = Readonly<{
  inputs: Inputs
  wrapped: WrappedStages
  bindings: BindingStages
  wishes: Stage<Wishes>
  usability: Stage<Usability>
  pairReports: Stage<PairReport>
  /** By `pairKey`. */
  unheard: Stage<Unheard | undefined>
  conflicts: Stage<ReadonlyMap<string, readonly Conflict[]>>
  guard: Stage<WithdrawalGuard>
  /** By the name of a Binding: writes of its wrapped objects that were refused (P-6b). */
  refusals: Stage<readonly ErrorLine[]>
  /** By the name of a Binding. */
  reportLines: Stage<readonly ReportLine[]>
  /** By the name of a Binding: what is said of StatusCollectors and CombinedStatuses. */
  combined: CombinedLineStages
  controlWrites: Stage<ControlWrites>
  /** Nothing is written for any policy (BND-12). */
  paused: Stage<boolean>
}>

/** The stages of `bind`'s statuses, wired. */
export function statusStages(sources: StatusSources): StatusStages {
  const { inputs } = sources
  const report: Stage<Report> = {
    name: 'report',
    compute: (read, name) => reportOn(sources, read, name),
    same: sameReport,
  }
  const status: Stage<JsonObject | undefined> = {
    name: 'status',
    compute: (read, key) => {
      const object = read.get(inputs.object, key)
      if (object === undefined) return undefined
      const { name } = refOfKey(key)
      const found = read.get(report, name)
      const own =
        key === refKey(policyRef(name))
          ? { conditions: found.policyConditions, errors: found.policyErrors }
          : { conditions: found.bindingConditions, errors: found.bindingErrors }
      return controlStatus(object, own, read.get(inputs.now, ''))
    },
    same: (a, b) => equalJson(a, b),
  }
  return { report, status }
}

function reportOn(sources: StatusSources, read: Read, name: string): Report {
  const decision = read.get(sources.bindings.decision, name)
  const { effective } = decision
  const { refused } = read.get(sources.controlWrites, name)
  const onPolicy = refused.filter(({ ref }) => refKey(ref) === refKey(policyRef(name)))
  const onBinding = refused.filter(({ ref }) => refKey(ref) === refKey(bindingRef(name)))
  // A policy whose name somebody's own Binding has, has nothing to say of that Binding, nor that of it (BND-6).
  const isUsers = effective?.owner === 'user'
  const own = decision.problems.map((problem): ErrorLine => ({ text: problemLine(problem) }))
  const found = effective === undefined ? NOTHING_FOUND : linesOf(sources, read, effective)
  const ready = readyOf(sources, read, decision)
  const synced = decision.synced === undefined ? [] : [decision.synced]
  const available = read.get(sources.combined.condition, name)
  const bindingLines = [...found.lines, ...onBinding.map(refusedLine)]
  return {
    policyConditions: isUsers ? [...synced, ...NOT_OURS] : [...synced, ready, available],
    bindingConditions: [...(isUsers ? [] : synced), ready, available],
    policyErrors: errorLines([...own, ...onPolicy.map(refusedLine)], isUsers ? [] : bindingLines),
    bindingErrors: errorLines(bindingLines, []),
    problems: [...decision.problems, ...found.problems, ...refused.map(refusedProblem)],
  }
}

const NOT_OURS: readonly ConditionValue[] = ['Ready', 'StatusCollectorsAvailable'].map((type) => ({
  type,
  status: 'False',
  reason: 'BindingForeign',
  message: 'the Binding of this name is not of this policy',
}))

function refusedLine({ ref, message }: RefusedWrite): ErrorLine {
  return objectLine(ref, `the write was refused: ${message}`)
}

/** A refused write of a control object or of its status, as a problem on it (P-6b). */
export function refusedProblem({ ref, message }: RefusedWrite): Problem {
  return problemOn(ref, { code: 'WriteRefused', path: '', message: `the write was refused: ${message}` })
}

function readyOf(sources: StatusSources, read: Read, decision: BindingDecision): ConditionValue {
  const { effective, holds, unseen, name } = decision
  if (effective === undefined) return { type: 'Ready', ...notDelivered(holds, unseen) }
  if (effective.leaving)
    return { type: 'Ready', status: 'False', reason: 'Leaving', message: 'it is being deleted' }
  const tallies = effective.wecs.map((wec) => read.get(sources.pairReports, pairKey(name, wec)).tally)
  return readyCondition(
    {
      paused: effective.paused || read.get(sources.paused, ''),
      unusable: unusableWecs(sources, read, effective),
      unheard: effective.wecs.flatMap((wec) => read.get(sources.unheard, pairKey(name, wec)) ?? []),
    },
    tallies,
    unseenIts(sources, read),
  )
}

// CLU-4: what is to be delivered and has nowhere to go. The WDS itself is none of these: there it is there.
function unusableWecs(
  sources: StatusSources,
  read: Read,
  { name, wecs }: EffectiveBinding,
): readonly string[] {
  if (read.get(sources.wishes, name).items.length === 0) return []
  return wecs.filter((wec) => {
    const { kind, wecIsWds } = read.get(sources.usability, wec)
    return kind !== 'deliver' && !wecIsWds
  })
}

function notDelivered(holds: boolean, unseen: readonly Unseen[]): Omit<ConditionValue, 'type'> {
  if (unseen.length > 0)
    return { status: 'Unknown', reason: 'ResourceUnseen', message: describeUnseen(unseen) }
  const message = holds ? 'there is no Binding; what stands in mailboxes stays' : 'there is no Binding'
  return { status: 'False', reason: 'NoBinding', message }
}

function unseenIts(sources: StatusSources, read: Read): readonly Unseen[] {
  const inventory = read.get(sources.bindings.inventory, '')
  const wrapped = read.get(sources.wrapped.unseen, '')
  return [
    ...(inventory.kind === 'unseen' ? [inventory.unseen] : []),
    ...(wrapped === undefined ? [] : [wrapped]),
  ]
}

function pathOf(binding: KubeObject | undefined, { object }: ErrorLine): string {
  return binding === undefined || object === undefined ? '' : entryPath(binding, object)
}

type Found = Readonly<{ lines: readonly ErrorLine[]; problems: readonly Problem[] }>

const NOTHING_FOUND: Found = { lines: [], problems: [] }

// Everything that a Binding's errors say (BND-11), with the problems behind those lines that are on other objects.
function linesOf(sources: StatusSources, read: Read, effective: EffectiveBinding): Found {
  const { name, wecs, author } = effective
  const lines: ErrorLine[] = []
  const problems = problemSet()
  const say = (code: Problem['code'], line: ErrorLine, freezes: Problem['freezes'] = [], path = '') => {
    lines.push(line)
    problems.add(problemOn(author, { code, path, message: line.text }, freezes))
  }
  const wishes = read.get(sources.wishes, name)
  for (const problem of wishes.problems) problems.add(problem)
  for (const { code, line } of wishes.lines) {
    if (code === undefined) lines.push(line)
    else say(code, line, [], pathOf(read.get(sources.inputs.object, refKey(effective.ref)), line))
  }
  if (!effective.leaving) for (const wec of wecs) sayUnusable(wec, read.get(sources.usability, wec), say)
  const reports = [...reportedWecs(sources.wrapped, read, name, wecs)].map(
    (wec) => [wec, read.get(sources.pairReports, pairKey(name, wec))] as const,
  )
  for (const [, { lines: found }] of reports)
    for (const { code, line, freezes } of found) say(code, line, freezes)
  for (const { line, problem } of faultLines(reports)) {
    lines.push(line)
    problems.add(problem)
  }
  const conflicts = wecs.map((wec) => [wec, read.get(sources.conflicts, wec).get(name) ?? []] as const)
  for (const line of conflictLines(conflicts)) say('DeliveryConflict', line)
  const guard = read.get(sources.guard, name)
  if (guard.held) {
    say('WithdrawalHeld', {
      text:
        `${guard.count} withdrawals wait, more than the limit allows at once; to let them go on, annotate with ` +
        `${names.annotations.confirmWithdrawal}: ${guard.digest}`,
    })
  }
  for (const line of read.get(sources.refusals, name)) say('WriteRefused', line)
  const path = effective.owner === 'policy' ? 'spec.downsync' : 'spec.workload'
  const reported = [...read.get(sources.reportLines, name), ...read.get(sources.combined.lines, name)]
  for (const { code, severity, line } of reported) {
    lines.push(line)
    problems.add({ ...problemOn(author, { code, path, message: line.text }), severity })
  }
  return { lines, problems: problems.all() }
}

function sayUnusable(
  wec: string,
  usable: Usability,
  say: (code: Problem['code'], line: ErrorLine) => void,
): void {
  if (usable.kind === 'deliver') return
  say(usable.wecIsWds ? 'WecIsWds' : 'DestinationUnusable', { wec, text: `${wec}: ${usable.message}` })
}

function sameReport(a: Report, b: Report): boolean {
  return (
    equalJson(a.policyConditions, b.policyConditions) &&
    equalJson(a.bindingConditions, b.bindingConditions) &&
    equalJson(a.policyErrors, b.policyErrors) &&
    equalJson(a.bindingErrors, b.bindingErrors) &&
    equalJson(a.problems, b.problems)
  )
}
