import {
  type Fault,
  groupOf,
  hashText,
  type Item,
  isKubeObject,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  type ManifestId,
  manifestKey,
  memberOf,
  nameOf,
  namespaceOf,
  objectOf,
  parseJson,
  type Strategy,
  serverForm,
  stringifyJson,
} from '@downsync/core'
import { ITEM } from './names.ts'

/** The members of an entry that are an item's own; others are its configuration by somebody else, and kept. */
const OWN: ReadonlySet<string> = new Set(['strategy', 'orphan', 'resource', 'content'])
const STRATEGIES: readonly Strategy[] = ['update', 'createOnly', 'serverSideApply']
const DIGITS = 32

/** An item as the text of an entry: one line of JSON, which every reader of YAML takes too. */
export function entryText({ strategy, orphan, resource, content, kept }: Item): string {
  const entry = objectOf([
    ['strategy', strategy],
    ...(orphan ? [['orphan', true] as const] : []),
    ...(resource === undefined ? [] : [['resource', resource] as const]),
    ...Object.entries(kept ?? {}).filter(([key]) => !OWN.has(key)),
    ['content', serverForm(content)],
  ])
  return `${stringifyJson(entry)}\n`
}

/** The item of an entry, or what is wrong with it. */
export function itemOfEntry(key: string, text: Json): Readonly<{ item: Item }> | Readonly<{ fault: Fault }> {
  const path = `data[${key}]`
  const fault = (message: string) => ({ fault: { code: 'WrappedUnreadable', path, message } }) as const
  if (typeof text !== 'string') return fault('is no text')
  const parsed = parseJson(text)
  if (!parsed.ok) return fault(`is no JSON: ${parsed.faults.map(({ message }) => message).join('; ')}`)
  const { value } = parsed
  const content = memberOf(value, 'content')
  if (!isObject(value) || !isKubeObject(content)) return fault('has no object of Kubernetes in content')
  const namespace = memberOf(content.metadata, 'namespace') ?? ''
  if (typeof namespace !== 'string') return fault('content.metadata.namespace is no text')
  const strategy = STRATEGIES.find((one) => one === memberOf(value, 'strategy'))
  if (strategy === undefined) return fault(`strategy is none of ${STRATEGIES.join(', ')}`)
  const [orphan = false, resource] = [memberOf(value, 'orphan'), memberOf(value, 'resource')]
  if (typeof orphan !== 'boolean') return fault('orphan is neither true nor false')
  if (resource !== undefined && typeof resource !== 'string') return fault('resource is no text')
  const kept = objectOf(Object.entries(value).filter(([member]) => !OWN.has(member)))
  return {
    item: {
      id: manifestIdOf(content),
      ...(resource !== undefined && { resource }),
      content: serverForm(content),
      orphan,
      strategy,
      ...(Object.keys(kept).length > 0 && { kept }),
    },
  }
}

/** Who a manifest is, as its receiver names it. */
export function manifestIdOf(content: KubeObject): ManifestId {
  return {
    group: groupOf(content.apiVersion),
    kind: content.kind,
    namespace: namespaceOf(content),
    name: nameOf(content),
  }
}

/**
 * The key of an item's entry: legible where that makes a key of a ConfigMap that can be no other item's, else a hash.
 * @example entryKey({ group: 'apps', kind: 'Deployment', namespace: 'shop', name: 'web' }) // 'item_Deployment_apps_shop_web'
 */
export function entryKey(id: ManifestId): string {
  const parts = [id.kind, id.group, id.namespace, id.name]
  const legible = ITEM + parts.join('_')
  const isSafe = id.kind !== '' && parts.every((part) => /^[-.a-zA-Z0-9]*$/.test(part))
  return isSafe && legible.length <= LONGEST_KEY ? legible : `${ITEM}_${hashText(manifestKey(id), DIGITS)}`
}

export const LONGEST_KEY = 253

/** The entries of a wrapped object that are items, in the order of their keys; whatever stands there. */
export function entriesOf(wrapped: KubeObject): readonly (readonly [string, Json])[] {
  const data = memberOf(wrapped, 'data')
  return Object.entries<Json>(isObject(data) ? data : {}).filter(([key]) => key.startsWith(ITEM))
}

/** An entry that can be read, with the hash that stands for its text. */
export type Entry = Readonly<{ key: string; hash: string; item: Item }>

/** The entries of a wrapped object that can be read. */
export function readableEntriesOf(wrapped: KubeObject): readonly Entry[] {
  return entriesOf(wrapped).flatMap(([key, text]): readonly Entry[] => {
    const read = itemOfEntry(key, text)
    return 'item' in read && typeof text === 'string' ? [{ key, hash: entryHash(text), item: read.item }] : []
  })
}

/** What stands for an entry in its receiver's word: another text is another one. */
function entryHash(text: string): string {
  return hashText(text, DIGITS / 2)
}

/** What stands for all entries together. */
export function wholeHash(wrapped: KubeObject): string {
  const entries = entriesOf(wrapped).map(([key, text]): Json => [key, typeof text === 'string' ? text : null])
  return hashText(stringifyJson(entries), DIGITS)
}

export function dataOf(object: KubeObject): JsonObject {
  const data = memberOf(object, 'data')
  return isObject(data) ? data : {}
}
