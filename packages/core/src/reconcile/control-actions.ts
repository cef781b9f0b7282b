import {
  type BindingDecision,
  type EffectiveBinding,
  isPaused,
  ownerOfBinding,
  sameButVersions,
  withFinalizer,
} from '../bind/index.ts'
import {
  equalJson,
  finalizersOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  memberOf,
  names,
  type Ref,
  valueAt,
} from '../kube/index.ts'
import type { Action } from './action.ts'
import { createAction, deleteAction, mergeAction } from './make-action.ts'

/** What decides about the writes of one policy and the Binding of its name, `.status` aside. */
export type ControlInput = Readonly<{
  decision: BindingDecision
  policy: KubeObject | undefined
  policyRef: Ref
  there: KubeObject | undefined
  bindingRef: Ref
  /** Absent Bindings are gone: the resource is completely known (SNP-1). */
  bindingsKnown: boolean
  /** The inventory and the wrapped objects are: while they are not, no finalizer is taken off (SNP-2, BND-4). */
  itsKnown: boolean
  /** Whether a wrapped object of it is to be created or rewritten (BND-1). */
  mailboxesDiffer: () => boolean
  /** Whether no wrapped object is left but such as are being deleted in WECs that are not available (BND-4). */
  mailboxesClean: () => boolean
}>

/** The write of a policy's own finalizer, if any (BND-4). */
export function policyAction(input: ControlInput): Action | undefined {
  const { policy, policyRef, there } = input
  if (policy === undefined || isPaused(policy)) return undefined
  const why = { rule: 'BND-4', from: policyRef }
  const finalizers = finalizersOf(policy)
  const name = names.finalizers.policy
  if (!isDeleting(policy)) {
    if (finalizers.includes(name)) return undefined
    return mergeAction(policyRef, policy, '', finalizerPatch(withFinalizer(finalizers, name)), why)
  }
  const bindingGone = input.bindingsKnown && (there === undefined || ownerOfBinding(there).kind === 'user')
  if (!bindingGone || !input.itsKnown || !finalizers.includes(name)) return undefined
  return mergeAction(policyRef, policy, '', finalizerPatch(without(finalizers, name)), why)
}

/** The write of a Binding, its status aside (BND-1, BND-4, BND-6). */
export function bindingAction(input: ControlInput, policyPending: boolean): Action | undefined {
  const { decision, there, bindingRef, policyRef } = input
  const { write, effective } = decision
  const after = policyPending ? [policyRef] : []
  const from = input.policy === undefined ? bindingRef : policyRef
  switch (write.kind) {
    case 'write':
      return there === undefined
        ? createAction(bindingRef, write.object, { rule: 'BND-1', from }, after)
        : updateAction(input, there, write.object, after)
    case 'delete':
      if (there === undefined) return undefined
      // Without it the Binding were gone before its wrapped objects, and they with it: past the guard of GRD-1.
      if (!isHeld(there) && !(input.itsKnown && input.mailboxesClean())) return heldAction(input, there, from)
      return deleteAction(bindingRef, there, { rule: 'BND-4', from }, after)
    case 'release':
      return there === undefined || !input.itsKnown ? undefined : releaseAction(bindingRef, there, from)
    case 'keep':
      return there === undefined || effective === undefined || effective.paused
        ? undefined
        : keptAction(input, there, effective)
  }
}

// BND-1: a difference only in resourceVersions waits until some mailbox differs as well.
function updateAction(
  input: ControlInput,
  there: KubeObject,
  wanted: KubeObject,
  after: readonly Ref[],
): Action | undefined {
  if (sameButVersions(there, wanted) && !input.mailboxesDiffer()) return undefined
  const patch: [string, JsonObject][] = []
  const metadata = changedMembers(there.metadata, wanted.metadata, ['ownerReferences', 'finalizers'])
  if (Object.keys(metadata).length > 0) patch.push(['metadata', metadata])
  const spec = memberOf(wanted, 'spec')
  if (!equalJson(memberOf(there, 'spec'), spec)) patch.push(['spec', wholeSpec(there, wanted)])
  if (patch.length === 0) return undefined
  const why = { rule: 'BND-1', from: input.policyRef }
  return mergeAction(input.bindingRef, there, '', Object.fromEntries(patch), why, after)
}

// Lists are replaced as a whole: a merge patch has no other way, and no entry holds a null.
function wholeSpec(there: KubeObject, wanted: KubeObject): JsonObject {
  const workload = changedMembers(valueAt(there, 'spec', 'workload'), valueAt(wanted, 'spec', 'workload'), [
    'clusterScope',
    'namespaceScope',
  ])
  const destinations = changedMembers(memberOf(there, 'spec'), memberOf(wanted, 'spec'), ['destinations'])
  return Object.keys(workload).length > 0 ? { workload, ...destinations } : destinations
}

function changedMembers(
  there: Parameters<typeof memberOf>[0],
  wanted: Parameters<typeof memberOf>[0],
  keys: readonly string[],
): JsonObject {
  const changed = keys.flatMap((key) => {
    const value = memberOf(wanted, key)
    return value === undefined || equalJson(memberOf(there, key), value) ? [] : [[key, value] as const]
  })
  return Object.fromEntries(changed)
}

// A user's Binding gets the finalizer before its first wrapped object; one that leaves loses it last.
function keptAction(input: ControlInput, there: KubeObject, effective: EffectiveBinding): Action | undefined {
  const { bindingRef } = input
  if (isDeleting(there)) {
    return effective.leaving && input.itsKnown && input.mailboxesClean()
      ? releaseAction(bindingRef, there, effective.author)
      : undefined
  }
  return effective.leaving || isHeld(there) ? undefined : heldAction(input, there, effective.author)
}

function isHeld(binding: KubeObject): boolean {
  return finalizersOf(binding).includes(names.finalizers.binding)
}

function heldAction({ bindingRef }: ControlInput, there: KubeObject, from: Ref): Action {
  const finalizers = withFinalizer(finalizersOf(there), names.finalizers.binding)
  return mergeAction(bindingRef, there, '', finalizerPatch(finalizers), { rule: 'BND-4', from })
}

function releaseAction(ref: Ref, there: KubeObject, from: Ref): Action | undefined {
  const finalizers = finalizersOf(there)
  const name = names.finalizers.binding
  if (!finalizers.includes(name)) return undefined
  return mergeAction(ref, there, '', finalizerPatch(without(finalizers, name)), { rule: 'BND-4', from })
}

function finalizerPatch(finalizers: readonly string[]): JsonObject {
  return { metadata: { finalizers } }
}

function without(finalizers: readonly string[], name: string): readonly string[] {
  return finalizers.filter((one) => one !== name)
}
