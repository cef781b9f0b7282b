import { bindingRef, policyRef } from '../bind/index.ts'
import { labelValueFor, type Ref, refKey } from '../kube/index.ts'
import { type Action, bindingAction, type ControlInput, policyAction } from '../reconcile/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Inputs } from './inputs.ts'
import type { MailboxWrites } from './mailbox-writes.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** A write that a server refused and that is not repeated (P-6b). */
export type RefusedWrite = Readonly<{ ref: Ref; message: string }>

/** What is to be written of a policy and of the Binding of its name, statuses aside. */
export type ControlWrites = Readonly<{
  policy: Action | undefined
  binding: Action | undefined
  refused: readonly RefusedWrite[]
}>

/** The writes of control objects, at most one for each object at a time. */
export type ControlActions = Readonly<{
  actions: readonly Action[]
  refusedStatuses: readonly RefusedWrite[]
}>

/** The stage `controlWrites`: by the name of a policy or Binding. */
export function controlWritesStage(
  inputs: Inputs,
  wrapped: WrappedStages,
  bindings: BindingStages,
  mailboxWrites: Stage<MailboxWrites>,
  paused: Stage<boolean>,
): Stage<ControlWrites> {
  return {
    name: 'controlWrites',
    compute: (read, name) => {
      if (read.get(paused, '')) return { policy: undefined, binding: undefined, refused: [] }
      const input = inputOf(read, name)
      const policy = policyAction(input)
      const binding = bindingAction(input, policy !== undefined)
      const refused = [policy, binding].flatMap((action) => refusalOf(read, action))
      const mayWrite = (action: Action | undefined) =>
        action !== undefined && !refused.some(({ ref }) => refKey(ref) === refKey(action.ref))
      // BND-4: without its policy's finalizer no Binding is made.
      const isBarred = binding?.kind === 'create' && policy !== undefined && !mayWrite(policy)
      return {
        policy: mayWrite(policy) ? policy : undefined,
        binding: mayWrite(binding) && !isBarred ? binding : undefined,
        refused,
      }
    },
  }

  function inputOf(read: Read, name: string): ControlInput {
    const decision = read.get(bindings.decision, name)
    const label = labelValueFor(name)
    const itsKnown =
      read.get(wrapped.unseen, '') === undefined && read.get(bindings.inventory, '').kind === 'seen'
    return {
      decision,
      policy: read.get(inputs.object, refKey(policyRef(name))),
      policyRef: policyRef(name),
      there: read.get(inputs.object, refKey(bindingRef(name))),
      bindingRef: bindingRef(name),
      bindingsKnown: read.get(bindings.bindingsUnseen, '') === undefined,
      itsKnown,
      mailboxesDiffer: () =>
        (decision.effective?.wecs ?? []).some((wec) => read.get(mailboxWrites, wec).pending.has(label)),
      mailboxesClean: () => isClean(read, label),
    }
  }

  function refusalOf(read: Read, action: Action | undefined): readonly RefusedWrite[] {
    const refusal = action === undefined ? undefined : read.get(inputs.refusal, refKey(action.ref))
    return action === undefined || refusal?.intent !== action.intent
      ? []
      : [{ ref: action.ref, message: refusal.message }]
  }

  // BND-4: nothing of it is left in mailboxes but what agents that are away will finish.
  function isClean(read: Read, label: string): boolean {
    const wdsId = read.get(inputs.wdsId, '')
    for (const { wec, shard } of read.bucket(wrapped.byBinding, label).values()) {
      if (shard === undefined || wdsId === undefined) return false
      // WRP-6: another WDS's by its id is not waited for.
      if (shard.wdsId !== undefined && shard.wdsId !== wdsId) continue
      if (!shard.deleting || read.get(bindings.available, wec)) return false
    }
    return true
  }
}
