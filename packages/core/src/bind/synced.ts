import type { ConditionValue, Unseen } from './types.ts'

/** The condition `Synced`: the Binding equals what the policy selects (BND-7). */
export function synced(status: ConditionValue['status'], reason: string, message: string): ConditionValue {
  return { type: 'Synced', status, reason, message }
}

/** `Synced` while something that decides is not seen (SNP-2). */
export function syncedUnknown(unseen: readonly Unseen[]): ConditionValue {
  return synced('Unknown', 'ResourceUnseen', describeUnseen(unseen))
}

/** What is not seen, in one line, each once. */
export function describeUnseen(unseen: readonly Unseen[]): string {
  const lines = unseen.map(({ resource, why }) => `${resource} (${why})`)
  return `not completely known: ${[...new Set(lines)].join(', ')}`
}
