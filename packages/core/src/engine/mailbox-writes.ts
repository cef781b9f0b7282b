import { bindingRef, type ErrorLine } from '../bind/index.ts'
import {
  equalJson,
  finalizersOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  labelsOf,
  names,
  type Ref,
  refKey,
  stringAt,
} from '../kube/index.ts'
import {
  type Action,
  impactOf,
  type MailboxImpact,
  pairEffects,
  wrappedActions,
  wrappedRef,
} from '../reconcile/index.ts'
import type { BindingStages } from './bindings.ts'
import type { Inputs } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Settings } from './settings.ts'
import type { Read, Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/** One write in a mailbox, with the label value that names its Binding. */
export type MailboxWrite = Readonly<{ bindingLabel: string; action: Action }>

/** What is to be written in one mailbox, and what was refused and is not repeated (P-6b). */
export type MailboxWrites = Readonly<{
  writes: readonly MailboxWrite[]
  refused: readonly Readonly<{ bindingLabel: string; line: ErrorLine }>[]
  /** Label values of Bindings with a creation or a rewrite here (BND-1). */
  pending: ReadonlySet<string>
  impact: MailboxImpact
}>

/** Whose decision the wrapped objects of a Binding follow, and what they come after. */
type Origin = Readonly<{
  author: Ref
  after: readonly Ref[]
  /** The Binding is let go, to be made again: nothing new before that (BND-4). */
  isLetGo: boolean
}>

const NO_EFFECTS: ReturnType<typeof pairEffects> = new Map()
const NO_IMPACT: MailboxImpact = { appear: 0, change: 0, vanish: 0, held: 0 }

/** The stage `mailboxWrites`: by WEC (WRP-4, P-6b). */
export function mailboxWritesStage(
  inputs: Inputs,
  wrapped: WrappedStages,
  bindings: BindingStages,
  mailboxes: MailboxStages,
  settings: Settings,
  paused: Stage<boolean>,
): Stage<MailboxWrites> {
  const { transport } = settings
  const origin = originStage(inputs, bindings, mailboxes)
  return {
    name: 'mailboxWrites',
    compute: (read, wec) => {
      const { decision } = read.get(mailboxes.mailbox, wec)
      // SNP-2: while wrapped objects are not completely seen, nothing is written in any mailbox.
      if (read.get(paused, '') || read.get(wrapped.unseen, '') !== undefined)
        return { writes: [], refused: [], pending: new Set(), impact: NO_IMPACT }
      const thereBy = (name: string): KubeObject | undefined =>
        read.get(inputs.object, refKey(wrappedRef(transport, wec, name)))
      const wanted = wrappedActions({
        decision,
        transport,
        thereBy,
        authorOf: (labels) => read.get(origin, labelIn(labels)).author,
        afterFor: (labels) => read.get(origin, labelIn(labels)).after,
      })
      const shards = shardsIn(read, wec)
      const written = new Set(wanted.map(({ ref }) => ref.name))
      const effects = written.size === 0 ? NO_EFFECTS : pairEffects(decision, shards, written)
      const all = wanted.map((write): MailboxWrite => {
        const object = write.kind === 'create' ? write.object : thereBy(write.ref.name)
        const own = effects.get(write.ref.name) ?? []
        const action = own.length === 0 ? write : { ...write, effects: own }
        return { action, bindingLabel: object === undefined ? '' : labelIn(labelsOf(object)) }
      })
      const writes: MailboxWrite[] = []
      const refused: { bindingLabel: string; line: ErrorLine }[] = []
      for (const write of all) {
        const { action, bindingLabel } = write
        const refusal = read.get(inputs.refusal, refKey(action.ref))
        if (refusal?.intent === action.intent) {
          const text = `${wec}: the write of ${action.ref.name} was refused: ${refusal.message}`
          refused.push({ bindingLabel, line: { wec, text } })
        } else if (action.kind !== 'create' || !read.get(origin, bindingLabel).isLetGo) writes.push(write)
      }
      return { writes, refused, pending: pendingIn(writes), impact: impactOf(decision, shards) }
    },
  }

  function shardsIn(read: Read, wec: string) {
    return [...read.bucket(wrapped.byMailbox, wec).values()].flatMap((one) =>
      one.kind === 'ours' ? [one.shard] : [],
    )
  }
}

function pendingIn(writes: readonly MailboxWrite[]): ReadonlySet<string> {
  return new Set(writes.flatMap((one) => (one.action.kind === 'delete' ? [] : [one.bindingLabel])))
}

// By the label value that names a Binding.
function originStage(inputs: Inputs, bindings: BindingStages, mailboxes: MailboxStages): Stage<Origin> {
  return {
    name: 'origin',
    compute: (read, label) => {
      const name = read.get(mailboxes.nameOfLabel, label)
      if (name === undefined) return { author: bindingRef(label), after: [], isLetGo: false }
      const { effective, write } = read.get(bindings.decision, name)
      const author = effective?.author ?? bindingRef(name)
      const isLetGo = write.kind === 'release'
      // BND-4: the Binding, with its finalizer, goes before its first wrapped object, and its deletion before theirs.
      const isAwaited = write.kind === 'delete' || (mayDeliver(effective) && !isGuarded(inputs, read, name))
      return { author, after: isAwaited ? [bindingRef(name)] : [], isLetGo }
    },
    same: (a, b) => a.isLetGo === b.isLetGo && equalJson(a.author, b.author) && equalJson(a.after, b.after),
  }
}

function mayDeliver(effective: Readonly<{ paused: boolean; leaving: boolean }> | undefined): boolean {
  return effective !== undefined && !effective.paused && !effective.leaving
}

function isGuarded(inputs: Inputs, read: Read, name: string): boolean {
  const there = read.get(inputs.object, refKey(bindingRef(name)))
  return there !== undefined && !isDeleting(there) && finalizersOf(there).includes(names.finalizers.binding)
}

function labelIn(labels: JsonObject): string {
  return stringAt(labels, names.labels.originBinding) ?? ''
}
