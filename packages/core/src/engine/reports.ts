import { policyRef } from '../bind/index.ts'
import {
  compareUtf8,
  idKey,
  idOf,
  type KubeObject,
  memberOf,
  type ObjectId,
  type Problem,
  problemOn,
  type Ref,
  refKey,
  refOfKey,
} from '../kube/index.ts'
import { type Action, ownLabelsOf, reportActions, writtenLabels, writtenStatus } from '../reconcile/index.ts'
import { cameFromWec, decideReport, type ReportWish } from '../report/index.ts'
import type { AskedBy, AskedStages } from './asked.ts'
import type { BindingStages } from './bindings.ts'
import { type CountedRecord, placeKey } from './counted-records.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { ReportedState } from './outcome.ts'
import type { RecordStages } from './records.ts'
import type { SelectionStages } from './selection.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** A write on a workload object that its server refused and that is not repeated (P-6b). */
export type RefusedReport = Readonly<{ ref: Ref; part: 'labels' | 'status'; message: string }>

/** What is decided of one workload object, and of all of one resource. */
type ObjectReport = Readonly<{
  state: ReportedState
  action: Action | undefined
  refused: readonly RefusedReport[]
}>
export type ResourceReports = Readonly<{
  states: readonly (readonly [ObjectId, ReportedState])[]
  actions: readonly Action[]
  refused: readonly RefusedReport[]
}>

/** From records to the `.status` of workload objects (section 9). */
export type ReportStages = Readonly<{
  /** By the `listKey` of a resource of the WDS: all of its objects that are asked for, or bear a label of ours. */
  reports: Stage<ResourceReports>
  /** By the same: its refused writes, the same for as long as nothing about them changes. */
  refused: Stage<readonly RefusedReport[]>
}>

/** What the stages of reported state are made of. */
export type ReportSources = Readonly<{
  inputs: Inputs
  selection: SelectionStages
  wrapped: WrappedStages
  bindings: BindingStages
  records: RecordStages
  asked: AskedStages
  mailboxes: MailboxStages
  /** By `placeKey`. */
  counted: Stage<CountedRecord>
}>

/** The stages of `report`, wired. */
export function reportStages(sources: ReportSources): ReportStages {
  const { inputs, selection, asked } = sources
  const unseen = unseenStage(sources)
  const current = currentStage(sources)
  const report: Stage<ObjectReport | undefined> = {
    name: 'objectReport',
    compute: (read, key) => {
      const there = read.get(inputs.object, key)
      const ref = refOfKey(key)
      const info = read.get(inputs.resource, listKey('wds', ref))
      if (there === undefined || info === undefined) return undefined
      if (info.known !== true || read.get(unseen, ''))
        return { state: stateOf(ref, there, undefined), action: undefined, refused: [] }
      const asks = read.get(asked.asked, key)
      const wec = onlyWec(asks)
      const record = wec === undefined ? undefined : read.get(sources.counted, placeKey(key, wec))
      const { hasStatus } = info
      const isCurrent = record !== undefined && read.get(current, key)
      const wish = decideReport({ resource: ref, object: there, hasStatus, asked: asks, record, isCurrent })
      const from = authorOf(sources, read, asks) ?? ref
      const actions = reportActions({ ref, there, hasStatus, wish, from })
      return { state: stateOf(ref, there, wish), ...landing(inputs, read, key, actions) }
    },
  }
  const keys: Stage<readonly string[]> = {
    name: 'reportedKeys',
    compute: (read, resource) =>
      [...new Set([...asked.keysOf(read, resource), ...selection.labelledOf(read, resource)])].sort(
        compareUtf8,
      ),
    same: (a, b) => a.length === b.length && a.every((key, at) => key === b[at]),
  }
  const reports: ReportStages['reports'] = {
    name: 'reports',
    compute: (read, resource) => {
      const found = read.get(keys, resource).flatMap((key) => {
        const one = read.get(report, key)
        return one === undefined ? [] : [[idOf(refOfKey(key)), one] as const]
      })
      return {
        states: found.map(([id, { state }]) => [id, state] as const),
        actions: found.flatMap(([, { action }]) => (action === undefined ? [] : [action])),
        refused: found.flatMap(([, one]) => one.refused),
      }
    },
  }
  const refused: ReportStages['refused'] = {
    name: 'refusedReports',
    compute: (read, resource) => read.get(reports, resource).refused,
    same: (a, b) =>
      a.length === b.length &&
      a.every(
        (one, at) => refKey(one.ref) === refKey(b[at]?.ref ?? one.ref) && one.message === b[at]?.message,
      ),
  }
  return { reports, refused }
}

/** A refused write, as a problem on the object that it is of (P-6b). */
export function refusedReportProblem({ ref, part, message }: RefusedReport): Problem {
  const path = part === 'labels' ? 'metadata.labels' : 'status'
  return problemOn(ref, { code: 'WriteRefused', path, message: `the write was refused: ${message}` })
}

// SNP-2: something that decides is not seen.
function unseenStage({ wrapped, bindings, records }: ReportSources): Stage<boolean> {
  return {
    name: 'reportsUnseen',
    compute: (read) =>
      read.get(bindings.policiesUnseen, '') !== undefined ||
      read.get(bindings.bindingsUnseen, '') !== undefined ||
      read.get(bindings.inventory, '').kind === 'unseen' ||
      read.get(wrapped.unseen, '') !== undefined ||
      read.get(records.unseen, '') !== undefined,
  }
}

function onlyWec(asks: AskedBy | undefined): string | undefined {
  return asks?.wecs.length === 1 ? asks.wecs[0] : undefined
}

/** By the `refKey` of an object with one qualified WEC: that is current for it, as far as its wrapped objects tell (AGG-5). */
function currentStage({ asked, mailboxes }: ReportSources): Stage<boolean> {
  // By WEC: of each Binding, what is current.
  const currentIn: Stage<ReadonlyMap<string, ReadonlySet<string>>> = {
    name: 'currentIn',
    compute: (read, wec) => {
      const { pairs } = read.get(mailboxes.mailbox, wec)
      return new Map(
        [...pairs].map(([name, states]) => {
          const current = states.filter((pair) => pair.current)
          return [name, new Set(current.map((pair) => idKey(pair.id)))] as const
        }),
      )
    },
  }
  return {
    name: 'current',
    compute: (read, key) => {
      const asks = read.get(asked.asked, key)
      const wec = onlyWec(asks)
      if (asks === undefined || wec === undefined) return false
      const current = read.get(currentIn, wec)
      const id = idKey(refOfKey(key))
      return asks.bindings.every((name) => current.get(name)?.has(id) === true)
    },
  }
}

function authorOf({ bindings }: ReportSources, read: Read, asks: AskedBy | undefined): Ref | undefined {
  const [name] = asks?.bindings ?? []
  if (name === undefined) return undefined
  return read.get(bindings.delivered, name).effective?.author ?? policyRef(name)
}

// The first write that was not refused; the refused ones before it are reported.
function landing(
  inputs: Inputs,
  read: Read,
  key: string,
  actions: readonly Action[],
): Pick<ObjectReport, 'action' | 'refused'> {
  const refused: RefusedReport[] = []
  for (const action of actions) {
    const isStatus = action.kind === 'patch' && action.subresource === 'status'
    const refusal = read.get(isStatus ? inputs.statusRefusal : inputs.refusal, key)
    if (refusal?.intent !== action.intent) return { action, refused }
    const part = action.kind === 'patch' && action.format === 'merge' ? 'labels' : 'status'
    refused.push({ ref: action.ref, part, message: refusal.message })
  }
  return { action: undefined, refused }
}

// What is left alone is what stands there.
function stateOf(ref: Ref, there: KubeObject, wish: ReportWish | undefined): ReportedState {
  const isLeft =
    wish === undefined ||
    wish.status.kind === 'untouched' ||
    (wish.status.kind === 'none' && !cameFromWec(there))
  const status = isLeft ? memberOf(there, 'status') : writtenStatus(ref, wish)
  const wec = wish?.status.kind === 'copy' ? wish.status.wec : ''
  const labels = wish === undefined ? ownLabelsOf(there) : writtenLabels(ref, there, wish)
  return { ...(status !== undefined && { status }), labels, decidedBy: () => wec }
}
