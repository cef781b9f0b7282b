import type { MailboxDecision } from '../deliver/index.ts'
import { type JsonObject, type KubeObject, labelsOf, type Ref, refOf } from '../kube/index.ts'
import type { Transport } from '../transport/index.ts'
import type { Action } from './action.ts'
import { createAction, deleteAction, jsonPatchAction } from './make-action.ts'

/** What decides about the writes in one mailbox. */
export type MailboxWrites = Readonly<{
  decision: MailboxDecision
  transport: Transport
  thereBy: (name: string) => KubeObject | undefined
  /**
   * By its labels, whose decision a wrapped object follows: the policy, or the user's Binding; the Binding itself
   * for one that nobody wants.
   */
  authorOf: (labels: JsonObject) => Ref
  /** By its labels: writes that must have landed before the first wrapped object of a Binding, and before its deletion. */
  afterFor: (labels: JsonObject) => readonly Ref[]
}>

/** The writes that make a mailbox what is wanted (WRP-4): only what differs. */
export function wrappedActions(input: MailboxWrites): readonly Action[] {
  const { decision, transport } = input
  const written = decision.bundles.flatMap((bundle) => {
    const ref = wrappedRef(transport, decision.wec, bundle.name)
    const there = input.thereBy(bundle.name)
    const from = input.authorOf(bundle.labels)
    if (there === undefined) {
      const why = { rule: 'WRP-1', from }
      return [createAction(ref, transport.wrap(bundle), why, input.afterFor(bundle.labels))]
    }
    const wanted = transport.wrap(bundle, there)
    const action = jsonPatchAction(ref, there, wanted, { rule: 'WRP-4', from })
    return action === undefined ? [] : [action]
  })
  const deleted = decision.deletions.flatMap(({ name, rule }) => {
    const there = input.thereBy(name)
    if (there === undefined) return []
    const ref = wrappedRef(transport, decision.wec, name)
    const labels = labelsOf(there)
    return [deleteAction(ref, there, { rule, from: input.authorOf(labels) }, input.afterFor(labels))]
  })
  return [...written, ...deleted]
}

/** The wrapped object of a name in a mailbox. */
export function wrappedRef(transport: Transport, wec: string, name: string): Ref {
  const { group, resource } = transport.resource
  return refOf('its', { group, resource, namespace: wec, name })
}
