import {
  finalizersOf,
  type Item,
  isDeleting,
  type KubeObject,
  nameOf,
  namespaceOf,
  objectOf,
  onceForEach,
  refOf,
  resourceVersionOf,
  type Snapshot,
  stringifyJson,
  uidOf,
  withEvents,
} from '@downsync/core'
import { manifestWorks, ocmTransport } from '@downsync/transport-ocm'
import { AGENT_FINALIZER, statusOf } from '../generators/agent.ts'
import { pairKey, wantedPairs } from './small-world.ts'

/** An object that runs in a WEC, and the names of the wrapped objects that own it there. */
export type Running = Readonly<{ content: string; owners: ReadonlySet<string> }>

/** What runs in the WECs, by `pairKey`: the truth, of which the hub knows what it is told. */
export type Wecs = ReadonlyMap<string, Running>

/** How an agent takes in one wrapped object. */
export type Answer = Readonly<{
  /** Whether the WEC refuses a manifest; what runs stays then. */
  refuses: (manifest: KubeObject) => boolean
  /** What it did is not heard of: its word on the hub stays as it is. */
  isUnheard: boolean
}>

/** Everything applied, and heard of. */
export const obedient: Answer = { refuses: () => false, isUnheard: false }

/** After an agent took in one wrapped object: both worlds, and the pairs that it deleted from the WEC. */
export type TakenIn = Readonly<{ snapshot: Snapshot; wecs: Wecs; deleted: readonly string[] }>

/**
 * An agent takes in one wrapped object as it stands, as OCM's do: it owns what it applies, and deletes what it owned, holds no more,
 * and nobody else owns. One that is being deleted is let go.
 */
export function takenIn(snapshot: Snapshot, wecs: Wecs, work: KubeObject, answer: Answer): TakenIn {
  const owner = nameOf(work)
  const after = new Map(wecs)
  const held = new Set<string>()
  for (const item of isDeleting(work) ? [] : itemsOf(work)) {
    const key = pairKey(namespaceOf(work), item.id)
    held.add(key)
    if (!answer.refuses(item.content)) after.set(key, appliedBy(owner, item, after.get(key)))
  }
  const deleted: string[] = []
  for (const [key, { content, owners }] of wecs) {
    if (!key.startsWith(`${namespaceOf(work)} `) || held.has(key) || !owners.has(owner)) continue
    const others = without(owners, owner)
    if (others.size > 0) after.set(key, { content, owners: others })
    else {
      after.delete(key)
      deleted.push(key)
    }
  }
  return { snapshot: toldOf(snapshot, work, answer), wecs: after, deleted }
}

function appliedBy(owner: string, item: Item, there: Running | undefined): Running {
  const isKept = there !== undefined && item.strategy === 'createOnly'
  const owners = without(there?.owners ?? new Set(), owner)
  return {
    content: isKept ? there.content : stringifyJson(item.content),
    owners: item.orphan ? owners : new Set([...owners, owner]),
  }
}

function without(owners: ReadonlySet<string>, owner: string): ReadonlySet<string> {
  return new Set([...owners].filter((one) => one !== owner))
}

/**
 * The pairs that are wanted, in an applied shard (one that is to stay, holds the object, and owns it in the WEC), and were reported
 * applied by one such since; what nobody has heard of is not kept (WRP-10).
 * @param before those that were, a moment ago
 * @throws if one of them is still wanted, and in no applied shard any more
 */
export function safePairs(snapshot: Snapshot, wecs: Wecs, before: ReadonlySet<string>): ReadonlySet<string> {
  const wanted = wantedPairs(snapshot)
  const applied = new Set<string>()
  const safe = new Set<string>()
  for (const work of worksIn(snapshot)) {
    if (isDeleting(work)) continue
    const reported = reportedIn(work)
    for (const pair of pairsIn(work)) {
      if (!wanted.has(pair) || !wecs.get(pair)?.owners.has(nameOf(work))) continue
      applied.add(pair)
      if (before.has(pair) || reported.has(pair)) safe.add(pair)
    }
  }
  for (const pair of before)
    if (wanted.has(pair) && !applied.has(pair)) throw new Error(`WRP-10: ${pair} is in no applied shard`)
  return safe
}

const reportedIn = onceForEach((work: KubeObject): ReadonlySet<string> => {
  const applied = ocmTransport.deliveryOf(work).filter(({ state }) => state === 'applied')
  return new Set(applied.map(({ id }) => pairKey(namespaceOf(work), id)))
})

/** All wrapped objects. */
export function worksIn(snapshot: Snapshot): readonly KubeObject[] {
  return [...snapshot.objects('its', manifestWorks)]
}

/** What a wrapped object holds. */
export const itemsOf = onceForEach((work: KubeObject): readonly Item[] => {
  const bundle = ocmTransport.unwrap(work)
  return bundle.ok ? bundle.value.items : []
})

/** The pairs that a wrapped object holds. */
export const pairsIn = onceForEach((work: KubeObject): readonly string[] =>
  itemsOf(work).map((item) => pairKey(namespaceOf(work), item.id)),
)

/** Whether its agent has something to do with a wrapped object. */
export function isOpen(work: KubeObject): boolean {
  return isDeleting(work) || !ocmTransport.isSettled(work)
}

// The finalizer comes before anything is applied, so that no deletion overtakes it.
function toldOf(snapshot: Snapshot, work: KubeObject, { refuses, isUnheard }: Answer): Snapshot {
  const ref = refOf('its', { ...manifestWorks, namespace: namespaceOf(work), name: nameOf(work) })
  if (isDeleting(work)) return withEvents(snapshot, [{ kind: 'deleted', ref, uid: uidOf(work) }])
  const status = isUnheard ? work['status'] : statusOf(work, (one) => (refuses(one) ? 'refused' : 'applied'))
  const finalizers = [...new Set([...finalizersOf(work), AGENT_FINALIZER])]
  const isTold = stringifyJson(status ?? null) === stringifyJson(work['status'] ?? null)
  if (isTold && finalizers.length === finalizersOf(work).length) return snapshot
  const resourceVersion = String(BigInt(resourceVersionOf(work)) + 1n)
  const others = Object.entries(work.metadata).filter(
    ([key]) => !['finalizers', 'resourceVersion'].includes(key),
  )
  const metadata = objectOf([...others, ['finalizers', finalizers], ['resourceVersion', resourceVersion]])
  const object = { ...work, metadata, ...(status !== undefined && { status }) }
  return withEvents(snapshot, [{ kind: 'put', space: 'its', object }])
}
