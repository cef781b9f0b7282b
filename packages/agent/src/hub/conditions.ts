import { conditionOf, conditionsOf, type Json, type KubeObject, listAt } from '@downsync/core'
import { type SaidCondition, setCondition } from '../wec/conditions/set-condition.ts'

/** Types of the conditions of a ManagedCluster. */
export const conditionTypes = {
  accepted: 'HubAcceptedManagedCluster',
  joined: 'ManagedClusterJoined',
  available: 'ManagedClusterConditionAvailable',
  deleting: 'Deleting',
} as const

// The texts are OCM's to the letter: programs and people look for them.
const REMAINING = 'ResourceRemaining'
const HELD = 'the finalizer pending count is '
export const said = {
  accepted: {
    type: conditionTypes.accepted,
    status: 'True',
    reason: 'HubClusterAdminAccepted',
    message: 'Accepted by hub cluster admin',
  },
  denied: {
    type: conditionTypes.accepted,
    status: 'False',
    reason: 'HubClusterAdminDenied',
    message: 'Denied by hub cluster admin',
  },
  joined: {
    type: conditionTypes.joined,
    status: 'True',
    reason: 'ManagedClusterJoined',
    message: 'Managed cluster joined',
  },
  available: {
    type: conditionTypes.available,
    status: 'True',
    reason: 'ManagedClusterAvailable',
    message: 'Managed cluster is available',
  },
  silent: {
    type: conditionTypes.available,
    status: 'Unknown',
    reason: 'ManagedClusterLeaseUpdateStopped',
    message: 'Registration agent stopped updating its lease.',
  },
} as const satisfies Readonly<Record<string, SaidCondition>>

/** Accepted, but what the agent needs cannot be made. */
export function notAccepted(message: string): SaidCondition {
  return { type: conditionTypes.accepted, status: 'False', reason: 'Error', message }
}

/** The API server of the WEC does not answer as it should; `code` is 0 where it does not answer at all. */
export function unavailable(code: number, text: string): SaidCondition {
  return {
    type: conditionTypes.available,
    status: 'False',
    reason: 'ManagedClusterKubeAPIServerUnavailable',
    message: `The kube-apiserver is not ok, status code: ${code}, ${text}`,
  }
}

/** The mailbox of a WEC that leaves is not empty yet. */
export function remaining(count: number, held: number): SaidCondition {
  return {
    type: conditionTypes.deleting,
    status: 'False',
    reason: REMAINING,
    message: `The resource manifestworks is remaning, the remaining count is ${count}, ${HELD}${held}`,
  }
}

/** How many ManifestWorks the mailbox of a WEC that leaves holds for its agent to finish, by the word of the hub. */
export function heldIn(cluster: KubeObject): number {
  const standing = conditionOf(conditionsOf(cluster), conditionTypes.deleting)
  if (standing?.reason !== REMAINING) return 0
  const [, count = ''] = (standing.message ?? '').split(HELD)
  return /^\d+$/.test(count) ? Number(count) : 0
}

/**
 * The conditions of an object with ours as wanted; others' stay, and times move only with `status`.
 * @param now milliseconds since 1970
 * @returns undefined when nothing changes
 */
export function changedConditions(
  object: KubeObject,
  owned: readonly SaidCondition[],
  now: number,
): readonly Json[] | undefined {
  const there = listAt(object, 'status', 'conditions')
  const changed = owned.reduce((list, said) => setCondition(list, said, secondsText(now)), there)
  return changed === there ? undefined : changed
}

/** RFC 3339 in whole seconds, as Kubernetes writes times. */
export function secondsText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/\.\d+Z$/, 'Z')
}

/** RFC 3339 with microseconds, as Leases have it. */
export function microsecondsText(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace(/Z$/, '000Z')
}
