import { manifestKey } from '../kube/index.ts'
import type { Item, Transport } from '../transport/index.ts'
import type { MailboxView, Tenant } from './mailbox-view.ts'
import { nameGiver } from './naming.ts'
import { type Place, type PlacementContext, placesOf } from './placement.ts'
import type { Lingering } from './placement-room.ts'
import type { Shard } from './types.ts'

/** Where everything wanted in a mailbox is to be. */
export type Layout = Readonly<{
  places: ReadonlyMap<Tenant, readonly Place[]>
  /** What each wrapped object is to hold because it is wanted: by its name, then by `manifestKey`. */
  targets: ReadonlyMap<string, ReadonlyMap<string, Item>>
  /** Whose a target is, by its name. */
  owners: ReadonlyMap<string, Tenant>
  /** Names of the wrapped objects that are to hold an object, of whatever Binding, by `manifestKey`. */
  holders: ReadonlyMap<string, readonly string[]>
  /**
   * The name of a Binding that wants an object and cannot hold it yet (frozen without a home, paused,
   * unnamed), by `manifestKey`.
   */
  unplaced: ReadonlyMap<string, string>
  placeOf(tenant: Tenant, key: string): Place | undefined
}>

/**
 * The `manifestKey`s of what is in wrapped objects and cannot leave them yet, by the wrapped object's name.
 */
export type Counted = ReadonlyMap<string, ReadonlySet<string>>

/**
 * The layout of a mailbox: Binding by Binding, each in its own shards.
 * @param counted what takes room besides what is wanted (WRP-1)
 */
export function layoutOf(
  view: MailboxView,
  counted: Counted,
  transport: Transport,
  bytesOf: (item: Item) => number,
): Layout {
  const { input } = view
  const hardBytes = transport.limits.bytes
  const context: PlacementContext = {
    wdsName: input.wdsName,
    nameLength: transport.limits.nameLength,
    limits: {
      bytes: Math.min(input.limits.bytes, hardBytes),
      objects: Math.max(1, input.limits.objects),
      hardBytes,
    },
    names: nameGiver(
      input.wdsName,
      [...input.takenNames, ...input.shards.map((shard) => shard.name)],
      transport.limits.nameLength,
    ),
    bytesOf,
    reported: view.reported,
    lingering: (shard) => lingeringIn(shard, counted.get(shard.name), bytesOf),
  }
  const places = new Map<Tenant, readonly Place[]>()
  const byKey = new Map<Tenant, ReadonlyMap<string, Place>>()
  const targets = new Map<string, Map<string, Item>>()
  const owners = new Map<string, Tenant>()
  const holders = new Map<string, string[]>()
  const unplaced = new Map<string, string>()
  for (const tenant of view.tenants) {
    const own = tenant.demand.paused
      ? standingPlaces(tenant)
      : placesOf(tenant.demand, tenant.standings, tenant.shards, context)
    places.set(tenant, own)
    byKey.set(tenant, new Map(own.map((place) => [place.standing.key, place])))
    for (const { standing, target, item } of own) {
      if (target === undefined || item === undefined) {
        if (tenant.demand.yields !== true) unplaced.set(standing.key, tenant.demand.binding)
        continue
      }
      owners.set(target, tenant)
      const key = manifestKey(item.id)
      const items = targets.get(target)
      if (items === undefined) targets.set(target, new Map([[key, item]]))
      else items.set(key, item)
      const names = holders.get(key)
      if (names === undefined) holders.set(key, [target])
      else names.push(target)
    }
  }
  return {
    places,
    targets,
    owners,
    holders,
    unplaced,
    placeOf: (tenant, key) => byKey.get(tenant)?.get(key),
  }
}

// BND-12: what is paused is to be what it is.
function standingPlaces({ standings }: Tenant): readonly Place[] {
  return standings.map((standing) =>
    standing.home === undefined
      ? { standing, target: undefined, item: undefined }
      : { standing, target: standing.home.name, item: standing.item },
  )
}

function lingeringIn(
  shard: Shard,
  keys: ReadonlySet<string> | undefined,
  bytesOf: (item: Item) => number,
): readonly Lingering[] {
  return [...(keys ?? [])].flatMap((key) => {
    const item = shard.items.get(key)
    return item === undefined ? [] : [{ key, id: item.id, bytes: bytesOf(item) }]
  })
}
