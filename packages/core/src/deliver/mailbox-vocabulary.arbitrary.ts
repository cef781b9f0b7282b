import { type JsonObject, labelValueFor, type ManifestId, manifestKey, type ObjectId } from '../kube/index.ts'
import type { Item, Strategy } from '../transport/index.ts'
import { type MailboxWorld, manifestOf, parcels } from './mailbox-double.arbitrary.ts'
import type { Demand, MailboxInput, Wanted } from './types.ts'

type Entry = Readonly<{ manifest: ManifestId; resource: string; spec?: JsonObject }>

function entry(group: string, kind: string, resource: string, namespace: string, name: string): Entry {
  return { manifest: { group, kind, namespace, name }, resource }
}

/** Indexes into the vocabulary. */
export const SHOP = 0
export const BANK = 1
export const WIDGETS = 2
export const READER = 3
export const CONFIG_A = 4
export const CONFIG_B = 5
export const CONFIG_IN_BANK = 6
export const WEB = 7
export const WIDGET_IN_BANK = 8
export const GADGET = 9

/** Few objects, so that Bindings collide: of each class, and such as live in one another. */
export const vocabulary: readonly Entry[] = [
  entry('', 'Namespace', 'namespaces', '', 'shop'),
  entry('', 'Namespace', 'namespaces', '', 'bank'),
  {
    ...entry(
      'apiextensions.k8s.io',
      'CustomResourceDefinition',
      'customresourcedefinitions',
      '',
      'widgets.example.com',
    ),
    spec: { group: 'example.com', names: { plural: 'widgets', kind: 'Widget' } },
  },
  entry('rbac.authorization.k8s.io', 'ClusterRole', 'clusterroles', '', 'reader'),
  entry('', 'ConfigMap', 'configmaps', 'shop', 'a'),
  entry('', 'ConfigMap', 'configmaps', 'shop', 'b'),
  entry('', 'ConfigMap', 'configmaps', 'bank', 'c'),
  entry('apps', 'Deployment', 'deployments', 'shop', 'web'),
  entry('example.com', 'Widget', 'widgets', 'bank', 'w'),
  entry('other.example', 'Gadget', 'gadgets', '', 'g'),
]

/** How an author wants an object. */
export type Wish = { padding: number; strategy: Strategy; frozen: boolean }
/** The `manifestKey` of an object of the vocabulary. */
export function keyOf(index: number): string {
  return manifestKey(entryAt(index).manifest)
}

/** An object of the vocabulary, as somebody wants it. */
export function wantedOf(index: number, wish: Partial<Wish> = {}): Wanted {
  const { manifest, resource, spec } = entryAt(index)
  const id: ObjectId = { group: manifest.group, resource, namespace: manifest.namespace, name: manifest.name }
  const content = manifestOf(manifest, wish.padding ?? 0, spec)
  const base = {
    id,
    uid: `uid-of-object-${index}`,
    manifest,
    resource,
    strategy: wish.strategy ?? 'update',
  } as const
  return wish.frozen === true
    ? { ...base, content: undefined, bytes: 0, frozen: 'its template is wrong' }
    : { ...base, content, bytes: parcels.sizeOf(content) }
}

function entryAt(index: number): Entry {
  const found = vocabulary[index]
  if (found === undefined) throw new RangeError(`no object ${index}`)
  return found
}

/** An object of the vocabulary, as it stands in a wrapped object that was made for it. */
export function itemOf(index: number, wish: Partial<Wish> = {}): Item {
  const { manifest, resource, content, strategy } = wantedOf(index, wish)
  if (content === undefined) throw new TypeError('what is frozen has no content of its own')
  return { id: manifest, resource, content, orphan: false, strategy }
}

/** A demand for objects of the vocabulary. */
export function demandFor(binding: string, items: readonly Wanted[], more: Partial<Demand> = {}): Demand {
  return {
    binding,
    bindingUid: `uid-of-${binding}`,
    generation: 1,
    items,
    paused: false,
    holdsWithdrawals: false,
    ...more,
  }
}

/** The mailbox of a world, with nothing unusual about it. */
export function mailboxOf(
  world: MailboxWorld,
  demands: readonly Demand[],
  more: Partial<MailboxInput> = {},
): MailboxInput {
  return {
    wec: 'wec1',
    wdsName: 'wds1',
    wdsId: 'id1',
    limits: { bytes: 1000, objects: 10 },
    demands,
    shards: world.shards(),
    takenNames: new Set(),
    keepsAll: false,
    available: true,
    orphaned: new Set(),
    bindingLabels: new Set(demands.map((demand) => labelValueFor(demand.binding))),
    ...more,
  }
}
