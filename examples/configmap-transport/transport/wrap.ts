import {
  type Bundle,
  canonicalJson,
  equalJson,
  hashText,
  type Item,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  manifestKey,
  memberOf,
  objectOf,
  serverForm,
  withMember,
} from '@downsync/core'
import { entryKey, entryText, itemOfEntry } from './entry.ts'
import { configMaps, ITEM } from './names.ts'

/**
 * The ConfigMap for a bundle. Over `there` only what differs changes (WRP-4): an entry that says the same stays letter by letter, and
 * so does everything that is neither an item nor a mark of the bundle.
 */
export function wrap(bundle: Bundle, there: KubeObject = emptyConfigMap(bundle)): KubeObject {
  const data = memberOf(there, 'data')
  const before = isObject(data) ? data : {}
  const entries = placedEntries(before, bundle.items)
  const isSame = equalJson(before, entries)
  const { apiVersion, kind } = there
  const labelled = withMarks(there.metadata, 'labels', bundle.labels)
  const metadata = withMarks(labelled, 'annotations', bundle.annotations)
  return { ...(isSame ? there : withMember(there, 'data', entries)), apiVersion, kind, metadata }
}

function emptyConfigMap({ name, wec }: Bundle): KubeObject {
  return { apiVersion: configMaps.version, kind: configMaps.kind, metadata: { name, namespace: wec } }
}

/** Items over the entries that stand there: each where it is, new ones under keys of their own. */
function placedEntries(there: JsonObject, items: readonly Item[]): JsonObject {
  const waiting = new Map<string, Item[]>()
  for (const item of items) {
    const key = manifestKey(item.id)
    waiting.set(key, [...(waiting.get(key) ?? []), item])
  }
  const placed = new Map<string, Json>()
  for (const [key, text] of Object.entries(there)) {
    const read = key.startsWith(ITEM) ? itemOfEntry(key, text) : undefined
    // Nothing goes because it cannot be read (P-4).
    if (read === undefined || 'fault' in read) placed.set(key, text)
    else {
      const item = waiting.get(manifestKey(read.item.id))?.shift()
      if (item !== undefined)
        placed.set(key, saysSame(read.item, item) ? text : entryText(merged(read.item, item)))
    }
  }
  for (const item of [...waiting.values()].flat()) placed.set(freeKey(item, placed), entryText(item))
  return objectOf(placed)
}

function freeKey({ id }: Item, taken: ReadonlyMap<string, Json>): string {
  let key = entryKey(id)
  while (taken.has(key)) key = `${ITEM}_${hashText(key, 32)}`
  return key
}

/** What others configured comes on top, and a resource that only they named stays. */
function merged(there: Item, item: Item): Item {
  const kept = objectOf([...Object.entries(there.kept ?? {}), ...Object.entries(item.kept ?? {})])
  const resource = item.resource ?? there.resource
  return { ...item, kept, ...(resource !== undefined && { resource }) }
}

function saysSame(there: Item, item: Item): boolean {
  const wanted = merged(there, item)
  // Their canonical texts, since content may be nested deeper than a comparison can recur.
  return canonicalJson(jsonOf(wanted)) === canonicalJson(jsonOf(there))
}

function jsonOf({ content, strategy, orphan, resource, kept }: Item): Json {
  return { content: serverForm(content), strategy, orphan, resource: resource ?? null, kept: kept ?? {} }
}

function withMarks(metadata: JsonObject, key: string, marks: JsonObject): JsonObject {
  const set = Object.entries(marks)
  if (set.length === 0) return metadata
  const there = memberOf(metadata, key)
  return withMember(metadata, key, objectOf([...Object.entries(isObject(there) ? there : {}), ...set]))
}
