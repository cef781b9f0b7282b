import type { Problem } from '../kube/index.ts'
import { controlActionsStage, type MailboxActions, mailboxActionsStage, refusalsStage } from './actions.ts'
import { askedStages } from './asked.ts'
import { type BindingStages, bindingStages } from './bindings.ts'
import { collectedStages } from './collected.ts'
import { type CollectorStages, collectorStages } from './collectors.ts'
import { type CombinedStages, combinedStages } from './combined.ts'
import { type CombinedLineStages, combinedLineStages } from './combined-lines.ts'
import { conflictsStage } from './conflicts.ts'
import { contentStages } from './contents.ts'
import { type ControlActions, controlWritesStage } from './control-writes.ts'
import { countedRecordStage } from './counted-records.ts'
import { customizedStage } from './customized.ts'
import { demandStage, type PairDemand } from './demands.ts'
import { type Inputs, inputsOf, type World } from './inputs.ts'
import { mailboxWritesStage } from './mailbox-writes.ts'
import { type MailboxStages, mailboxStages } from './mailboxes.ts'
import { pairReportsStage } from './pair-reports.ts'
import { pausedStage } from './paused.ts'
import { placeStage } from './places.ts'
import { type RecordStages, recordStages } from './records.ts'
import { reportLinesStage } from './report-lines.ts'
import { type ReportStages, reportStages } from './reports.ts'
import { collectionStage } from './rows.ts'
import { type SelectionStages, selectionStages } from './selection.ts'
import { type Settings, tablesOf } from './settings.ts'
import type { Gather, Stage } from './stage.ts'
import { type StatusStages, statusStages } from './statuses.ts'
import { straysStage } from './strays.ts'
import { type TransformStatusStages, transformStatusStages } from './transform-statuses.ts'
import { type TransformStages, transformStages } from './transforms.ts'
import { unboundedRemovalsGather } from './unbounded-removals.ts'
import { customUnseenStage, undecidedBy } from './undecided.ts'
import { unheardStage } from './unheard.ts'
import { usabilityStage } from './usability.ts'
import { wishesStage } from './wishes.ts'
import { guardStage } from './withdrawals.ts'
import { type WrappedStages, wrappedStages } from './wrapped.ts'

/** Every stage of the decision, wired over one world. */
export type Stages = Readonly<{
  inputs: Inputs
  selection: SelectionStages
  wrapped: WrappedStages
  bindings: BindingStages
  demand: Stage<PairDemand>
  mailboxes: MailboxStages
  /** By WEC. */
  mailboxActions: Stage<MailboxActions>
  records: RecordStages
  reports: ReportStages
  statuses: StatusStages
  transforms: TransformStages & TransformStatusStages
  collectors: CollectorStages
  combined: CombinedStages & CombinedLineStages
  /** By WEC: problems of wrapped objects without a Binding. */
  strays: Stage<readonly Problem[]>
  /** By the name of a policy or Binding. */
  controlActions: Stage<ControlActions>
  /** In the order in which they may read one another. */
  gathers: readonly Gather<unknown>[]
}>

/** Wires the stages in the order in which data goes through them. */
export function stagesOf(world: World, settings: Settings): Stages {
  const { transport, apiGroups } = settings
  const { wdsName } = world.snapshot
  const inputs = inputsOf(world)
  const paused = pausedStage(inputs, settings)
  const wrapped = wrappedStages(inputs, transport, wdsName)
  const records = recordStages(inputs, transport)
  const selection = selectionStages(inputs, apiGroups)
  const customUnseen = customUnseenStage(inputs)
  const bindings = bindingStages(inputs, selection, wrapped, customUnseen)
  const undecided = undecidedBy(inputs, selection, wrapped, customUnseen)
  const transforms = transformStages(inputs)
  const contents = contentStages(inputs, transforms, transport)
  const wishes = wishesStage(inputs, bindings, contents, apiGroups)
  const unboundedRemovals = unboundedRemovalsGather(bindings, wishes)
  const usability = usabilityStage(inputs, bindings)
  const customized = customizedStage(inputs, bindings, contents, settings)
  const demand = demandStage(bindings, wishes, usability, undecided, customized)
  const guard = guardStage(inputs, bindings, wrapped, demand, settings.limits?.withdrawals)
  const mailboxes = mailboxStages(
    inputs,
    wrapped,
    bindings,
    demand,
    guard,
    records.reportedIn,
    usability,
    settings,
    wdsName,
    paused,
  )
  const conflicts = conflictsStage(wrapped, bindings, demand)
  const mailboxWrites = mailboxWritesStage(inputs, wrapped, bindings, mailboxes, settings, paused)
  const controlWrites = controlWritesStage(inputs, wrapped, bindings, mailboxWrites, paused)
  const mailboxActions = mailboxActionsStage(mailboxes, mailboxWrites, controlWrites)
  const counted = countedRecordStage(inputs, records, wrapped, transport)
  const asked = askedStages(inputs, bindings, apiGroups)
  const reports = reportStages({
    inputs,
    selection,
    wrapped,
    bindings,
    records,
    asked,
    place: placeStage(asked, mailboxes, counted),
    tables: tablesOf(settings),
  })
  const collectors = collectorStages(inputs)
  const collected = collectedStages(inputs, bindings, apiGroups)
  const combined = combinedStages({
    inputs,
    bindings,
    wrapped,
    records,
    nameOfLabel: mailboxes.nameOfLabel,
    customUnseen,
    collectors,
    collected,
    collection: collectionStage(inputs, collectors, collected, counted, settings.limits?.celSteps),
  })
  const combinedLines = combinedLineStages(bindings, collectors, collected, combined)
  const statuses = statusStages({
    inputs,
    wrapped,
    bindings,
    wishes,
    usability,
    pairReports: pairReportsStage(mailboxes),
    unheard: unheardStage({ inputs, wrapped, bindings, records, asked, mailboxes, counted }),
    conflicts,
    guard,
    refusals: refusalsStage(wrapped, bindings, mailboxWrites),
    reportLines: reportLinesStage(asked, records, reports),
    combined: combinedLines,
    controlWrites,
    paused,
  })
  const controlActions = controlActionsStage(inputs, controlWrites, statuses)
  const gathers = [
    wrapped.byMailbox,
    wrapped.byBinding,
    records.gather,
    selection.candidates,
    bindings.bindingsByWec,
    unboundedRemovals,
    ...asked.gathers,
    collected.combinedOf,
  ]
  return {
    inputs,
    selection,
    wrapped,
    bindings,
    demand,
    mailboxes,
    mailboxActions,
    records,
    reports,
    statuses,
    transforms: { ...transforms, ...transformStatusStages(inputs, transforms, unboundedRemovals) },
    collectors,
    combined: { ...combined, ...combinedLines },
    strays: straysStage(inputs, wrapped, mailboxes, transport),
    controlActions,
    gathers,
  }
}
