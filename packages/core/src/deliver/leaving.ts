import type { ManifestId } from '../kube/index.ts'
import type { Item } from '../transport/index.ts'
import { type Contents, newContents } from './containment.ts'
import type { Layout } from './mailbox-layout.ts'
import type { MailboxView } from './mailbox-view.ts'
import { isContainer, isCrd, isNamespace } from './placement-class.ts'
import { standsEqual } from './shard-bundle.ts'
import { failsForGood } from './standing.ts'
import type { Shard } from './types.ts'

/**
 * What becomes of a manifest that stands in a wrapped object which is not to hold it: it leaves with the next
 * write; it is kept for as long as the rule holds; or it waits, to leave as soon as it may.
 */
export type Fate =
  | Readonly<{ kind: 'leaves' }>
  | Readonly<{ kind: 'kept' | 'waits'; item: Item; rule: string; message: string }>

/** Fates by the wrapped object's name, then by `manifestKey`. */
export type Fates = ReadonlyMap<string, ReadonlyMap<string, Fate>>

type Leftover = Readonly<{ shard: Shard; key: string; item: Item }>

/**
 * The fate of every manifest that stands in a wrapped object of ours and is not to be there (WRP-10, WRP-11,
 * GRD-1, SNP-2). Paused and foreign wrapped objects are not asked.
 */
export function fatesOf(view: MailboxView, layout: Layout): Fates {
  const fates = new Map<string, Map<string, Fate>>()
  const goingOn = newContents()
  const goingAway = newContents()
  for (const [name, items] of layout.targets) for (const item of items.values()) goingOn.add(item, name)
  for (const shard of view.deleting) addAll(goingAway, shard)
  const leftovers: Leftover[] = []
  for (const shard of view.present) {
    if (isUntouched(view, shard)) addAll(goingOn, shard)
    else leftovers.push(...leftoversOf(shard, layout))
  }
  const settle = (leftover: Leftover, fate: Fate): void => {
    const { shard, key, item } = leftover
    const known = fates.get(shard.name)
    if (known === undefined) fates.set(shard.name, new Map([[key, fate]]))
    else known.set(key, fate)
    if (fate.kind === 'kept') goingOn.add(item, shard.name)
    else goingAway.add(item, shard.name)
  }
  // What lives in a Namespace or of a CRD first: by it is decided how those leave.
  for (const leftover of leftovers.filter(({ item }) => !isContainer(item.id)))
    settle(
      leftover,
      keptFate(view, layout, leftover) ?? yieldingFate(view, layout, leftover) ?? plainFate(view, leftover),
    )
  for (const leftover of leftovers.filter(({ item }) => isContainer(item.id)))
    settle(
      leftover,
      keptFate(view, layout, leftover) ??
        yieldingFate(view, layout, leftover) ??
        containerFate(view, leftover, goingOn, goingAway),
    )
  return fates
}

/**
 * Whether nothing is written to a wrapped object, whatever is wanted: its Binding is paused (BND-12), or it
 * is another WDS's (WRP-6).
 */
export function isUntouched(view: MailboxView, shard: Shard): boolean {
  return view.foreign.has(shard.name) || view.tenantOf.get(shard.name)?.demand.paused === true
}

function leftoversOf(shard: Shard, layout: Layout): readonly Leftover[] {
  const targets = layout.targets.get(shard.name)
  return [...shard.items].flatMap(([key, item]) => (targets?.has(key) ? [] : [{ shard, key, item }]))
}

function keptFate(view: MailboxView, layout: Layout, { shard, key, item }: Leftover): Fate | undefined {
  if (view.keepsAll) {
    return view.input.wdsId === undefined
      ? { kind: 'kept', item, rule: 'WRP-6', message: 'the id of the WDS is not known' }
      : { kind: 'kept', item, rule: 'SNP-2', message: 'policies or Bindings are not completely seen' }
  }
  const tenant = view.tenantOf.get(shard.name)
  const place = tenant === undefined ? undefined : layout.placeOf(tenant, key)
  if (place === undefined) {
    if (tenant?.demand.holdsWithdrawals === true)
      return { kind: 'kept', item, rule: 'GRD-1', message: 'a large withdrawal waits to be confirmed' }
    // P-4, WRP-10: it is wanted here, and nothing else can hold it yet.
    const wantedBy = layout.unplaced.get(key)
    return wantedBy === undefined
      ? undefined
      : { kind: 'kept', item, rule: 'WRP-10', message: `stays until Binding ${wantedBy} can hold it` }
  }
  return place.target === undefined
    ? {
        kind: 'kept',
        item,
        rule: 'WRP-2',
        message: 'its new place cannot be named before the Binding exists',
      }
    : undefined
}

// WRP-10: another wrapped object here is to hold it, so it goes when that reports it applied.
function yieldingFate(view: MailboxView, layout: Layout, { shard, key, item }: Leftover): Fate | undefined {
  const others = (layout.holders.get(key) ?? []).filter((name) => name !== shard.name)
  if (others.length === 0) return undefined
  // WRP-9: it never came to be there, and would go on harming its neighbours.
  if (failsForGood(shard, key, view.reported)) return { kind: 'leaves' }
  const wasNeverApplied = (shard.deliveries.get(key)?.state ?? 'pending') === 'pending'
  if (wasNeverApplied && !isHome(view, layout, shard, key)) return { kind: 'leaves' }
  const awaited = others.find((name) => !hasTakenOver(view, layout, name, key))
  if (awaited === undefined) return { kind: 'leaves' }
  return { kind: 'waits', item, rule: 'WRP-10', message: `stays until ${awaited} reports it applied` }
}

// WRP-3: also where its Binding does not want it any more; it may have been applied there without having been heard of yet.
function isHome(view: MailboxView, layout: Layout, shard: Shard, key: string): boolean {
  const tenant = view.tenantOf.get(shard.name)
  const place = tenant === undefined ? undefined : layout.placeOf(tenant, key)
  if (place !== undefined) return place.standing.home === shard
  const holders = view.present.filter((one) => one.bindingLabel === shard.bindingLabel && one.items.has(key))
  const applied = holders.filter((one) => one.deliveries.get(key)?.state === 'applied')
  return (applied[0] ?? holders[0]) === shard
}

function hasTakenOver(view: MailboxView, layout: Layout, name: string, key: string): boolean {
  const shard = view.presentByName.get(name)
  const stands = shard?.items.get(key)
  const wanted = layout.targets.get(name)?.get(key)
  const said = shard?.deliveries.get(key)
  return (
    stands !== undefined &&
    wanted !== undefined &&
    said?.state === 'applied' &&
    said.current &&
    // One that does not own the object would not keep it from being deleted.
    !stands.orphan &&
    standsEqual(stands, wanted)
  )
}

function plainFate(view: MailboxView, leftover: Leftover): Fate {
  return withheldFate(view, leftover) ?? { kind: 'leaves' }
}

// WRP-11: it leaves orphaned while something in it goes on, otherwise after what is in it.
function containerFate(view: MailboxView, leftover: Leftover, goingOn: Contents, goingAway: Contents): Fate {
  const { shard, item } = leftover
  const withheld = withheldFate(view, leftover)
  if (withheld !== undefined) return withheld
  const [stays] = goingOn.holdersOf(item)
  if (stays !== undefined) return orphanedFate(leftover, 'WRP-11', `${stays} holds an object in it`)
  const awaited = goingAway.holdersOf(item).find((name) => name !== shard.name)
  if (awaited === undefined || !view.input.available) return { kind: 'leaves' }
  return { kind: 'waits', item, rule: 'WRP-11', message: `stays until ${awaited} holds no object in it` }
}

function withheldFate(view: MailboxView, leftover: Leftover): Fate | undefined {
  const { orphaned } = view.input
  if (orphaned === 'all') return orphanedFate(leftover, 'DLV-2', 'the WEC is the WDS')
  if (!orphaned.has(leftover.key)) return undefined
  return orphanedFate(leftover, 'DLV-1', 'it is withheld, the WEC has its own')
}

// Two steps: the rule that it stays in the WEC, then, once the receiver has taken that in, without it.
function orphanedFate({ shard, item }: Leftover, rule: string, why: string): Fate {
  if (item.orphan) {
    return shard.settled
      ? { kind: 'leaves' }
      : { kind: 'waits', item, rule, message: `leaves orphaned, as ${why}` }
  }
  const resource = item.resource ?? resourceOf(item.id)
  // A rule needs the resource; without it the object would be deleted in the WEC.
  if (resource === undefined)
    return { kind: 'waits', item, rule, message: 'stays until its resource is known' }
  return {
    kind: 'waits',
    item: { ...item, resource, orphan: true },
    rule,
    message: `leaves orphaned, as ${why}`,
  }
}

function resourceOf(id: ManifestId): string | undefined {
  if (isNamespace(id)) return 'namespaces'
  return isCrd(id) ? 'customresourcedefinitions' : undefined
}

function addAll(contents: Contents, shard: Shard): void {
  for (const item of shard.items.values()) contents.add(item, shard.name)
}
