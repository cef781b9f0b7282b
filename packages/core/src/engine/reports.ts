import type { KindTable } from '../aggregate/index.ts'
import { policyRef } from '../bind/index.ts'
import {
  compareUtf8,
  equalJson,
  idOf,
  type KubeObject,
  memberOf,
  type ObjectId,
  type Ref,
  refOfKey,
} from '../kube/index.ts'
import { type Action, ownLabelsOf, reportActions, writtenLabels, writtenStatus } from '../reconcile/index.ts'
import {
  cameFromWec,
  decidedBy,
  decideReport,
  type Place,
  type Provenance,
  type ReportWish,
  shownWecs,
  standingIn,
} from '../report/index.ts'
import type { AskedBy, AskedStages } from './asked.ts'
import type { BindingStages } from './bindings.ts'
import { placeKey } from './counted-records.ts'
import { type Inputs, listKey } from './inputs.ts'
import type { ReportedState } from './outcome.ts'
import type { RecordStages } from './records.ts'
import { type ReportRemark, refusalRemark, remarksOn } from './report-remarks.ts'
import type { SelectionStages } from './selection.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** What is decided of one workload object, and of all of one resource. */
type ObjectReport = Readonly<{
  state: ReportedState
  action: Action | undefined
  remarks: readonly ReportRemark[]
}>
export type ResourceReports = Readonly<{
  states: readonly (readonly [ObjectId, ReportedState])[]
  actions: readonly Action[]
  remarks: readonly ReportRemark[]
}>

/** From records to the `.status` of workload objects (section 9). */
export type ReportStages = Readonly<{
  /** By the `listKey` of a resource of the WDS: all of its objects that are asked for, or bear a label of ours. */
  reports: Stage<ResourceReports>
  /** By the same: what there is to say of them, the same for as long as nothing about it changes. */
  remarks: Stage<readonly ReportRemark[]>
}>

/** What the stages of reported state are made of. */
export type ReportSources = Readonly<{
  inputs: Inputs
  selection: SelectionStages
  wrapped: WrappedStages
  bindings: BindingStages
  records: RecordStages
  asked: AskedStages
  /** By `placeKey`. */
  place: Stage<Place>
  /** How kinds aggregate. */
  tables: readonly KindTable[]
}>

/** The stages of `report`, wired. */
export function reportStages(sources: ReportSources): ReportStages {
  const { inputs, selection, asked, place, tables } = sources
  const unseen = unseenStage(sources)
  const report: Stage<ObjectReport | undefined> = {
    name: 'objectReport',
    compute: (read, key) => {
      const there = read.get(inputs.object, key)
      const ref = refOfKey(key)
      const info = read.get(inputs.resource, listKey('wds', ref))
      if (there === undefined || info === undefined) return undefined
      if (info.known !== true || read.get(unseen, ''))
        return { state: stateOf(ref, there, undefined, []), action: undefined, remarks: [] }
      const asks = read.get(asked.asked, key)
      const places = shownWecs(ref, asks).map((wec) => read.get(place, placeKey(key, wec)))
      const { hasStatus } = info
      const wish = decideReport({ resource: ref, object: there, hasStatus, asked: asks, places, tables })
      const from = authorOf(sources, read, asks) ?? ref
      const actions = reportActions({ ref, there, hasStatus, wish, from })
      const { action, remarks } = landing(inputs, read, key, actions)
      return {
        state: stateOf(ref, there, wish, places),
        action,
        remarks: [...remarks, ...remarksOn(ref, there, wish, actions)],
      }
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
        remarks: found.flatMap(([, one]) => one.remarks),
      }
    },
  }
  const remarks: ReportStages['remarks'] = {
    name: 'reportRemarks',
    compute: (read, resource) => read.get(reports, resource).remarks,
    same: (a, b) => equalJson(a, b),
  }
  return { reports, remarks }
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
): Pick<ObjectReport, 'action' | 'remarks'> {
  const remarks: ReportRemark[] = []
  for (const action of actions) {
    const isStatus = action.kind === 'patch' && action.subresource === 'status'
    const refusal = read.get(isStatus ? inputs.statusRefusal : inputs.refusal, key)
    if (refusal?.intent !== action.intent) return { action, remarks }
    remarks.push(refusalRemark(action, refusal.message))
  }
  return { action: undefined, remarks }
}

const NOTHING: Provenance = new Map<string, readonly string[]>()

// What is left alone is what stands there.
function stateOf(
  ref: Ref,
  there: KubeObject,
  wish: ReportWish | undefined,
  places: readonly Place[],
): ReportedState {
  const isLeft =
    wish === undefined ||
    wish.status.kind === 'untouched' ||
    (wish.status.kind === 'none' && !cameFromWec(there))
  const status = isLeft ? memberOf(there, 'status') : writtenStatus(ref, wish)
  const labels = wish === undefined ? ownLabelsOf(there) : writtenLabels(ref, there, wish)
  const decided = wish !== undefined && 'provenance' in wish.status ? wish.status.provenance : NOTHING
  return {
    ...(status !== undefined && { status }),
    labels,
    decidedBy: (path) => (status === undefined ? [] : decidedBy(decided, status, path)),
    standingOf: (wec) => {
      const place = places.find((one) => one.wec === wec)
      return place && standingIn(place)
    },
  }
}
