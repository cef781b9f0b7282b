import { type Item, isKubeObject, type Json, manifestKey, serverForm } from '@downsync/core'
import { manifestIdOf } from './manifest-work.ts'
import { isSameContent } from './same-content.ts'

/**
 * The manifests of items over those that stand there: an equal one stays as it is, a changed one is replaced at its index, one
 * that no item stands for is taken out, new ones come last, in order. (Order is not content: WRP-4.)
 */
export function placedManifests(there: readonly Json[], items: readonly Item[]): readonly Json[] {
  const waiting = new Map<string, Item[]>()
  for (const item of items) {
    const key = manifestKey(item.id)
    waiting.set(key, [...(waiting.get(key) ?? []), item])
  }
  const present = there.flatMap((manifest) => {
    // Nothing goes because it cannot be read (P-4).
    if (!isKubeObject(manifest)) return [manifest]
    const item = waiting.get(manifestKey(manifestIdOf(manifest)))?.shift()
    if (item === undefined) return []
    return [isSameContent(manifest, item.content) ? manifest : serverForm(item.content)]
  })
  // Keys stand in the map in the order of their first item.
  const added = [...waiting.values()].flat()
  return [...present, ...added.map((item) => serverForm(item.content))]
}
