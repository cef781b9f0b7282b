import { compareUtf8, equalJson, manifestKey } from '../kube/index.ts'
import type { Delivery, Item } from '../transport/index.ts'
import type { Demand, MailboxInput, Shard, Wanted } from './types.ts'

/** One wanted object, and how it stands in the shards of its Binding; says nothing of where it is to be. */
export type Standing = Readonly<{
  wanted: Wanted
  key: string
  /** Of the wrapped objects that hold it and are not being deleted, its home (WRP-3). */
  home: Shard | undefined
  /** Those that hold it besides, sorted by name. */
  elsewhere: readonly Shard[]
  /** The manifest in its home; if its home is being deleted, the one in there (FRZ-1). */
  item: Item | undefined
  /** The manifest in its home has the wanted content; a frozen one always has. */
  unchanged: boolean
  /** It fails as of unknown kind or forbidden, and was never reported (WRP-9). */
  fails: boolean
}>

/**
 * How every object of a demand stands (WRP-3); of an identity that is wanted twice, the first counts.
 * @param shards the shards of this Binding, being deleted or not, sorted by name
 */
export function standingsOf(
  demand: Demand,
  shards: readonly Shard[],
  reported: NonNullable<MailboxInput['reported']>,
): readonly Standing[] {
  const present = holdersByKey(shards.filter((shard) => !shard.deleting))
  const leaving = holdersByKey(shards.filter((shard) => shard.deleting))
  const seen = new Set<string>()
  const standings: Standing[] = []
  for (const wanted of demand.items) {
    const key = manifestKey(wanted.manifest)
    if (seen.has(key)) continue
    seen.add(key)
    const holders = present.get(key) ?? []
    const home = homeOf(wanted, key, holders)
    const item = home?.items.get(key)
    standings.push({
      wanted,
      key,
      home,
      elsewhere: holders.filter((holder) => holder !== home),
      item: item ?? homeOf(wanted, key, leaving.get(key) ?? [])?.items.get(key),
      unchanged: item !== undefined && (wanted.content === undefined || hasContent(item, wanted)),
      fails: home !== undefined && failsForGood(home, key, reported),
    })
  }
  return standings
}

/**
 * Whether an object fails there as of unknown kind or forbidden, and no report says that it exists (WRP-9).
 */
export function failsForGood(
  shard: Shard,
  key: string,
  reported: NonNullable<MailboxInput['reported']>,
): boolean {
  const said = shard.deliveries.get(key)
  return said !== undefined && isStuck(said) && !reported(key)
}

/**
 * Whether something in this shard works, fails in another way or is known to exist: what a failing manifest
 * would harm (WRP-9).
 */
export function hasHealthyItem(shard: Shard, reported: NonNullable<MailboxInput['reported']>): boolean {
  return [...shard.items.keys()].some((key) => {
    const state = shard.deliveries.get(key)?.state ?? 'pending'
    return state !== 'pending' && !failsForGood(shard, key, reported)
  })
}

function isStuck(said: Delivery): boolean {
  return said.state === 'failed' && said.cause !== undefined
}

function holdersByKey(shards: readonly Shard[]): ReadonlyMap<string, readonly Shard[]> {
  const holders = new Map<string, Shard[]>()
  for (const shard of shards) {
    for (const key of shard.items.keys()) {
      const known = holders.get(key)
      if (known === undefined) holders.set(key, [shard])
      else known.push(shard)
    }
  }
  return holders
}

// WRP-3: the one that reports it applied, at whatever generation; then wanted content, then the lowest name.
function homeOf(wanted: Wanted, key: string, holders: readonly Shard[]): Shard | undefined {
  const applied = holders.filter((holder) => holder.deliveries.get(key)?.state === 'applied')
  const [first, second] = applied
  if (second === undefined) return first ?? lowestByName(holders)
  const asWanted = applied.filter((holder) => {
    const item = holder.items.get(key)
    return item !== undefined && hasContent(item, wanted)
  })
  return lowestByName(asWanted.length > 0 ? asWanted : applied)
}

function hasContent(item: Item, wanted: Wanted): boolean {
  return wanted.content !== undefined && equalJson(item.content, wanted.content)
}

function lowestByName(shards: readonly Shard[]): Shard | undefined {
  return shards.reduce<Shard | undefined>(
    (lowest, shard) => (lowest === undefined || compareUtf8(shard.name, lowest.name) < 0 ? shard : lowest),
    undefined,
  )
}
