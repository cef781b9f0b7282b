import {
  isDeleting,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  resourceVersionOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import { ownersPatch } from '../apply/decide-apply.ts'
import { APPLIED_WORK_API_VERSION, appliedManifestWorks } from '../ocm.ts'
import type { AppliedResource } from './applied-resources.ts'

/** What becomes of an object that an AppliedManifestWork made and holds no more. */
export type WithdrawalDecision =
  /** It is gone, is another one by now, or is not owned: it is the AppliedManifestWork's no more. */
  | Readonly<{ kind: 'forget' }>
  /** Others of our kind own it too: only our reference goes, by this merge patch; then it is forgotten. */
  | Readonly<{ kind: 'disown'; patch: JsonObject }>
  /** Its deletion has begun; something holds it. */
  | Readonly<{ kind: 'wait' }>
  /** In the background, and only if it is still this one, and nobody else has come to own it. */
  | Readonly<{ kind: 'delete'; uid: string; resourceVersion: string }>

/**
 * How an object that a work has made is withdrawn (OCM's `DeleteAppliedResources`).
 * @param existing as it is in the WEC; undefined only where it is known not to be there
 * @param ownerUid of the AppliedManifestWork
 */
export function decideWithdrawal(
  entry: AppliedResource,
  existing: KubeObject | undefined,
  ownerUid: string,
): WithdrawalDecision {
  if (existing === undefined) return { kind: 'forget' }
  const owners = listAt(existing.metadata, 'ownerReferences')
  const isOurs = (owner: Json) => stringAt(owner, 'uid') === ownerUid
  if (!owners.some(isOurs)) return { kind: 'forget' }
  if (owners.some((owner) => !isOurs(owner) && isAppliedWork(owner))) {
    const others = owners.filter((owner) => !isOurs(owner))
    return { kind: 'disown', patch: ownersPatch(existing, others) }
  }
  if (entry.uid !== '' && entry.uid !== uidOf(existing)) return { kind: 'forget' }
  if (isDeleting(existing)) return { kind: 'wait' }
  return { kind: 'delete', uid: uidOf(existing), resourceVersion: resourceVersionOf(existing) }
}

function isAppliedWork(owner: Json): boolean {
  return (
    stringAt(owner, 'apiVersion') === APPLIED_WORK_API_VERSION &&
    stringAt(owner, 'kind') === appliedManifestWorks.kind
  )
}
