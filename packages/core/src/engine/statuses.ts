import {
  type BindingDecision,
  type ConditionValue,
  controlStatus,
  describeUnseen,
  type EffectiveBinding,
  type ErrorLine,
  errorLines,
  type PairStanding,
  readyCondition,
  type Unseen,
} from '../bind/index.ts'
import {
  equalJson,
  type JsonObject,
  labelValueFor,
  names,
  type Problem,
  problemLine,
  problemOn,
  refKey,
  refOfKey,
} from '../kube/index.ts'
import { type BindingStages, POLICIES } from './bindings.ts'
import { type Conflict, conflictLines } from './conflicts.ts'
import { type PairDemand, pairKey } from './demands.ts'
import type { Inputs } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Read, Stage } from './stage.ts'
import type { WithdrawalGuard } from './withdrawals.ts'
import type { WrappedStages } from './wrapped.ts'

/** Conditions and errors of one Binding name (BND-7, BND-11). */
export type Report = Readonly<{
  conditions: readonly ConditionValue[]
  /** Of the Binding. */
  errors: readonly string[]
  /** Of the policy: its own first, then its Binding's. */
  policyErrors: readonly string[]
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
  demand: Stage<PairDemand>
  mailboxes: MailboxStages
  conflicts: Stage<ReadonlyMap<string, readonly Conflict[]>>
  guard: Stage<WithdrawalGuard>
  /** By the name of a Binding: writes of its wrapped objects that were refused (P-6b). */
  refusals: Stage<readonly ErrorLine[]>
}>

/** The stages of `bind`'s statuses, wired. */
export function statusStages(sources: StatusSources): StatusStages {
  const { inputs, bindings } = sources
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
      const { conditions, errors, policyErrors } = read.get(report, refOfKey(key).name)
      const isPolicy = key === refKey({ space: 'wds', ...POLICIES, namespace: '', name: refOfKey(key).name })
      const owned = isPolicy
        ? conditions
        : conditions.filter((one) => keepsFor(read, bindings, refOfKey(key).name, one))
      const own = { conditions: owned, errors: isPolicy ? policyErrors : errors }
      return controlStatus(object, own, read.get(inputs.now, ''))
    },
    same: (a, b) => equalJson(a, b),
  }
  return { report, status }
}

// `Synced` speaks of a policy; a user's Binding has none.
function keepsFor(read: Read, bindings: BindingStages, name: string, condition: ConditionValue): boolean {
  return condition.type !== 'Synced' || read.get(bindings.decision, name).effective?.owner === 'policy'
}

function reportOn(sources: StatusSources, read: Read, name: string): Report {
  const decision = read.get(sources.bindings.decision, name)
  const { effective } = decision
  const own = decision.problems.map((problem): ErrorLine => ({ text: problemLine(problem) }))
  const found = effective === undefined ? { lines: [], problems: [] } : linesOf(sources, read, effective)
  const conditions = decision.synced === undefined ? [] : [decision.synced]
  return {
    conditions: [...conditions, readyOf(sources, read, decision)],
    errors: errorLines(found.lines, []),
    // A policy whose name somebody's own Binding has, has nothing to say of that Binding (BND-6).
    policyErrors: errorLines(own, effective?.owner === 'user' ? [] : found.lines),
    problems: [...decision.problems, ...found.problems],
  }
}

function readyOf(sources: StatusSources, read: Read, decision: BindingDecision): ConditionValue {
  const { effective, holds, unseen, name } = decision
  if (effective === undefined) return { type: 'Ready', ...notDelivered(holds, unseen) }
  if (effective.leaving)
    return { type: 'Ready', status: 'False', reason: 'Leaving', message: 'it is being deleted' }
  const pairs = standings(sources, read, name, effective.wecs)
  return readyCondition(effective, pairs, unseenIts(sources, read))
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

function* standings(
  sources: StatusSources,
  read: Read,
  name: string,
  wecs: readonly string[],
): Iterable<PairStanding> {
  for (const wec of wecs) yield* read.get(sources.mailboxes.mailbox, wec).pairs.get(name) ?? []
}

type Found = Readonly<{ lines: readonly ErrorLine[]; problems: readonly Problem[] }>

// Everything that a Binding's errors say (BND-11), with the problems behind those lines that are on other objects.
function linesOf(sources: StatusSources, read: Read, effective: EffectiveBinding): Found {
  const { name, wecs, author } = effective
  const lines: ErrorLine[] = []
  const problems = new Map<string, Problem>()
  const say = (code: Problem['code'], line: ErrorLine, freezes: Problem['freezes'] = []) => {
    lines.push(line)
    const problem = problemOn(author, { code, path: '', message: line.text }, freezes)
    problems.set(`${refKey(author)} ${line.text}`, problem)
  }
  for (const wec of wecs) {
    const wanted = read.get(sources.demand, pairKey(name, wec))
    for (const problem of wanted.problems) problems.set(`${refKey(problem.on)} ${problem.message}`, problem)
    for (const { code, line } of wanted.lines) {
      if (code === undefined) lines.push(line)
      else say(code, line)
    }
  }
  const label = labelValueFor(name)
  const mailboxes = new Set(wecs)
  for (const { wec } of read.bucket(sources.wrapped.byBinding, label).values()) mailboxes.add(wec)
  for (const wec of mailboxes) {
    const { decision, unreadable } = read.get(sources.mailboxes.mailbox, wec)
    for (const { binding, code, message, freezes } of decision.problems) {
      if (binding === name) say(code, { wec, text: `${wec}: ${message}` }, freezes)
    }
    for (const one of unreadable) {
      if (one.bindingLabel !== label) continue
      say(
        'WrappedUnreadable',
        { wec, text: `${wec}: the wrapped object ${one.name} cannot be read: ${one.message}` },
        [{ wec }],
      )
    }
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
  return { lines, problems: [...problems.values()] }
}

function sameReport(a: Report, b: Report): boolean {
  return (
    equalJson(a.conditions, b.conditions) &&
    equalJson(a.errors, b.errors) &&
    equalJson(a.policyErrors, b.policyErrors) &&
    equalJson(a.problems, b.problems)
  )
}
