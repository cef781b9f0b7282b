import type { GroupResource, Json, ObjectId, Problem, Ref } from '../kube/index.ts'
import type { Fact, PolicyVerdict } from '../select/index.ts'

/** Which object, in which WEC. */
export type Question = Readonly<{ object: ObjectId; wec: string }>

/** Whether an object is in a WEC, and how it stands with it. */
export type Verdict = Readonly<
  | { kind: 'delivered'; by: readonly string[] }
  | { kind: 'notSelected' }
  /** Selected, and not delivered by a rule: DLV-1, DLV-2, CLU-4, BND-12. */
  | { kind: 'withheld'; rule: string }
  /** Not wanted any more: going now, going without being deleted, or kept for the moment. */
  | { kind: 'leaving'; how: 'removed' | 'orphaned' | 'held'; why: string }
  | { kind: 'frozen'; why: string }
  | { kind: 'unknown'; unseen: GroupResource; why: string }
  /** There is no such object in the WDS, and none of it in the mailbox. */
  | { kind: 'absent' }
>

/** A field of an aggregate, by its path as a JSON pointer; of a condition, the value is its status (AGG-10). */
export type DecidedField = Readonly<{
  path: string
  value: Json
  /** The WECs that decided it, and how each counts; none: it is what stood there before. */
  by: readonly Readonly<{ wec: string; standing: 'current' | 'behind' | 'silent' }>[]
}>

/** How far the object has come (EXP-3). */
export type StageState = Readonly<{
  stage: 'transformed' | 'customized' | 'wrapped' | 'applied' | 'reported'
  /** Where it stands: the wrapped object, or the record of its reported state. */
  in?: Ref
  message: string
  /** What keeps it from going further. */
  problem?: Problem
  /** At the last stage, where the `.status` here is of several WECs: which of them decided what. */
  decided?: readonly DecidedField[]
}>

/** Why an object is, or is not, in a WEC, field by field (EXP-1, EXP-3). */
export type Explanation = Readonly<{
  question: Question
  verdict: Verdict
  policies: readonly PolicyVerdict[]
  /** The facts that decided: those that held, or of each policy the fewest that failed. */
  decisive: readonly Readonly<{ policy: string; fact: Fact }>[]
  journey: readonly StageState[]
  /** What is wrong with the object, and with the policies and Bindings that concern it. */
  problems: readonly Problem[]
}>
