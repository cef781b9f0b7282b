import type { Json, JsonObject, ObjectId } from '../kube/index.ts'

/** What a clause asks for besides selection; combined over all clauses that match one object (SEL-6). */
export type Modulation = Readonly<{
  createOnly: boolean
  /** Sorted bytewise, without duplicates. */
  statusCollectors: readonly string[]
  wantSingletonReportedState: boolean
  wantMultiWECReportedState: boolean
}>

/** What is known of the Namespace of an object (SEL-4): its labels; that it does not exist; or not even that (SNP-2). */
export type NamespaceView =
  | Readonly<{ kind: 'clusterScoped' }>
  | Readonly<{ kind: 'labels'; labels: JsonObject }>
  | Readonly<{ kind: 'absent' }>
  | Readonly<{ kind: 'unseen' }>

/** An object as far as clauses look at it. */
export type Subject = Readonly<{ id: ObjectId; labels: JsonObject; namespace: NamespaceView }>

/**
 * The verdict of a policy on an object. `sure` combines the clauses that match whatever is unseen; `unsure`: another clause hangs
 * on a Namespace that is not seen, so what stands in the Binding stays (SNP-2). Not selected: neither.
 */
export type Match = Readonly<{ sure: Modulation | undefined; unsure: boolean }>

/** One field, what it wanted and what it saw (EXP-1). */
export type Fact = Readonly<{ field: string; wanted: Json; saw: Json; holds: boolean; rule: string }>

/** What a policy says of one object and one WEC, field by field (EXP-1). */
export type PolicyVerdict = Readonly<{
  policy: string
  valid: boolean
  /** One list for each cluster selector. */
  wec: readonly (readonly Fact[])[]
  /** One list for each clause. */
  clauses: readonly (readonly Fact[])[]
}>
