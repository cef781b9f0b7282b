import { bindingRef, policyRef } from '../bind/index.ts'
import { collectorRef } from '../collect/index.ts'
import { transformRef } from '../deliver/index.ts'
import {
  compareRefs,
  compareUtf8,
  idKey,
  type JsonObject,
  type KubeObject,
  names,
  type ObjectId,
  type Problem,
  problemOn,
  type Ref,
  refKey,
  refOfKey,
} from '../kube/index.ts'
import { type Action, type Plan, sumImpact } from '../reconcile/index.ts'
import type { Bundle } from '../transport/index.ts'
import { listKey } from './inputs.ts'
import type { Details, ReportedState } from './outcome.ts'
import { problemSet } from './problem-set.ts'
import { remarkProblem } from './report-remarks.ts'
import type { ResourceReports } from './reports.ts'
import type { Read, Stage } from './stage.ts'
import type { Stages } from './stages.ts'
import { refusedProblem } from './statuses.ts'
import { type View, viewOf } from './view.ts'

/** An outcome without the snapshot and settings that it belongs to. */
export type Results = Readonly<{
  bindings: View<string, Readonly<{ binding: KubeObject; frozen: boolean }>>
  statuses: View<Ref, JsonObject>
  mailboxes: View<string, readonly Bundle[]>
  reports: View<ObjectId, ReportedState>
  combined: View<Ref, KubeObject>
  problems: View<Ref, readonly Problem[]>
  details: Details
}>

/** The last stage: reads everything that is decided. */
export function outcomeStage(stages: Stages): Stage<Results> {
  return {
    name: 'outcome',
    compute: (read) => ({
      bindings: bindingsView(stages, read),
      statuses: statusesView(stages, read),
      mailboxes: mailboxesView(stages, read),
      reports: viewOf(
        reportsFound(stages, read).flatMap(({ states }) => states),
        idKey,
      ),
      combined: combinedView(stages, read),
      problems: problemsView(stages, read),
      details: detailsFound(stages, read),
    }),
  }
}

function bindingsView({ bindings, inputs }: Stages, read: Read): Results['bindings'] {
  const entries = read.get(bindings.bindingNames, '').flatMap((name) => {
    const { write, effective } = read.get(bindings.decision, name)
    const there = read.get(inputs.object, refKey(bindingRef(name)))
    const binding = write.kind === 'write' ? write.object : there
    if (binding === undefined || effective?.leaving === true) return []
    return [[name, { binding, frozen: effective?.frozen ?? true }] as const]
  })
  return viewOf(entries, (name) => name)
}

function combinedView({ combined }: Stages, read: Read): Results['combined'] {
  const entries = read.get(combined.keys, '').flatMap((key) => {
    const { object } = read.get(combined.decision, key)
    return object === undefined ? [] : [[refOfKey(key), object] as const]
  })
  return viewOf(
    entries.sort(([a], [b]) => compareRefs(a, b)),
    refKey,
  )
}

function statusesView(
  { bindings, statuses, transforms, collectors }: Stages,
  read: Read,
): Results['statuses'] {
  const ofBindings = read
    .get(bindings.bindingNames, '')
    .flatMap((name) => [policyRef(name), bindingRef(name)])
    .map((ref) => [ref, read.get(statuses.status, refKey(ref))] as const)
  const ofTransforms = read
    .get(transforms.transformNames, '')
    .map((name) => [transformRef(name), read.get(transforms.status, name)] as const)
  const ofCollectors = read
    .get(collectors.collectorNames, '')
    .map((name) => [collectorRef(name), read.get(collectors.status, name)] as const)
  const entries = [...ofBindings, ...ofTransforms, ...ofCollectors]
    .sort(([a], [b]) => compareRefs(a, b))
    .flatMap(([ref, status]) => (status === undefined ? [] : [[ref, status] as const]))
  return viewOf(entries, refKey)
}

function mailboxesView({ mailboxes }: Stages, read: Read): Results['mailboxes'] {
  const wecs = [...read.get(mailboxes.mailboxNames, '')].sort(compareUtf8)
  const entries = wecs.map((wec) => [wec, read.get(mailboxes.mailbox, wec).decision.bundles] as const)
  return viewOf(entries, (wec) => wec)
}

// In the order of resources, so in that of identities.
function reportsFound({ inputs, reports }: Stages, read: Read): readonly ResourceReports[] {
  return read.get(inputs.resources, 'wds').map((info) => read.get(reports.reports, listKey('wds', info)))
}

function problemsView(stages: Stages, read: Read): Results['problems'] {
  const { add, all } = problemSet()
  for (const name of read.get(stages.bindings.bindingNames, '')) {
    for (const problem of read.get(stages.statuses.report, name).problems) add(problem)
    for (const warning of warningsOf(stages, read, name)) add(warning)
    for (const refused of read.get(stages.controlActions, name).refusedStatuses) add(refusedProblem(refused))
  }
  for (const wec of read.get(stages.mailboxes.mailboxNames, ''))
    for (const problem of read.get(stages.strays, wec)) add(problem)
  for (const { remarks } of reportsFound(stages, read)) for (const one of remarks) add(remarkProblem(one))
  for (const problem of stages.records.problems(read)) add(problem)
  for (const name of read.get(stages.transforms.transformNames, '')) {
    for (const problem of read.get(stages.transforms.problems, name)) add(problem)
    for (const refused of read.get(stages.transforms.actions, name).refusedStatuses)
      add(refusedProblem(refused))
  }
  for (const name of read.get(stages.collectors.collectorNames, '')) {
    for (const problem of read.get(stages.collectors.problems, name)) add(problem)
    for (const refused of read.get(stages.collectors.actions, name).refusedStatuses)
      add(refusedProblem(refused))
  }
  const byRef = new Map<string, { ref: Ref; problems: Problem[] }>()
  for (const problem of all()) {
    const key = refKey(problem.on)
    const entry = byRef.get(key) ?? { ref: problem.on, problems: [] }
    entry.problems.push(problem)
    byRef.set(key, entry)
  }
  const entries = [...byRef.values()]
    .sort((a, b) => compareRefs(a.ref, b.ref))
    .map(({ ref, problems }) => [ref, problems.sort(compareProblems)] as const)
  return viewOf(entries, refKey)
}

function compareProblems(a: Problem, b: Problem): number {
  return compareUtf8(a.code, b.code) || compareUtf8(a.path, b.path) || compareUtf8(a.message, b.message)
}

// What is asked for and not there, or not seen: it does not stop delivery, and it is not passed over in silence.
function warningsOf(stages: Stages, read: Read, name: string): readonly Problem[] {
  const { effective, unseen } = read.get(stages.bindings.decision, name)
  const warnings = unseen.map(({ resource, why }) =>
    problemOn(effective?.author ?? policyRef(name), {
      code: 'ResourceUnseen',
      path: '',
      message: `${resource} are not completely known (${why}); what depends on them stays as it is`,
    }),
  )
  const missing = read.get(stages.combined.missing, name)
  if (effective !== undefined && missing.length > 0) {
    warnings.push(
      problemOn(effective.author, {
        code: 'CollectorMissing',
        path: effective.owner === 'policy' ? 'spec.downsync' : 'spec.workload',
        message: `StatusCollectors are named that are not there, and give no result: ${missing.join(', ')}`,
      }),
    )
  }
  return warnings.map((problem) => ({ ...problem, severity: 'warning' }))
}

const AUTHORS = [policyRef('').resource, bindingRef('').resource]

function planOf(stages: Stages, read: Read): Plan {
  const inMailboxes = read
    .get(stages.mailboxes.mailboxNames, '')
    .map((wec) => read.get(stages.mailboxActions, wec))
  const control = read
    .get(stages.bindings.bindingNames, '')
    .flatMap((name) => read.get(stages.controlActions, name).actions)
  const reported = reportsFound(stages, read).flatMap((one) => one.actions)
  const transformed = read
    .get(stages.transforms.transformNames, '')
    .flatMap((name) => read.get(stages.transforms.actions, name).actions)
  const collectors = read
    .get(stages.collectors.collectorNames, '')
    .flatMap((name) => read.get(stages.collectors.actions, name).actions)
  const combined = [
    read.get(stages.combined.namespace, ''),
    ...read.get(stages.combined.keys, '').map((key) => read.get(stages.combined.decision, key)),
  ].flatMap(({ action }) => (action === undefined ? [] : [action]))
  const actions = [
    ...control,
    ...collectors,
    ...combined,
    ...reported,
    ...transformed,
    ...inMailboxes.flatMap((mailbox) => mailbox.actions),
  ]
  const authors = actions
    .map((action) => action.why.from)
    .filter(({ group, resource }) => group === names.CONTROL_GROUP && AUTHORS.includes(resource))
  const policies = new Set(authors.map(({ name }) => name))
  const impact = sumImpact(
    inMailboxes.map((mailbox) => mailbox.impact),
    [...policies].sort(compareUtf8),
  )
  return { actions: actions.sort(compareActions), impact }
}

// The WDS first: what wrapped objects come after stands before them.
function compareActions(a: Action, b: Action): number {
  return compareUtf8(b.ref.space, a.ref.space) || compareRefs(a.ref, b.ref)
}

function detailsFound(stages: Stages, read: Read): Details {
  const names = read.get(stages.bindings.bindingNames, '')
  const wecs = read.get(stages.mailboxes.mailboxNames, '')
  return {
    plan: planOf(stages, read),
    decisions: new Map(names.map((name) => [name, read.get(stages.bindings.decision, name)] as const)),
    mailboxes: new Map(wecs.map((wec) => [wec, read.get(stages.mailboxes.mailbox, wec)] as const)),
  }
}
