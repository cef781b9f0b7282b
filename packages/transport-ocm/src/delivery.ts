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
import { changedAtOf } from './changed-manifests.ts'
import {
  conditionOf,
  generationOf,
  type ManifestStatus,
  manifestIdOf,
  manifestStatusesOf,
  manifestsOf,
  observedIn,
} from './manifest-work.ts'

const APPLIED = 'Applied'

/**
 * What OCM's agent says of each manifest, in their order. Its entries are found by identity, as its ordinals are those of the
 * list that it last saw; a manifest without an entry is pending.
 */
export function deliveryOf(wrapped: KubeObject): readonly Delivery[] {
  const wordOn = wordsIn(wrapped)
  const changedAt = changedAtOf(wrapped)
  return manifestsOf(wrapped).flatMap((manifest, index) => {
    if (!isKubeObject(manifest)) return []
    const applied = wordOn(manifest)
    const message = stringAt(applied, 'message') ?? ''
    const state = stateOf(applied)
    const cause = state === 'failed' ? causeOf(message) : undefined
    const since = stringAt(applied, 'lastTransitionTime')
    return {
      id: manifestIdOf(manifest),
      state,
      current: isCurrent(applied, wrapped, changedAt(index)),
      ...(cause && { cause }),
      message,
      ...(since !== undefined && { since }),
    }
  })
}

/** The generation of which the agent speaks, of a manifest by its index; undefined: it says nothing of that manifest. */
export function heardAtOf(wrapped: KubeObject): (index: number) => number | undefined {
  const wordOn = wordsIn(wrapped)
  const manifests = manifestsOf(wrapped)
  return (index) => {
    const manifest = manifests[index]
    return isKubeObject(manifest) ? generationHeard(wordOn(manifest), wrapped) : undefined
  }
}

// The condition `Applied` of a manifest.
function wordsIn(wrapped: KubeObject): (manifest: KubeObject) => Json | undefined {
  const statuses = new Map<string, ManifestStatus[]>()
  for (const status of manifestStatusesOf(wrapped))
    statuses.set(manifestKey(status), [...(statuses.get(manifestKey(status)) ?? []), status])
  return (manifest) => {
    const id = manifestIdOf(manifest)
    // The agent blanks the namespace of a cluster-scoped kind.
    const said = statuses.get(manifestKey(id)) ?? statuses.get(manifestKey({ ...id, namespace: '' })) ?? []
    const ofVersion = said.find((status) => status.version === versionOf(manifest.apiVersion))
    return conditionOf((ofVersion ?? said[0])?.conditions ?? [], APPLIED)
  }
}

/** Whether the agent has applied all manifests of the wrapped object's present generation (WRP-11). */
export function isSettled(wrapped: KubeObject): boolean {
  const applied = workCondition(wrapped)
  const generation = generationOf(wrapped)
  return (
    memberOf(applied, 'status') === 'True' && generation !== undefined && observedIn(applied) === generation
  )
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

// AGG-5: of the manifest as it stands; what changed after that is not heard of yet.
function isCurrent(applied: Json | undefined, wrapped: KubeObject, changedAt: number | undefined): boolean {
  const heard = generationHeard(applied, wrapped)
  const generation = generationOf(wrapped)
  if (heard === undefined || changedAt === undefined || generation === undefined) return false
  return changedAt <= heard && heard <= generation
}

// Agents before v1.2 write no generation into the conditions of manifests.
function generationHeard(applied: Json | undefined, wrapped: KubeObject): number | undefined {
  if (applied === undefined) return undefined
  const hasOwn = memberOf(applied, 'observedGeneration') !== undefined
  return observedIn(hasOwn ? applied : workCondition(wrapped))
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
