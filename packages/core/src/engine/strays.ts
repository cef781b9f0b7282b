import { type Problem, problemOn } from '../kube/index.ts'
import { wrappedRef } from '../reconcile/index.ts'
import type { Transport } from '../transport/index.ts'
import type { Inputs } from './inputs.ts'
import type { MailboxStages } from './mailboxes.ts'
import type { Stage } from './stage.ts'
import type { WrappedStages } from './wrapped.ts'

/**
 * The stage `strays`: by WEC, what is wrong with wrapped objects that bear the name of no Binding there is, so that no Binding
 * can say it: another WDS's of our name (WRP-6), and those that cannot be read.
 */
export function straysStage(
  inputs: Inputs,
  wrapped: WrappedStages,
  mailboxes: MailboxStages,
  transport: Transport,
): Stage<readonly Problem[]> {
  return {
    name: 'strays',
    compute: (read, wec) => {
      const wdsId = read.get(inputs.wdsId, '')
      return [...read.bucket(wrapped.byMailbox, wec).values()].flatMap((one) => {
        if (one.kind === 'others') return []
        const { name, bindingLabel } = one.kind === 'ours' ? one.shard : one
        if (read.get(mailboxes.nameOfLabel, bindingLabel) !== undefined) return []
        const on = wrappedRef(transport, wec, name)
        if (one.kind === 'unreadable') {
          const message = `it cannot be read, and stays: ${one.message}`
          return [problemOn(on, { code: 'WrappedUnreadable', path: '', message }, [{ wec }])]
        }
        const { wdsId: itsId } = one.shard
        if (itsId === undefined || wdsId === undefined || itsId === wdsId) return []
        const message = `another WDS of this name, ${itsId}, made it; it stays until it is adopted or pruned`
        return [problemOn(on, { code: 'WrappedForeign', path: '', message })]
      })
    },
  }
}
