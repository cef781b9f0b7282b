import {
  type Delivery,
  isKubeObject,
  type Json,
  type KubeObject,
  listAt,
  manifestKey,
  memberOf,
  stringAt,
  versionOf,
} from '@downsync/core'
import {
  conditionOf,
  isOfGeneration,
  type ManifestStatus,
  manifestIdOf,
  manifestStatusesOf,
  manifestsOf,
} from './manifest-work.ts'

const APPLIED = 'Applied'

/**
 * What OCM's agent says of each manifest, in their order. Its entries are found by identity, as its ordinals are those of the
 * list that it last saw; a manifest without an entry is pending.
 */
export function deliveryOf(wrapped: KubeObject): readonly Delivery[] {
  const statuses = new Map<string, ManifestStatus[]>()
  for (const status of manifestStatusesOf(wrapped))
    statuses.set(manifestKey(status), [...(statuses.get(manifestKey(status)) ?? []), status])
  return manifestsOf(wrapped)
    .filter(isKubeObject)
    .map((manifest) => {
      const id = manifestIdOf(manifest)
      // The agent blanks the namespace of a cluster-scoped kind.
      const said = statuses.get(manifestKey(id)) ?? statuses.get(manifestKey({ ...id, namespace: '' })) ?? []
      const ofVersion = said.find((status) => status.version === versionOf(manifest.apiVersion))
      const applied = conditionOf((ofVersion ?? said[0])?.conditions ?? [], APPLIED)
      const message = stringAt(applied, 'message') ?? ''
      const state = stateOf(applied)
      const cause = state === 'failed' ? causeOf(message) : undefined
      const since = stringAt(applied, 'lastTransitionTime')
      return {
        id,
        state,
        current: isCurrent(applied, wrapped),
        ...(cause && { cause }),
        message,
        ...(since !== undefined && { since }),
      }
    })
}

/** Whether the agent has applied all manifests of the wrapped object's present generation (WRP-11). */
export function isSettled(wrapped: KubeObject): boolean {
  const applied = workCondition(wrapped)
  return memberOf(applied, 'status') === 'True' && isOfGeneration(applied, wrapped)
}

function stateOf(applied: Json | undefined): Delivery['state'] {
  switch (memberOf(applied, 'status')) {
    case 'True':
      return 'applied'
    case 'False':
      return 'failed'
    default:
      return 'pending'
  }
}

// Agents before v1.2 write no generation into the conditions of manifests.
function isCurrent(applied: Json | undefined, wrapped: KubeObject): boolean {
  if (applied === undefined) return false
  const hasOwn = memberOf(applied, 'observedGeneration') !== undefined
  return isOfGeneration(hasOwn ? applied : workCondition(wrapped), wrapped)
}

function workCondition(wrapped: KubeObject): Json | undefined {
  return conditionOf(listAt(wrapped, 'status', 'conditions'), APPLIED)
}

/** WRP-9: the failures that hold up an agent's work on the manifest's neighbours, by the agent's texts. */
function causeOf(message: string): Delivery['cause'] {
  if (message.includes("the server doesn't have a resource type")) return 'unknownKind'
  if (message.includes('is forbidden: User ') || message.includes('not allowed to apply')) return 'forbidden'
  return undefined
}
