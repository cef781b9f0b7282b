import type { BindingDecision } from '../bind/index.ts'
import type { Json, JsonObject, KubeObject, ObjectId, Problem, Ref } from '../kube/index.ts'
import type { Plan } from '../reconcile/index.ts'
import type { Standing } from '../report/index.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Bundle } from '../transport/index.ts'
import type { Mailbox } from './mailboxes.ts'
import type { Settings } from './settings.ts'
import type { View } from './view.ts'

/** What a workload object is to be once its reported state is written (section 9). */
export type ReportedState = Readonly<{
  /** Its `.status`; absent: none. */
  status?: Json
  /** The labels of ours that it bears. */
  labels: JsonObject
  /**
   * The WECs that decided what stands at a path of the status, a JSON pointer (`/readyReplicas`, `/conditions/Available`): those of the
   * nearest field around it (AGG-10). None: it came from no WEC, or stood there before.
   */
  decidedBy: (path: string) => readonly string[]
  /** How a WEC counts in it: with a report of what the WDS wants now, with one of something else, or with none; undefined: not at all. */
  standingOf: (wec: string) => Standing | undefined
}>

/** All that follows from one snapshot under one setting; it carries both, so that worlds cannot be mixed. */
export interface Outcome {
  readonly snapshot: Snapshot
  readonly settings: Settings
  /** By name: the Binding as it should be, of policies and of users; `frozen`: its lists stay as they stand (FRZ-3). */
  readonly bindings: View<string, Readonly<{ binding: KubeObject; frozen: boolean }>>
  /** `.status` with conditions of every control object (BND-7). */
  readonly statuses: View<Ref, JsonObject>
  /** By WEC: what should stand in its mailbox now. */
  readonly mailboxes: View<string, readonly Bundle[]>
  /** Of every workload object whose reported state is asked for, or which bears a label of ours. */
  readonly reports: View<ObjectId, ReportedState>
  /** Every CombinedStatus as it is to be, or stays where something that decides is not seen (COL-10, SNP-2). */
  readonly combined: View<Ref, KubeObject>
  /** Everything that is wrong, by the object whose author can mend it. */
  readonly problems: View<Ref, readonly Problem[]>
}

/** What the run found besides the views, for `plan` and `explain`; values that later events do not change. */
export type Details = Readonly<{
  plan: Plan
  /** By name of a policy or Binding. */
  decisions: ReadonlyMap<string, BindingDecision>
  /** By WEC. */
  mailboxes: ReadonlyMap<string, Mailbox>
}>

const details = new WeakMap<Outcome, Details>()

/** Keeps the details with the outcome that they belong to: both are made by the same run. */
export function withDetails(outcome: Outcome, found: Details): Outcome {
  details.set(outcome, found)
  return outcome
}

/**
 * The details of an outcome.
 * @throws for an object that `evaluate` or an engine did not make: a programmer's mistake
 */
export function detailsOf(outcome: Outcome): Details {
  const found = details.get(outcome)
  if (found === undefined) throw new TypeError('an outcome is what evaluate or an engine made')
  return found
}

/** What to write so that the spaces become what is wanted; no actions when they are (P-6). */
export function plan(outcome: Outcome): Plan {
  return detailsOf(outcome).plan
}
