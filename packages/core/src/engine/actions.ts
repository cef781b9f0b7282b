import { bindingRef, type ErrorLine, policyRef } from '../bind/index.ts'
import { type KubeObject, labelValueFor, type Ref, refKey } from '../kube/index.ts'
import { type Action, type MailboxImpact, statusAction } from '../reconcile/index.ts'
import type { BindingStages } from './bindings.ts'
import type { ControlActions, ControlWrites, RefusedWrite } from './control-writes.ts'
import type { Inputs } from './inputs.ts'
import type { MailboxWrites } from './mailbox-writes.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Stage } from './stage.ts'
import type { StatusStages } from './statuses.ts'
import type { WrappedStages } from './wrapped.ts'

/** The writes in one mailbox that can be made now, and what they do. */
export type MailboxActions = Readonly<{ actions: readonly Action[]; impact: MailboxImpact }>

/** The stage `mailboxActions`: by WEC, without what would come after a write that is not going to be made (BND-4, P-6b). */
export function mailboxActionsStage(
  mailboxes: MailboxStages,
  mailboxWrites: Stage<MailboxWrites>,
  controlWrites: Stage<ControlWrites>,
): Stage<MailboxActions> {
  return {
    name: 'mailboxActions',
    compute: (read, wec) => {
      const { writes, impact } = read.get(mailboxWrites, wec)
      const actions = writes.flatMap(({ action, bindingLabel }) => {
        if (action.after.length === 0) return [action]
        const name = read.get(mailboxes.nameOfLabel, bindingLabel)
        const isPlanned = name !== undefined && read.get(controlWrites, name).binding !== undefined
        return isPlanned ? [action] : []
      })
      return { actions, impact }
    },
  }
}

/** The stage `refusals`: by the name of a Binding, the lines of refused writes in mailboxes (P-6b). */
export function refusalsStage(
  wrapped: WrappedStages,
  bindings: BindingStages,
  mailboxWrites: Stage<MailboxWrites>,
): Stage<readonly ErrorLine[]> {
  return {
    name: 'refusals',
    compute: (read, name) => {
      const label = labelValueFor(name)
      const wecs = new Set([...read.get(bindings.wecSet, name), ...read.get(wrapped.mailboxesOf, label)])
      return [...wecs].flatMap((wec) =>
        read
          .get(mailboxWrites, wec)
          .refused.filter((one) => one.bindingLabel === label)
          .map((one) => one.line),
      )
    },
    same: (a, b) => a.length === b.length && a.every((line, index) => line.text === b[index]?.text),
  }
}

/** The stage `controlActions`: by the name of a policy or Binding. */
export function controlActionsStage(
  inputs: Inputs,
  controlWrites: Stage<ControlWrites>,
  statuses: StatusStages,
): Stage<ControlActions> {
  return {
    name: 'controlActions',
    compute: (read, name) => {
      const { policy, binding } = read.get(controlWrites, name)
      const refusedStatuses: RefusedWrite[] = []
      const statusOf = (ref: Ref): Action | undefined => {
        const there: KubeObject | undefined = read.get(inputs.object, refKey(ref))
        const wanted = read.get(statuses.status, refKey(ref))
        if (there === undefined || wanted === undefined) return undefined
        const action = statusAction(ref, there, wanted, { rule: 'BND-7', from: ref })
        const refusal = read.get(inputs.statusRefusal, refKey(ref))
        if (action === undefined || refusal?.intent !== action.intent) return action
        refusedStatuses.push({ ref, message: refusal.message })
        return undefined
      }
      // While its Binding is being written a policy would say for a moment that the two differ: it waits for what comes of that.
      const ofPolicy = policy ?? (binding === undefined ? statusOf(policyRef(name)) : undefined)
      const actions = [ofPolicy, binding ?? statusOf(bindingRef(name))]
      return { actions: actions.filter((action) => action !== undefined), refusedStatuses }
    },
  }
}
