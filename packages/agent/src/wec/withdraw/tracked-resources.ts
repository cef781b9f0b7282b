import { idKey, uidOf } from '@downsync/core'
import type { Seen } from '../conditions/manifest-entry.ts'
import { idOfMeta, type ManifestMeta, type WorkManifest } from '../work/work-manifests.ts'
import { type AppliedResource, untracked } from './applied-resources.ts'

/** A manifest, and what is there of its object. */
export type SeenManifest = Readonly<{ manifest: WorkManifest; seen: Seen }>

/** What an AppliedManifestWork holds, and what it should let go. */
export type Tracked = Readonly<{ held: readonly AppliedResource[]; toWithdraw: readonly AppliedResource[] }>

/**
 * What is to be recorded before anything is written: all that there is, and, without a uid, all that is about to be made. Otherwise an
 * agent that dies in between would leave objects behind of which nobody knows.
 */
export function intendedResources(
  recorded: readonly AppliedResource[],
  manifests: readonly SeenManifest[],
): readonly AppliedResource[] {
  const entries = new Map(recorded.map((entry) => [idKey(entry), entry]))
  for (const { manifest, seen } of manifests) {
    if (manifest.kind !== 'usable' || manifest.strategy.kind === 'readOnly') continue
    const key = idKey(idOfMeta(manifest.meta))
    if (!entries.has(key) || seen.kind === 'absent') entries.set(key, resourceOf(manifest.meta, ''))
  }
  return [...entries.values()]
}

/**
 * What is there once the manifests were applied, and what was made earlier and has no manifest any more. Nothing is let go because a
 * manifest cannot be read, or its kind is not known at present (P-4).
 */
export function trackedResources(
  recorded: readonly AppliedResource[],
  manifests: readonly SeenManifest[],
): Tracked {
  const before = new Map(recorded.map((entry) => [idKey(entry), entry]))
  const listed = manifests.map(({ manifest }) => manifest.meta)
  const held = manifests.flatMap(({ manifest, seen }) => {
    const known = before.get(idKey(idOfMeta(manifest.meta)))
    if (seen.kind === 'there') return [resourceOf(manifest.meta, uidOf(seen.object))]
    return seen.kind === 'absent' || known === undefined ? [] : [known]
  })
  const left = untracked(recorded, [...held, ...listed.map(idOfMeta)])
  const isInDoubt = (entry: AppliedResource) => listed.some((meta) => mayBe(meta, entry))
  return {
    held: [...held, ...left.filter(isInDoubt)],
    toWithdraw: left.filter((entry) => !isInDoubt(entry)),
  }
}

/** Whether a manifest that cannot be mapped may be of the same object. */
function mayBe(meta: ManifestMeta, entry: AppliedResource): boolean {
  if (meta.resource !== '') return false
  return meta.kind === '' || (meta.group === entry.group && meta.name === entry.name)
}

function resourceOf(meta: ManifestMeta, uid: string): AppliedResource {
  return { ...idOfMeta(meta), version: meta.version, uid }
}
