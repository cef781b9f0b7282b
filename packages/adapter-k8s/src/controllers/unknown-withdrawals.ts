import { type Action, refKey } from '@downsync/core'

/**
 * Rewrites and deletions of wrapped objects that were sent, and that the plan does not know of: from when they are sent until a
 * plan has taken in their answer. One of an *earlier* plan may still take an object out of its wrapped object, while the present
 * plan counts on it there: what is rewritten or deleted in that mailbox meanwhile could take away its other home (WRP-10).
 * ACT-1 guards one object, not two.
 */
export interface UnknownWithdrawals {
  sent(action: Action, plan: number): void
  /** Its answer came; plans from `knownFrom` on know of it. What was not done is forgotten at once. */
  answered(action: Action, isDone: boolean, knownFrom: number): void
  /** A new plan is there; what it still holds as it was sent is as good as sent for it. */
  planned(plan: number, holds: (action: Action) => boolean): void
  /** The key of what an action of a plan has to wait for. */
  obstacleOf(action: Action, plan: number): string | undefined
}

type Unknown = Readonly<{ action: Action; plan: number; knownFrom: number }>

export function createUnknownWithdrawals(): UnknownWithdrawals {
  const ofMailbox = new Map<string, Map<string, Unknown>>()

  function forget(mailbox: string, key: string): void {
    const unknown = ofMailbox.get(mailbox)
    unknown?.delete(key)
    if (unknown?.size === 0) ofMailbox.delete(mailbox)
  }

  return {
    sent(action, plan) {
      if (!mayWithdraw(action)) return
      const mailbox = action.ref.namespace
      const unknown = ofMailbox.get(mailbox) ?? new Map<string, Unknown>()
      ofMailbox.set(
        mailbox,
        unknown.set(refKey(action.ref), { action, plan, knownFrom: Number.POSITIVE_INFINITY }),
      )
    },
    answered(action, isDone, knownFrom) {
      const mailbox = action.ref.namespace
      const key = refKey(action.ref)
      const sent = ofMailbox.get(mailbox)?.get(key)
      if (sent === undefined) return
      if (isDone) ofMailbox.get(mailbox)?.set(key, { ...sent, knownFrom })
      else forget(mailbox, key)
    },
    planned(plan, holds) {
      for (const [mailbox, unknown] of ofMailbox)
        for (const [key, one] of unknown) {
          if (one.knownFrom <= plan) forget(mailbox, key)
          else if (holds(one.action)) unknown.set(key, { ...one, plan })
        }
    },
    obstacleOf(action, plan) {
      if (!mayWithdraw(action)) return undefined
      const own = refKey(action.ref)
      for (const [key, unknown] of ofMailbox.get(action.ref.namespace) ?? [])
        if (key !== own && unknown.plan < plan) return key
      return undefined
    },
  }
}

function mayWithdraw({ kind, ref }: Action): boolean {
  return kind !== 'create' && ref.space === 'its' && ref.namespace !== ''
}
