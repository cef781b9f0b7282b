import { bindingRef, type ErrorLine, policyRef } from '../bind/index.ts'
import {
  finalizersOf,
  isDeleting,
  type KubeObject,
  labelsOf,
  labelValueFor,
  names,
  type Ref,
  refKey,
  stringAt,
} from '../kube/index.ts'
import {
  type Action,
  bindingAction,
  type ControlInput,
  impactOf,
  type MailboxImpact,
  policyAction,
  statusAction,
  wrappedActions,
  wrappedRef,
} from '../reconcile/index.ts'
import type { Bundle } from '../transport/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Inputs } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Settings } from './settings.ts'
import type { Read, Stage } from './stage.ts'
import type { StatusStages } from './statuses.ts'
import type { WrappedStages } from './wrapped.ts'

/** The writes in one mailbox, and those that were refused and are not repeated (P-6b). */
export type MailboxActions = Readonly<{
  actions: readonly Action[]
  refused: readonly Readonly<{ bindingLabel: string; line: ErrorLine }>[]
  /** Label values of Bindings with a creation or a rewrite here (BND-1). */
  pending: ReadonlySet<string>
  impact: MailboxImpact
}>

/** The stages of `reconcile` that statuses do not come into. */
export type MailboxActionStages = Readonly<{
  /** By WEC. */
  mailboxActions: Stage<MailboxActions>
  /** By the name of a Binding. */
  refusals: Stage<readonly ErrorLine[]>
}>

/** The stage of writes in mailboxes, wired (WRP-4, P-6b). */
export function mailboxActionStages(
  inputs: Inputs,
  wrapped: WrappedStages,
  bindings: BindingStages,
  mailboxes: MailboxStages,
  settings: Settings,
): MailboxActionStages {
  const { transport } = settings
  const mailboxActions: Stage<MailboxActions> = {
    name: 'mailboxActions',
    compute: (read, wec) => {
      const { decision } = read.get(mailboxes.mailbox, wec)
      // SNP-2: while wrapped objects are not completely seen, nothing is written in any mailbox.
      const still = settings.paused === true || read.get(wrapped.unseen, '') !== undefined
      const authors = authorsIn(read, bindings)
      const actions = still
        ? []
        : wrappedActions({
            decision,
            transport,
            thereBy: (name) => read.get(inputs.object, refKey(wrappedRef(transport, wec, name))),
            authorOf: (one) => authors.get(labelIn(one))?.author ?? bindingRef(labelIn(one)),
            afterFor: (one) => afterFor(inputs, read, bindings, authors.get(labelIn(one))?.name),
          })
      const refused = actions.flatMap((action) => {
        const refusal = read.get(inputs.refusal, refKey(action.ref))
        return refusal?.intent === action.intent ? [{ action, refusal }] : []
      })
      const allowed = actions.filter((action) => !refused.some((one) => one.action === action))
      const shards = [...read.bucket(wrapped.byMailbox, wec).values()].flatMap((one) =>
        one.kind === 'ours' ? [one.shard] : [],
      )
      return {
        actions: allowed,
        refused: refused.map(({ action, refusal }) => ({
          bindingLabel: labelOfAction(read, inputs, action),
          line: { wec, text: `${wec}: the write of ${action.ref.name} was refused: ${refusal.message}` },
        })),
        pending: new Set(
          allowed
            .filter((action) => action.kind !== 'delete')
            .map((action) => labelOfAction(read, inputs, action)),
        ),
        impact: still ? { appear: 0, change: 0, vanish: 0, held: 0 } : impactOf(decision, shards),
      }
    },
  }
  const refusals: Stage<readonly ErrorLine[]> = {
    name: 'refusals',
    compute: (read, name) => {
      const label = labelValueFor(name)
      const wecs = new Set(read.get(bindings.decision, name).effective?.wecs ?? [])
      for (const { wec } of read.bucket(wrapped.byBinding, label).values()) wecs.add(wec)
      return [...wecs].flatMap((wec) =>
        read
          .get(mailboxActions, wec)
          .refused.filter((one) => one.bindingLabel === label)
          .map((one) => one.line),
      )
    },
  }
  return { mailboxActions, refusals }
}

/** The stage of writes of control objects: by the name of a policy or Binding, at most one write for each object at a time. */
export function controlActionStage(
  inputs: Inputs,
  wrapped: WrappedStages,
  bindings: BindingStages,
  mailboxes: Pick<MailboxActionStages, 'mailboxActions'>,
  statuses: StatusStages,
  settings: Settings,
): Stage<readonly Action[]> {
  const clean: Stage<boolean> = {
    name: 'mailboxesClean',
    compute: (read, name) => isClean(inputs, read, wrapped, bindings, name),
  }
  return {
    name: 'controlActions',
    compute: (read, name) => {
      const decision = read.get(bindings.decision, name)
      const input: ControlInput = {
        decision,
        policy: read.get(inputs.object, refKey(policyRef(name))),
        policyRef: policyRef(name),
        there: read.get(inputs.object, refKey(bindingRef(name))),
        bindingRef: bindingRef(name),
        bindingsKnown: read.get(bindings.bindingsUnseen, '') === undefined,
        mailboxesDiffer: (decision.effective?.wecs ?? []).some((wec) =>
          read.get(mailboxes.mailboxActions, wec).pending.has(labelValueFor(name)),
        ),
        mailboxesClean: read.get(clean, name),
      }
      const quiet = settings.paused === true
      const forPolicy = quiet ? undefined : allowed(read, policyAction(input))
      const forBinding = quiet ? undefined : allowed(read, bindingAction(input, forPolicy !== undefined))
      return [
        forPolicy ?? statusOf(read, input.policyRef, input.policy),
        forBinding ?? statusOf(read, input.bindingRef, input.there),
      ].filter((action): action is Action => action !== undefined)
    },
  }

  function allowed(read: Read, action: Action | undefined): Action | undefined {
    if (action === undefined) return undefined
    return read.get(inputs.refusal, refKey(action.ref))?.intent === action.intent ? undefined : action
  }

  function statusOf(read: Read, ref: Ref, there: KubeObject | undefined): Action | undefined {
    const wanted = read.get(statuses.status, refKey(ref))
    if (there === undefined || wanted === undefined) return undefined
    return allowed(read, statusAction(ref, there, wanted, { rule: 'BND-7', from: ref }))
  }
}

type Author = Readonly<{ name: string; author: Ref }>

function authorsIn(read: Read, bindings: BindingStages): ReadonlyMap<string, Author> {
  return new Map(
    read.get(bindings.bindingNames, '').map((name) => {
      const author = read.get(bindings.decision, name).effective?.author ?? bindingRef(name)
      return [labelValueFor(name), { name, author }] as const
    }),
  )
}

// BND-4: the Binding, with its finalizer, goes before its first wrapped object, and its deletion before theirs.
function afterFor(
  inputs: Inputs,
  read: Read,
  bindings: BindingStages,
  name: string | undefined,
): readonly Ref[] {
  if (name === undefined) return []
  const { effective, write } = read.get(bindings.decision, name)
  const there = read.get(inputs.object, refKey(bindingRef(name)))
  if (write.kind === 'delete') return [bindingRef(name)]
  if (effective === undefined || effective.paused || effective.leaving) return []
  const guarded =
    there !== undefined && !isDeleting(there) && finalizersOf(there).includes(names.finalizers.binding)
  return guarded ? [] : [bindingRef(name)]
}

function labelIn(one: Bundle | KubeObject): string {
  const labels = 'items' in one && 'wec' in one ? (one as Bundle).labels : labelsOf(one as KubeObject)
  return stringAt(labels, names.labels.originBinding) ?? ''
}

function labelOfAction(read: Read, inputs: Inputs, action: Action): string {
  const object = action.kind === 'create' ? action.object : read.get(inputs.object, refKey(action.ref))
  return object === undefined ? '' : labelIn(object)
}

// BND-4: nothing of it is left in mailboxes but what agents that are away will finish.
function isClean(
  inputs: Inputs,
  read: Read,
  wrapped: WrappedStages,
  bindings: BindingStages,
  name: string,
): boolean {
  if (read.get(wrapped.unseen, '') !== undefined || read.get(bindings.inventory, '').kind === 'unseen')
    return false
  const wdsId = read.get(inputs.wdsId, '')
  for (const { wec, shard } of read.bucket(wrapped.byBinding, labelValueFor(name)).values()) {
    if (shard === undefined) return false
    // WRP-6: another WDS's by its id is not waited for.
    if (shard.wdsId !== undefined && shard.wdsId !== wdsId) continue
    if (!shard.deleting || read.get(bindings.available, wec)) return false
  }
  return true
}
