import {
  annotationsOf,
  groupOf,
  isDeleting,
  type KubeObject,
  labelsOf,
  manifestKey,
  nameOf,
  names,
  namespaceOf,
  type Problem,
  type Result,
  stringAt,
  uidOf,
} from '../kube/index.ts'
import type { Item, Transport } from '../transport/index.ts'
import type { Shard } from './types.ts'

/**
 * A wrapped object as delivery sees it, recognized by its labels alone (WRP-2).
 * @returns the shard, or `WrappedUnreadable`: it names no Binding, or the transport cannot read it
 */
export function shardOf(wrapped: KubeObject, transport: Transport): Result<Shard> {
  const bindingLabel = stringAt(labelsOf(wrapped), names.labels.originBinding)
  if (bindingLabel === undefined) {
    return {
      ok: false,
      problems: [unreadable(wrapped, transport, `has no label ${names.labels.originBinding}`)],
    }
  }
  const bundle = transport.unwrap(wrapped)
  if (!bundle.ok) return bundle
  return {
    ok: true,
    value: {
      name: nameOf(wrapped),
      wec: namespaceOf(wrapped),
      uid: uidOf(wrapped),
      bindingLabel,
      wdsId: stringAt(annotationsOf(wrapped), names.annotations.originWdsId),
      deleting: isDeleting(wrapped),
      settled: transport.isSettled(wrapped),
      bundle: bundle.value,
      items: firstByKey(bundle.value.items),
      deliveries: new Map(transport.deliveryOf(wrapped).map((said) => [manifestKey(said.id), said] as const)),
    },
  }
}

// A bundle made by others may hold one object twice, in two versions; a receiver takes both for one.
function firstByKey(items: readonly Item[]): ReadonlyMap<string, Item> {
  const byKey = new Map<string, Item>()
  for (const item of items) {
    const key = manifestKey(item.id)
    if (!byKey.has(key)) byKey.set(key, item)
  }
  return byKey
}

function unreadable(wrapped: KubeObject, transport: Transport, why: string): Problem {
  return {
    code: 'WrappedUnreadable',
    severity: 'error',
    on: {
      space: 'its',
      group: groupOf(wrapped.apiVersion),
      resource: transport.resource.resource,
      namespace: namespaceOf(wrapped),
      name: nameOf(wrapped),
    },
    path: '',
    message: `the wrapped object ${why}`,
    freezes: [],
  }
}
