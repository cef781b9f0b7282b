import {
  annotationsOf,
  compareUtf8,
  equalJson,
  generationOf,
  isDeleting,
  type KubeObject,
  memberOf,
  nameOf,
  names,
  type Problem,
  problemOn,
  type Ref,
  uidOf,
  valueAt,
} from '../kube/index.ts'
import type { CompiledPolicy } from '../select/index.ts'
import { bindingFor, isPaused, sameButVersions } from './binding-object.ts'
import { destinationsOf, entriesOf, inBindingOrder } from './entry.ts'
import { ownerOfBinding } from './ownership.ts'
import { invalidProblems, tooLargeProblem } from './policy-problems.ts'
import { bindingRef, policyRef } from './refs.ts'
import { type SelectionInput, selectEntries } from './select-entries.ts'
import { synced, syncedUnknown } from './synced.ts'
import type { BindingDecision, ConditionValue, EffectiveBinding, Unseen } from './types.ts'

/** All that decides about one Binding name. */
export type BindingInput = Readonly<{
  name: string
  policy: KubeObject | undefined
  /** Of `policy`; undefined exactly when that is. */
  compiled: CompiledPolicy | undefined
  /** The Binding of that name. */
  there: KubeObject | undefined
  selection: SelectionInput
  /** Selected WECs, sorted, or what of the inventory is not seen (SNP-2). */
  wecs: readonly string[] | Unseen
  policiesUnseen: Unseen | undefined
  bindingsUnseen: Unseen | undefined
}>

/** Decides what one Binding should be, and what is delivered by its name (BND-1..6, BND-10, BND-12). */
export function decideBinding(input: BindingInput): BindingDecision {
  const { name, policy, compiled, there } = input
  const generated = there !== undefined && ownerOfBinding(there).kind === 'policy'
  if (policy === undefined || compiled === undefined) {
    if (there === undefined) return nothing(name, input.policiesUnseen !== undefined)
    return generated ? orphanedBinding(input, there) : usersBinding(input, there)
  }
  if (there !== undefined && !generated) {
    const users = usersBinding(input, there)
    return { ...users, ...foreign(policy, compiled, there) }
  }
  if (isDeleting(policy)) return leavingPolicy(input, policy)
  return { ...policyBinding(input, policy, compiled), name }
}

function nothing(name: string, holds: boolean): BindingDecision {
  return {
    name,
    write: { kind: 'keep' },
    effective: undefined,
    holds,
    synced: undefined,
    problems: [],
    unseen: [],
  }
}

/** BND-4: a policy that goes takes its Binding along, valid or not (FRZ-3), unless it is paused (BND-12). */
function leavingPolicy(input: BindingInput, policy: KubeObject): BindingDecision {
  const { name, there, bindingsUnseen } = input
  if (there === undefined) return nothing(name, bindingsUnseen !== undefined || isPaused(policy))
  const effective = asItStands(there, policyRef(nameOf(policy)), policy, { leaving: !isPaused(policy) })
  const write = isDeleting(there) || isPaused(policy) ? 'keep' : 'delete'
  return { ...nothing(name, false), write: { kind: write }, effective }
}

/** BND-6: the policy is gone without having taken its Binding along, or is not seen (SNP-2). */
function orphanedBinding(input: BindingInput, there: KubeObject): BindingDecision {
  if (input.policiesUnseen !== undefined) {
    const effective = asItStands(there, bindingRef(input.name), there, { frozen: true })
    return { ...nothing(input.name, false), effective, unseen: [input.policiesUnseen] }
  }
  // BND-12 asks a policy or a user's Binding to pause; this one is neither.
  const standing = asItStands(there, bindingRef(input.name), there, { leaving: true })
  const effective = { ...standing, paused: false }
  return {
    ...nothing(input.name, false),
    write: { kind: isDeleting(there) ? 'keep' : 'delete' },
    effective,
  }
}

/** BND-6: its lists are the user's; only the finalizer is ours to write, and that is reconcile's. */
function usersBinding(input: BindingInput, there: KubeObject): BindingDecision {
  const effective = asItStands(there, bindingRef(input.name), there, {
    owner: 'user',
    leaving: isDeleting(there) && !isPaused(there),
  })
  return { ...nothing(input.name, false), effective }
}

function foreign(
  policy: KubeObject,
  compiled: CompiledPolicy,
  there: KubeObject,
): Pick<BindingDecision, 'problems' | 'synced'> {
  const message = `a Binding named ${nameOf(there)} exists that this policy does not own; it is left alone`
  const problem = problemOn(policyRef(nameOf(policy)), {
    code: 'BindingForeign',
    path: '',
    message,
    expected: 'rename the policy, or delete that Binding',
  })
  const faults = compiled.faults.map((fault) => problemOn(policyRef(nameOf(policy)), fault))
  return { problems: [problem, ...faults], synced: synced('False', 'BindingForeign', message) }
}

function policyBinding(
  input: BindingInput,
  policy: KubeObject,
  compiled: CompiledPolicy,
): Omit<BindingDecision, 'name'> {
  const { there } = input
  const faults = invalidProblems(policyRef(nameOf(policy)), compiled, there)
  if (faults.length > 0) return frozenLists(input, policy, faults, 'PolicyInvalid')

  const { entries, unseen } = selectEntries(input.selection, there)
  const inventoryUnseen = 'why' in input.wecs ? input.wecs : undefined
  // Nothing is written before what it depends on is known: a Binding that is not seen may exist, an inventory may list WECs.
  const undecided = input.bindingsUnseen ?? inventoryUnseen
  if (there === undefined && undecided !== undefined)
    return { ...nothing('', true), ...unknownOf([undecided, ...unseen]) }
  // One that somebody deletes is let go once it can be made again: its lists stand nowhere else (SNP-2).
  const waits = [...(undecided === undefined ? [] : [undecided]), ...unseen]
  if (there !== undefined && isDeleting(there) && waits.length > 0) {
    const effective = asItStands(there, policyRef(nameOf(policy)), policy, { frozen: true })
    return { ...nothing('', false), effective, ...unknownOf(waits) }
  }

  const wecs = 'why' in input.wecs ? destinationsOf(there as KubeObject) : input.wecs
  // A Binding that somebody deletes is made again, as a new object (BND-4).
  const base = there !== undefined && isDeleting(there) ? undefined : there
  const wanted = bindingFor(policy, entries, wecs, base)
  const tooLarge = tooLargeProblem(policyRef(nameOf(policy)), wanted, entries.length)
  if (tooLarge !== undefined) return frozenLists(input, policy, [tooLarge], 'BindingTooLarge')

  const everythingUnseen = [...unseen, ...(inventoryUnseen === undefined ? [] : [inventoryUnseen])]
  const effective: EffectiveBinding = {
    ...asItStands(wanted, policyRef(nameOf(policy)), policy, {}),
    uid: base === undefined ? undefined : uidOf(base),
    generation: generationAfter(base, wanted),
    entries: inBindingOrder(entries),
    wecs,
  }
  const pausedOr = (write: BindingDecision['write']) =>
    isPaused(policy) ? ({ kind: 'keep' } as const) : write
  return {
    write: pausedOr(there !== base ? { kind: 'release' } : { kind: 'write', object: wanted }),
    effective,
    holds: false,
    problems: [],
    ...(everythingUnseen.length > 0
      ? unknownOf(everythingUnseen)
      : { unseen: [], synced: syncedWith(base, wanted) }),
  }
}

// BND-7: a difference only in resourceVersions is none (BND-1).
function syncedWith(there: KubeObject | undefined, wanted: KubeObject): ConditionValue {
  if (there === undefined) return synced('False', 'NotWritten', 'the Binding is not written yet')
  return sameButVersions(there, wanted)
    ? synced('True', 'BindingWritten', 'the Binding lists what the policy selects')
    : synced('False', 'NotWritten', 'the Binding does not list yet what the policy selects')
}

function unknownOf(unseen: readonly Unseen[]): Pick<BindingDecision, 'synced' | 'unseen'> {
  return { synced: syncedUnknown(unseen), unseen }
}

/** FRZ-3, BND-10: the lists stay, what they list goes on being delivered. */
function frozenLists(
  input: BindingInput,
  policy: KubeObject,
  problems: readonly Problem[],
  reason: string,
): Omit<BindingDecision, 'name'> {
  const { there } = input
  const message =
    problems[0] === undefined ? '' : `${problems[0].path}: ${problems[0].message}`.replace(/^: /, '')
  return {
    write: { kind: there !== undefined && isDeleting(there) && !isPaused(policy) ? 'release' : 'keep' },
    effective:
      there === undefined
        ? undefined
        : asItStands(there, policyRef(nameOf(policy)), policy, { frozen: true }),
    holds: there === undefined,
    synced: synced('False', reason, message),
    problems,
    unseen: [],
  }
}

function asItStands(
  binding: KubeObject,
  author: Ref,
  authorObject: KubeObject,
  how: Partial<Pick<EffectiveBinding, 'owner' | 'frozen' | 'leaving'>>,
): EffectiveBinding {
  const confirmation = memberOf(annotationsOf(authorObject), names.annotations.confirmWithdrawal)
  return {
    name: nameOf(binding),
    owner: how.owner ?? 'policy',
    author,
    ref: bindingRef(nameOf(binding)),
    uid: isDeleting(binding) ? undefined : uidOf(binding) || undefined,
    generation: generationOf(binding) || 1,
    entries: inBindingOrder(entriesOf(binding)),
    wecs: [...destinationsOf(binding)].sort(compareUtf8),
    frozen: how.frozen ?? false,
    paused: isPaused(authorObject),
    leaving: how.leaving ?? false,
    confirmation: typeof confirmation === 'string' ? confirmation : undefined,
  }
}

// The server counts a generation when the spec changes; a new Binding starts at 1.
function generationAfter(there: KubeObject | undefined, wanted: KubeObject): number {
  if (there === undefined) return 1
  const changes = !equalJson(valueAt(there, 'spec'), valueAt(wanted, 'spec'))
  return generationOf(there) + (changes ? 1 : 0)
}
