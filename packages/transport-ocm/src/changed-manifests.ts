import {
  annotationsOf,
  type Item,
  isKubeObject,
  isObject,
  type Json,
  type KubeObject,
  listAt,
  manifestKey,
  memberOf,
  names,
  objectOf,
  parseJson,
  stringAt,
  stringifyJson,
  withMember,
} from '@downsync/core'
import { generationOf, manifestIdOf, manifestsOf } from './manifest-work.ts'
import { isSameContent } from './same-content.ts'
import { isSameJson } from './same-json.ts'
import { unwrap } from './unwrap.ts'

// OCM's agent says of which generation of the whole ManifestWork it has applied a manifest. Of one that has not changed since
// then this is as good as of the present generation. Which those are, is noted with each rewrite: by the generation that it
// makes, the indexes of the manifests that changed then or before and were not yet heard of. A note holds for the generation that
// it names alone: whoever else edits the work makes another, and then each manifest has to be heard of anew.

const NOTE = names.annotations.changedManifests
/** A note with more manifests says nothing that is worth its bytes. */
const MOST = 1000

/** From which generation on a word of the agent is about the manifest at an index as it stands; undefined: there are no generations. */
export type ChangedAt = (index: number) => number | undefined

/** When the manifests of a ManifestWork last changed (AGG-5), as far as is noted: what is not, has changed just now. */
export function changedAtOf(work: KubeObject): ChangedAt {
  const generation = generationOf(work)
  const note = generation === undefined ? undefined : noteOf(work, generation)
  return (index) => (note === undefined ? generation : (note.get(index) ?? 0))
}

/**
 * Notes in a rewritten ManifestWork which of its manifests the agent has not been heard of yet; what has been heard, and stays as it is,
 * needs no word for the generation that the write makes.
 * @param there what stands
 * @param wrapped what is to stand
 * @param heardAtOf by the index of a manifest, of which generation the agent speaks; undefined: it says nothing of it
 */
export function withNote(
  there: KubeObject,
  wrapped: KubeObject,
  heardAtOf: (work: KubeObject) => (index: number) => number | undefined,
): KubeObject {
  const standing = memberOf(annotationsOf(there), NOTE)
  if (isSameJson(memberOf(there, 'spec'), memberOf(wrapped, 'spec'))) return withText(wrapped, standing)
  const generation = generationOf(there)
  if (generation === undefined) return withText(wrapped, undefined)
  const indexBefore = unchangedIndexes(there, wrapped)
  const changedAt = changedAtOf(there)
  const heardAt = heardAtOf(there)
  const next = generation + 1
  const manifests = manifestsOf(wrapped)
  const unheard = new Map<number, number[]>()
  manifests.forEach((manifest, index) => {
    const before = indexBefore(manifest)
    const since = before === undefined ? next : (changedAt(before) ?? next)
    const heard = before === undefined ? undefined : heardAt(before)
    if (heard === undefined || heard < since) unheard.set(since, [...(unheard.get(since) ?? []), index])
  })
  const count = [...unheard.values()].reduce((sum, indexes) => sum + indexes.length, 0)
  const isIdle = (unheard.get(next) ?? []).length === manifests.length
  return withText(wrapped, isIdle || count > MOST ? undefined : textOf(next, unheard))
}

// For a manifest of `wrapped`: the index in `there` of the same one, with the same configuration.
function unchangedIndexes(there: KubeObject, wrapped: KubeObject): (manifest: Json) => number | undefined {
  const [before, after] = [itemsOf(there), itemsOf(wrapped)]
  const indexes = new Map<string, number>()
  manifestsOf(there).forEach((manifest, index) => {
    if (isKubeObject(manifest)) indexes.set(manifestKey(manifestIdOf(manifest)), index)
  })
  return (manifest) => {
    if (!isKubeObject(manifest)) return undefined
    const key = manifestKey(manifestIdOf(manifest))
    const [old, now] = [before.get(key), after.get(key)]
    if (old === undefined || now === undefined || old === 'twice' || now === 'twice') return undefined
    return isSame(old, now) ? indexes.get(key) : undefined
  }
}

function isSame(a: Item, b: Item): boolean {
  return (
    a.strategy === b.strategy &&
    a.orphan === b.orphan &&
    isSameJson(a.kept, b.kept) &&
    isSameContent(a.content, b.content)
  )
}

function itemsOf(work: KubeObject): ReadonlyMap<string, Item | 'twice'> {
  const bundle = unwrap(work)
  const items = new Map<string, Item | 'twice'>()
  for (const item of bundle.ok ? bundle.value.items : []) {
    const key = manifestKey(item.id)
    items.set(key, items.has(key) ? 'twice' : item)
  }
  return items
}

function textOf(generation: number, unheard: ReadonlyMap<number, readonly number[]>): string {
  const since = [...unheard].sort(([a], [b]) => a - b)
  const manifests = objectOf(since.map(([at, indexes]) => [String(at), indexes]))
  return stringifyJson({ generation, manifests })
}

// By index; undefined: no note, or of another generation.
function noteOf(work: KubeObject, generation: number): ReadonlyMap<number, number> | undefined {
  const read = parseJson(stringAt(annotationsOf(work), NOTE) ?? '')
  if (!read.ok || memberOf(read.value, 'generation') !== generation) return undefined
  const manifests = memberOf(read.value, 'manifests')
  if (!isObject(manifests)) return undefined
  const since = Object.keys(manifests).flatMap((at) =>
    listAt(manifests, at).map((index) => [Number(index), Number(at)] as const),
  )
  return since.flat().every(Number.isSafeInteger) ? new Map(since) : undefined
}

function withText(work: KubeObject, text: Json | undefined): KubeObject {
  const annotations = annotationsOf(work)
  if (memberOf(annotations, NOTE) === text) return work
  return {
    ...work,
    metadata: withMember(work.metadata, 'annotations', withMember(annotations, NOTE, text)),
  }
}
