import {
  generationOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  type ManifestId,
  manifestKey,
  memberOf,
  nameOf,
  names,
  stringifyJson,
  uidOf,
  utf8Length,
  valueAt,
  withMember,
} from '../kube/index.ts'
import type { Bundle, Delivery, Item, Transport } from '../transport/index.ts'
import { shardOf } from './shard.ts'
import type { MailboxDecision, Shard } from './types.ts'

/** Bytes that one wrapped object of the double can carry. */
export const HARD_BYTES = 2_000

/** A transport for tests: a wrapped object is the bundle's JSON, sizes are lengths of JSON. */
export const parcels: Transport = {
  resource: { group: 'test', resource: 'parcels', version: 'v1', kind: 'Parcel' },
  reports: [],
  limits: { bytes: HARD_BYTES, nameLength: 188 },
  sizeOf: (content) => utf8Length(stringifyJson(content)),
  wrap: (bundle, there) => ({
    apiVersion: 'test/v1',
    kind: 'Parcel',
    ...there,
    metadata: {
      ...there?.metadata,
      namespace: bundle.wec,
      name: bundle.name,
      labels: bundle.labels,
      annotations: bundle.annotations,
    },
    spec: { items: bundle.items },
  }),
  unwrap: (wrapped) => {
    const items = valueAt(wrapped, 'spec', 'items')
    if (items === undefined) {
      return { ok: false, problems: [] }
    }
    return {
      ok: true,
      value: {
        wec: String(memberOf(wrapped.metadata, 'namespace')),
        name: nameOf(wrapped),
        labels: labelsOf(wrapped),
        annotations: (memberOf(wrapped.metadata, 'annotations') ?? {}) as JsonObject,
        // Nobody but `wrap` above makes them.
        items: items as unknown as readonly Item[],
      },
    }
  },
  deliveryOf: (wrapped) => {
    const isCurrent = valueAt(wrapped, 'status', 'generation') === generationOf(wrapped)
    return listAt(wrapped, 'status', 'deliveries').map((said) => ({
      ...(said as unknown as Delivery),
      current: isCurrent,
    }))
  },
  isSettled: (wrapped) => valueAt(wrapped, 'status', 'generation') === generationOf(wrapped),
  reportOf: () => undefined,
}

/** How the agent double refuses a manifest. */
export type Refusal = Readonly<{ cause?: 'unknownKind' | 'forbidden'; message: string }>

/** An object in the WEC, and the wrapped objects that own it there. */
type Living = { content: KubeObject; readonly owners: Set<string> }

/**
 * A hub with one mailbox, and a WEC with an agent that does its part one wrapped object at a time, when it is
 * told to: it owns what it applies, and deletes what nobody owns any more (OCM's rules).
 */
export class MailboxWorld {
  readonly wrapped = new Map<string, KubeObject>()
  /** By `manifestKey`. */
  readonly wec = new Map<string, Living>()
  /** By `manifestKey`. */
  readonly refusals = new Map<string, Refusal>()
  private readonly tracked = new Map<string, Set<string>>()
  private uids = 0
  /** Writes so far, by name. */
  readonly writes: string[] = []

  shards(): readonly Shard[] {
    return [...this.wrapped.values()].flatMap((object) => {
      const shard = shardOf(object, parcels)
      return shard.ok ? [shard.value] : []
    })
  }

  /** Lands the writes of a decision, or of those that `lands` lets through. */
  land(decision: MailboxDecision, lands: (name: string) => boolean = () => true): void {
    for (const bundle of decision.bundles) if (lands(bundle.name)) this.put(bundle)
    for (const { name } of decision.deletions) if (lands(name)) this.askDeletion(name)
  }

  /** Creates or rewrites; nothing is written where nothing differs. */
  put(bundle: Bundle): void {
    const there = this.wrapped.get(bundle.name)
    const shard = there === undefined ? undefined : shardOf(there, parcels)
    if (shard?.ok === true && stringifyJson(shard.value.bundle) === stringifyJson(bundle)) return
    const made = parcels.wrap(bundle, there)
    const isChanged = stringifyJson(made['spec'] ?? null) !== stringifyJson(there?.['spec'] ?? null)
    const generation = there === undefined ? 1 : generationOf(there) + (isChanged ? 1 : 0)
    const uid = there === undefined ? `uid-${++this.uids}` : uidOf(there)
    this.writes.push(bundle.name)
    this.wrapped.set(bundle.name, { ...made, metadata: { ...made.metadata, uid, generation } })
  }

  askDeletion(name: string): void {
    const there = this.wrapped.get(name)
    if (there === undefined || isDeleting(there)) return
    this.writes.push(name)
    this.wrapped.set(name, {
      ...there,
      metadata: withMember(there.metadata, 'deletionTimestamp', '2026-01-01T00:00:00Z'),
    })
  }

  /** The agent takes in one wrapped object as it stands. */
  acknowledge(name: string): void {
    const there = this.wrapped.get(name)
    if (there === undefined) return
    const tracked = this.tracked.get(name) ?? new Set()
    if (isDeleting(there)) {
      for (const key of tracked) this.release(key, name)
      this.tracked.delete(name)
      this.wrapped.delete(name)
      return
    }
    const shard = shardOf(there, parcels)
    const items = shard.ok ? shard.value.bundle.items : []
    const deliveries = items.map((item) => this.apply(item, name))
    const held = new Set(items.map((item) => manifestKey(item.id)))
    for (const key of tracked) if (!held.has(key)) this.release(key, name)
    this.tracked.set(name, new Set([...held].filter((key) => this.wec.has(key))))
    this.wrapped.set(name, {
      ...there,
      status: { generation: generationOf(there), deliveries },
    })
  }

  acknowledgeAll(): void {
    for (const name of this.wrapped.keys()) this.acknowledge(name)
  }

  private apply(item: Item, name: string): Omit<Delivery, 'current'> {
    const key = manifestKey(item.id)
    const refusal = this.refusals.get(key)
    if (refusal !== undefined) return { id: item.id, state: 'failed', ...refusal }
    const living = this.wec.get(key) ?? { content: item.content, owners: new Set<string>() }
    if (item.strategy !== 'createOnly') living.content = item.content
    if (item.orphan) living.owners.delete(name)
    else living.owners.add(name)
    this.wec.set(key, living)
    return { id: item.id, state: 'applied', message: '' }
  }

  private release(key: string, name: string): void {
    const living = this.wec.get(key)
    if (living?.owners.delete(name) === true && living.owners.size === 0) this.wec.delete(key)
  }
}

/** A manifest with so much padding. */
export function manifestOf(id: ManifestId, padding: number, spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: id.group === '' ? 'v1' : `${id.group}/v1`,
    kind: id.kind,
    metadata: id.namespace === '' ? { name: id.name } : { namespace: id.namespace, name: id.name },
    spec: { ...spec, padding: 'x'.repeat(padding) },
  }
}

/** A bundle for tests, of these items, with the labels of a Binding. */
export function bundleOf(name: string, binding: string, items: readonly Item[], wdsId = 'id1'): Bundle {
  return {
    wec: 'wec1',
    name,
    labels: { [names.labels.originBinding]: binding, [names.labels.originWds]: 'wds1' },
    annotations: { [names.annotations.originWdsId]: wdsId },
    items,
  }
}
