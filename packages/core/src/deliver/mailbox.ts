import { compareUtf8, describeId, memberOf, names } from '../kube/index.ts'
import type { Bundle, Item, Transport } from '../transport/index.ts'
import { type Fates, fatesOf, isUntouched } from './leaving.ts'
import { type Counted, type Layout, layoutOf } from './mailbox-layout.ts'
import { type MailboxView, viewOf } from './mailbox-view.ts'
import { pairStateOf } from './pair-state.ts'
import { newBundle, rewrittenBundle } from './shard-bundle.ts'
import type { Held, MailboxDecision, MailboxInput, MailboxProblem, PairState, Shard } from './types.ts'

/**
 * Decides what should stand in one mailbox now, of all Bindings of this WDS together (section 8). Applied
 * again and again, with an agent that follows, it comes to rest where each wanted object is held once (P-6).
 */
export function decideMailbox(input: MailboxInput, transport: Transport): MailboxDecision {
  const view = viewOf(input)
  const { layout, fates } = settledLayout(view, transport)
  const pairs = view.tenants.flatMap((tenant) =>
    (layout.places.get(tenant) ?? []).map((place) => pairStateOf(view, tenant, place)),
  )
  return {
    wec: input.wec,
    ...standAndFall(view, layout, fates),
    pairs,
    held: heldOf(view, fates),
    problems: [...refusals(pairs), ...foreigners(view)],
  }
}

// Passes before everything that stands is counted as staying, which settles it.
const PASSES = 4

// What cannot leave yet takes room, and what has no room moves, so that it cannot leave yet: counted more and
// more until that is stable.
function settledLayout(view: MailboxView, transport: Transport): Readonly<{ layout: Layout; fates: Fates }> {
  const bytesOf = sizesOf(transport)
  let counted: Counted = new Map()
  for (let pass = 1; ; pass++) {
    const layout = layoutOf(view, counted, transport, bytesOf)
    const fates = fatesOf(view, layout)
    const staying = new Map(
      [...fates].map(
        ([name, byKey]) => [name, [...byKey].filter(([, fate]) => fate.kind !== 'leaves')] as const,
      ),
    )
    const missing = [...staying].some(([name, kept]) => kept.some(([key]) => !counted.get(name)?.has(key)))
    if (!missing) return { layout, fates }
    counted =
      pass < PASSES
        ? new Map(
            view.present.map(({ name }) => [
              name,
              new Set([...(counted.get(name) ?? []), ...(staying.get(name) ?? []).map(([key]) => key)]),
            ]),
          )
        : new Map(view.present.map(({ name, items }) => [name, new Set(items.keys())]))
  }
}

function sizesOf(transport: Transport): (item: Item) => number {
  const sizes = new Map<Item, number>()
  return (item) => {
    const known = sizes.get(item) ?? transport.sizeOf(item.content)
    sizes.set(item, known)
    return known
  }
}

function standAndFall(
  view: MailboxView,
  layout: Layout,
  fates: Fates,
): Pick<MailboxDecision, 'bundles' | 'deletions'> {
  const bundles: Bundle[] = []
  const deletions: { name: string; rule: string }[] = []
  for (const shard of view.present) {
    const items = isUntouched(view, shard) ? undefined : itemsOf(shard, layout, fates)
    if (items === undefined || (items.length === 0 && view.keepsAll)) bundles.push(shard.bundle)
    else if (items.length === 0) deletions.push({ name: shard.name, rule: ruleOfDeletion(view, shard) })
    else bundles.push(rewrittenBundle(shard, items, view.tenantOf.get(shard.name)?.demand, view.input))
  }
  for (const [name, { demand }] of layout.owners) {
    const items = layout.targets.get(name)
    if (items !== undefined && !view.presentByName.has(name))
      bundles.push(newBundle(name, [...items.values()], demand, view.input))
  }
  return { bundles: bundles.sort((a, b) => compareUtf8(a.name, b.name)), deletions }
}

function itemsOf(shard: Shard, layout: Layout, fates: Fates): readonly Item[] {
  const staying = [...(fates.get(shard.name)?.values() ?? [])].flatMap((fate) =>
    fate.kind === 'leaves' ? [] : [fate.item],
  )
  return [...(layout.targets.get(shard.name)?.values() ?? []), ...staying]
}

function ruleOfDeletion(view: MailboxView, shard: Shard): string {
  const demand = view.tenantOf.get(shard.name)?.demand
  if (demand !== undefined && demand.items.length > 0) return 'WRP-1'
  return demand !== undefined || view.input.bindingLabels.has(shard.bindingLabel) ? 'WRP-8' : 'WRP-6'
}

function heldOf(view: MailboxView, fates: Fates): readonly Held[] {
  return view.present.flatMap((shard): readonly Held[] => {
    if (isUntouched(view, shard)) return heldUntouched(view, shard)
    return [...(fates.get(shard.name)?.values() ?? [])].flatMap((fate) =>
      fate.kind === 'leaves'
        ? []
        : [{ in: shard.name, manifest: fate.item.id, rule: fate.rule, message: fate.message }],
    )
  })
}

function heldUntouched(view: MailboxView, shard: Shard): readonly Held[] {
  const tenant = view.tenantOf.get(shard.name)
  const wanted = new Set(tenant?.standings.map(({ key }) => key))
  const why =
    tenant === undefined
      ? { rule: 'WRP-6', message: 'it belongs to another WDS of the same name' }
      : { rule: 'BND-12', message: 'its Binding is paused' }
  return [...shard.items].flatMap(([key, item]) =>
    wanted.has(key) ? [] : [{ in: shard.name, manifest: item.id, ...why }],
  )
}

// WRP-13: what a WEC refuses is reported with its text; what runs there stays.
function refusals(pairs: readonly PairState[]): readonly MailboxProblem[] {
  return pairs.flatMap((pair) =>
    pair.state === 'failed'
      ? [
          {
            binding: pair.binding,
            code: 'ManifestRefused',
            message: `${describeId(pair.id)} in ${pair.wec}: ${pair.message}`,
            freezes: [{ object: pair.id, wec: pair.wec }],
          },
        ]
      : [],
  )
}

function foreigners(view: MailboxView): readonly MailboxProblem[] {
  return view.present.flatMap((shard) =>
    view.foreign.has(shard.name)
      ? [
          {
            binding: bindingNameOf(shard),
            code: 'WrappedForeign',
            message: `${shard.name} in ${view.input.wec} was made by another WDS of this name, ${shard.wdsId}; it stays until it is adopted or pruned`,
            freezes: [],
          },
        ]
      : [],
  )
}

// NAM-1: where the label is a shortened name, the name stands in the annotation of the same key.
function bindingNameOf(shard: Shard): string {
  const full = memberOf(shard.bundle.annotations, names.labels.originBinding)
  return typeof full === 'string' ? full : shard.bindingLabel
}
