import { changeRules, type MailboxDecision, type Shard } from '../deliver/index.ts'
import { compareUtf8, manifestKey } from '../kube/index.ts'
import type { Bundle, Item } from '../transport/index.ts'
import type { PairEffect } from './action.ts'

/**
 * What becomes of objects that a WEC has, by the name of the wrapped object whose write does it (P-7, EXP-4). What is new there, or
 * only moves to another wrapped object, is none of it.
 * @param written names of the wrapped objects that are written
 */
export function pairEffects(
  decision: MailboxDecision,
  shards: readonly Shard[],
  written: ReadonlySet<string>,
): ReadonlyMap<string, readonly PairEffect[]> {
  const present = shards.filter(({ deleting }) => !deleting)
  const standing = itemsByKey(present.map(({ bundle }) => bundle))
  const staying = itemsByKey(decision.bundles)
  const effects = new Map<string, readonly PairEffect[]>()
  for (const bundle of decision.bundles) {
    if (!written.has(bundle.name)) continue
    const before = present.find(({ name }) => name === bundle.name)?.bundle
    effects.set(bundle.name, [
      ...bundle.items.flatMap((item) => effectOn(item, standing.get(manifestKey(item.id)) ?? [], bundle)),
      ...vanishing(before?.items ?? [], 'BND-1'),
    ])
  }
  for (const { name, rule } of decision.deletions) {
    const before = present.find((shard) => shard.name === name)?.bundle.items ?? []
    // WRP-1: the Binding still wants others here.
    effects.set(name, vanishing(before, rule === 'WRP-1' ? 'BND-1' : rule))
  }
  return effects

  function vanishing(items: readonly Item[], rule: string): readonly PairEffect[] {
    return items.flatMap(({ id, orphan }) =>
      orphan || staying.has(manifestKey(id)) ? [] : [{ what: 'vanish', manifest: id, rules: [rule] }],
    )
  }

  function effectOn(item: Item, others: readonly Item[], bundle: Bundle): readonly PairEffect[] {
    const manifest = item.id
    const [first] = others
    if (first === undefined) return []
    if (item.orphan && !others.some(({ orphan }) => orphan)) {
      const held = decision.held.find((one) => one.in === bundle.name && sameId(one.manifest, manifest))
      return [{ what: 'orphan', manifest, rules: [held?.rule ?? 'WRP-11'] }]
    }
    const rules = new Set<string>()
    // With several that stand, the one that is nearest: where one is equal, nothing changes by this write.
    const found = others.map((one) => changeRules(one.content, item.content))
    // WRP-7: what is only created stays in the WEC as it was.
    const isOnlyCreated = [item, ...others].every(({ strategy }) => strategy === 'createOnly')
    if (!isOnlyCreated && found.every((some) => some.length > 0))
      for (const rule of found[0] ?? []) rules.add(rule)
    if (others.every(({ strategy }) => strategy !== item.strategy))
      rules.add([first.strategy, item.strategy].includes('createOnly') ? 'WRP-7' : 'WRP-13')
    return rules.size === 0 ? [] : [{ what: 'change', manifest, rules: [...rules].sort(compareUtf8) }]
  }
}

function sameId(a: Item['id'], b: Item['id']): boolean {
  return manifestKey(a) === manifestKey(b)
}

function itemsByKey(bundles: readonly Bundle[]): ReadonlyMap<string, readonly Item[]> {
  const byKey = new Map<string, Item[]>()
  for (const item of bundles.flatMap(({ items }) => items)) {
    const key = manifestKey(item.id)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [item])
    else known.push(item)
  }
  return byKey
}
