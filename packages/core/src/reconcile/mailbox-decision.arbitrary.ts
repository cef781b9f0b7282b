import type { MailboxDecision, Shard } from '../deliver/index.ts'
import type { Bundle } from '../transport/index.ts'

/** A decision on the mailbox of `east` that decides nothing but this. */
export function decisionWith(decided: Partial<MailboxDecision> = {}): MailboxDecision {
  return { wec: 'east', bundles: [], deletions: [], pairs: [], held: [], problems: [], ...decided }
}

/** A wrapped object that stands in the mailbox of `east`, and of which nothing was reported. */
export function shardWith(bundle: Bundle, deleting = false): Shard {
  return {
    name: bundle.name,
    wec: 'east',
    uid: 'u',
    bindingLabel: 'p',
    wdsId: undefined,
    deleting,
    settled: true,
    bundle,
    items: new Map(),
    deliveries: new Map(),
  }
}
