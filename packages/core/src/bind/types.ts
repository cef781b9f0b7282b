import type { KubeObject, ObjectId, Problem, Ref } from '../kube/index.ts'
import type { Modulation } from '../select/index.ts'

/** One workload object that a Binding lists. */
export type Entry = Readonly<{
  id: ObjectId
  version: string
  resourceVersion: string
  modulation: Modulation
}>

/** Something that is not seen, and that a decision would need (SNP-2); `resource` as a person writes it. */
export type Unseen = Readonly<{ resource: string; why: string }>

/** A condition that is ours to say, without times. */
export type ConditionValue = Readonly<{
  type: string
  status: 'True' | 'False' | 'Unknown'
  reason: string
  message: string
}>

/**
 * A Binding as delivery acts on it: what its policy, or its user, wants now, whether or not that is written yet.
 */
export type EffectiveBinding = Readonly<{
  name: string
  owner: 'policy' | 'user'
  /** Whose author decides: the policy, or the user's Binding. */
  author: Ref
  ref: Ref
  /** Of the Binding object that exists; undefined until it does. */
  uid: string | undefined
  /** The generation that the Binding has once what is wanted is written (WRP-2). */
  generation: number
  /** In the order of BND-2. */
  entries: readonly Entry[]
  /** Names of WECs, sorted bytewise (CLU-3). */
  wecs: readonly string[]
  /** The lists are those that stand, not what would be selected: FRZ-3, SNP-2. */
  frozen: boolean
  /** BND-12: nothing is written for it. */
  paused: boolean
  /** It is leaving: its wrapped objects go wherever they are (BND-4). */
  leaving: boolean
  /** The digest that lets a large withdrawal go on (GRD-1). */
  confirmation: string | undefined
}>

/** What is to be written for a Binding object itself. */
export type BindingWrite =
  | Readonly<{ kind: 'keep' }>
  /** `object` is the whole Binding as wanted; an existing one keeps what is not ours. */
  | Readonly<{ kind: 'write'; object: KubeObject }>
  | Readonly<{ kind: 'delete' }>
  /** Somebody deletes it while it is wanted: our finalizer goes at once, and it is made again (BND-4). */
  | Readonly<{ kind: 'release' }>

/** The decision about one Binding name: by a policy, or by a Binding that no policy owns. */
export type BindingDecision = Readonly<{
  name: string
  write: BindingWrite
  /** Undefined: there is nothing to deliver by this name. */
  effective: EffectiveBinding | undefined
  /** What stands in mailboxes under this name stays as it is: it cannot be decided what is wanted (P-4). */
  holds: boolean
  /** `Synced` (BND-7); undefined for a user's Binding. */
  synced: ConditionValue | undefined
  /** What is wrong, on the policy or the Binding; own errors of BND-5, BND-6, BND-10. */
  problems: readonly Problem[]
  unseen: readonly Unseen[]
}>
