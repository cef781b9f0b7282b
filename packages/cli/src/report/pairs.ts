import {
  type Action,
  compareUtf8,
  equalJson,
  type KubeObject,
  labelsOf,
  labelValueFor,
  type ManifestId,
  manifestKey,
  nameOf,
  names,
  type Snapshot,
  stringAt,
  type Transport,
} from '@downsync/core'

/** An object in a WEC, as a wrapped object of this WDS holds it. */
export type Pair = Readonly<{ wec: string; id: ManifestId; content: KubeObject; in: string }>

/** Pairs that a change of the world makes, changes and takes away. */
export type PairChanges = Readonly<{
  appear: readonly Pair[]
  change: readonly Pair[]
  vanish: readonly Pair[]
  /** How many stay as they are. */
  stay: number
}>

/** The pairs that stand in mailboxes, sorted by WEC, then by object. */
export function pairsIn(snapshot: Snapshot, transport: Transport): readonly Pair[] {
  const pairs = wrappedObjectsIn(snapshot, transport).flatMap(({ wec, name, items }) =>
    items.map(({ id, content }) => ({ wec, id, content, in: name })),
  )
  return pairs.sort((a, b) => compareUtf8(pairKey(a), pairKey(b)))
}

/** What differs between the pairs of two worlds. An object that only moved from one wrapped object to another stays. */
export function comparePairs(before: readonly Pair[], after: readonly Pair[]): PairChanges {
  const standing = new Map(before.map((pair) => [pairKey(pair), pair] as const))
  const wanted = new Map(after.map((pair) => [pairKey(pair), pair] as const))
  const appear: Pair[] = []
  const change: Pair[] = []
  for (const [key, pair] of wanted) {
    const other = standing.get(key)
    if (other === undefined) appear.push(pair)
    else if (!equalJson(other.content, pair.content)) change.push(pair)
  }
  const vanish = [...standing].flatMap(([key, pair]) => (wanted.has(key) ? [] : [pair]))
  return { appear, change, vanish, stay: wanted.size - appear.length - change.length }
}

/** A wrapped object of this WDS, and what it holds. */
export type WrappedObject = Readonly<{
  wec: string
  name: string
  object: KubeObject
  items: readonly Readonly<{ id: ManifestId; content: KubeObject }>[]
}>

/** The wrapped objects of this WDS in all mailboxes; one that cannot be read holds nothing here. */
export function wrappedObjectsIn(snapshot: Snapshot, transport: Transport): readonly WrappedObject[] {
  const ours = labelValueFor(snapshot.wdsName)
  return [...snapshot.objects('its', transport.resource)].flatMap((object) => {
    if (stringAt(labelsOf(object), names.labels.originWds) !== ours) return []
    const bundle = transport.unwrap(object)
    const wec = stringAt(object.metadata, 'namespace') ?? ''
    return [{ wec, name: nameOf(object), object, items: bundle.ok ? bundle.value.items : [] }]
  })
}

/** The rules by which plans change pairs, or take them away, by `pairKey`; sorted (P-7). */
export function rulesIn(actions: readonly Action[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>()
  for (const { ref, effects = [] } of actions) {
    for (const { manifest, rules } of effects) {
      const key = pairKey({ wec: ref.namespace, id: manifest })
      found.set(key, [...new Set([...(found.get(key) ?? []), ...rules])].sort(compareUtf8))
    }
  }
  return found
}

/** `web in eu-1` as a key; equal for the same object in the same WEC. */
export function pairKey({ wec, id }: Pick<Pair, 'wec' | 'id'>): string {
  return `${wec}\u0000${manifestKey(id)}`
}

/** `Deployment shop/web`. */
export function manifestText({ kind, namespace, name }: ManifestId): string {
  return `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`
}
