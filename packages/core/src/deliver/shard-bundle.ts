import {
  compareUtf8,
  contentHash,
  equalJson,
  type JsonObject,
  manifestKey,
  memberOf,
  names,
} from '../kube/index.ts'
import type { Bundle, Item } from '../transport/index.ts'
import { compareForDelivery } from './item-order.ts'
import { shardAnnotations, shardLabels } from './naming.ts'
import type { Demand, MailboxInput, Shard } from './types.ts'

/**
 * Whether two items say the same to a receiver (P-6a); configuration that others made is not ours to
 * compare.
 */
export function standsEqual(a: Item, b: Item): boolean {
  return a === b || (a.strategy === b.strategy && a.orphan === b.orphan && equalJson(a.content, b.content))
}

/**
 * The bundle of a wrapped object that exists: what stands, itself, if its content and marks are as wanted;
 * else rewritten with a new hash and generation (WRP-4).
 * @param demand that of its Binding; undefined: its marks stay as they are
 */
export function rewrittenBundle(
  shard: Shard,
  items: readonly Item[],
  demand: Demand | undefined,
  input: MailboxInput,
): Bundle {
  const labels = demand === undefined ? {} : shardLabels(demand.binding, input.wdsName)
  const annotations = demand === undefined ? {} : shardAnnotations(demand, input.wdsName, input.wdsId)
  const { bundle } = shard
  const stands =
    holdsExactly(shard, items) && hasAll(bundle.labels, labels) && hasAll(bundle.annotations, annotations)
  if (stands) return bundle
  return {
    ...bundle,
    labels: { ...bundle.labels, ...labels },
    annotations: { ...bundle.annotations, ...annotations, ...written(items, demand) },
    items: inOrder(items),
  }
}

/** The bundle of a new wrapped object. */
export function newBundle(name: string, items: readonly Item[], demand: Demand, input: MailboxInput): Bundle {
  return {
    wec: input.wec,
    name,
    labels: shardLabels(demand.binding, input.wdsName),
    annotations: { ...shardAnnotations(demand, input.wdsName, input.wdsId), ...written(items, demand) },
    items: inOrder(items),
  }
}

// Written along with any other change; they never decide one (WRP-4).
function written(items: readonly Item[], demand: Demand | undefined): JsonObject {
  const byKey = [...items].sort((a, b) => compareUtf8(manifestKey(a.id), manifestKey(b.id)))
  return {
    [names.annotations.contentHash]: contentHash(byKey.map((item) => item.content)),
    ...(demand === undefined ? {} : { [names.annotations.originGeneration]: String(demand.generation) }),
  }
}

// The order of items is not content; an object that stands twice is.
function holdsExactly(shard: Shard, items: readonly Item[]): boolean {
  return (
    shard.bundle.items.length === items.length &&
    items.every((item) => {
      const there = shard.items.get(manifestKey(item.id))
      return there !== undefined && standsEqual(there, item)
    })
  )
}

function hasAll(there: JsonObject, wanted: JsonObject): boolean {
  return Object.entries(wanted).every(([key, value]) => memberOf(there, key) === value)
}

function inOrder(items: readonly Item[]): readonly Item[] {
  return [...items].sort((a, b) => compareForDelivery(a.id, b.id))
}
