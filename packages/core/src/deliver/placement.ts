import { equalJson } from '../kube/index.ts'
import type { Item } from '../transport/index.ts'
import { type NameGiver, shardNumber } from './naming.ts'
import {
  admits,
  compareRooms,
  fitsAlone,
  fitsAtLast,
  fitsNow,
  isForFailing,
  type Lingering,
  type Load,
  put,
  type Room,
  type RoomLimits,
  roomOf,
} from './placement-room.ts'
import { hasHealthyItem, type Standing } from './standing.ts'
import type { Demand, Shard, Wanted } from './types.ts'

/** Where one wanted object is to be, and as what. */
export type Place = Readonly<{
  standing: Standing
  /**
   * Name of the wrapped object that is to hold it; undefined: nothing is to (FRZ-1), or its name cannot be
   * given yet (WRP-2).
   */
  target: string | undefined
  /** How it is to stand there; undefined exactly where `target` is. */
  item: Item | undefined
}>

/** What placing needs besides the demand. */
export type PlacementContext = Readonly<{
  wdsName: string
  nameLength: number
  limits: RoomLimits
  names: NameGiver
  /** Whether a report says that an object exists in the WEC (WRP-9). */
  reported: (key: string) => boolean
  /** Bytes of a manifest that stands. */
  bytesOf: (item: Item) => number
  /** What is in a shard and cannot leave it yet, if it is not placed there. */
  lingering: (shard: Shard) => readonly Lingering[]
}>

/**
 * The place of each wanted object of one demand, in its order (WRP-1, WRP-3, WRP-5, WRP-9).
 * @param shards the shards of this Binding
 */
export function placesOf(
  demand: Demand,
  standings: readonly Standing[],
  shards: readonly Shard[],
  context: PlacementContext,
): readonly Place[] {
  const present = new Map(shards.filter((shard) => !shard.deleting).map((shard) => [shard.name, shard]))
  const rooms = [...present.values()]
    .map((shard) =>
      roomOf(
        shard.name,
        shardNumber(shard.name, demand.binding, context.wdsName, context.nameLength),
        context.lingering(shard),
      ),
    )
    .sort(compareRooms)
  const targets = new Map<Standing, Room>()
  stayAtHome(standings, rooms, targets, context)
  stayUnderWay(standings, rooms, targets, context)
  placeAnew(demand, standings, rooms, targets, context)
  return standings.map((standing) => {
    const target = targets.get(standing)?.name
    const item =
      target === undefined ? undefined : itemOf(standing, present.get(target)?.items.get(standing.key))
    return { standing, target: item === undefined ? undefined : target, item }
  })
}

/** Whether an item is as its demand wants it: content, strategy, and to be taken away with its bundle. */
export function standsAsWanted(item: Item, wanted: Wanted): boolean {
  return (
    wanted.content !== undefined &&
    item.strategy === wanted.strategy &&
    !item.orphan &&
    equalJson(item.content, wanted.content)
  )
}

// An object stays where it is while it fits (WRP-3). First what cannot move (FRZ-1), then what has not
// changed, what has not grown, what has, each in BND-2 order (WRP-1); at last what is too large for any
// company (WRP-5).
function stayAtHome(
  standings: readonly Standing[],
  rooms: readonly Room[],
  targets: Map<Standing, Room>,
  context: PlacementContext,
): void {
  const byName = new Map(rooms.map((room) => [room.name, room]))
  const healthy = new Map<Shard, boolean>()
  const isHealthy = (shard: Shard): boolean => {
    const known = healthy.get(shard) ?? hasHealthyItem(shard, context.reported)
    healthy.set(shard, known)
    return known
  }
  const byRank: Standing[][] = [[], [], [], [], []]
  for (const standing of standings) {
    if (standing.home === undefined) continue
    // WRP-9: it would cost its neighbours their clean-up. A frozen one does not move.
    if (standing.fails && standing.wanted.content !== undefined && isHealthy(standing.home)) continue
    byRank[rankOf(standing, context)]?.push(standing)
  }
  byRank.forEach((ranked, rank) => {
    for (const standing of ranked) {
      const room = byName.get(standing.home?.name ?? '')
      if (room === undefined || !mayStay(room, standing, rank, context)) continue
      put(room, loadOf(standing, context))
      targets.set(standing, room)
    }
  })
}

const FROZEN = 0
const UNCHANGED = 1
const NOT_GROWN = 2
const GROWN = 3
const OVERSIZE = 4

function rankOf(standing: Standing, context: PlacementContext): number {
  if (standing.wanted.content === undefined) return FROZEN
  if (isOversize(standing, context)) return OVERSIZE
  if (standing.unchanged) return UNCHANGED
  const before = standing.item === undefined ? 0 : context.bytesOf(standing.item)
  return standing.wanted.bytes <= before ? NOT_GROWN : GROWN
}

function mayStay(room: Room, standing: Standing, rank: number, context: PlacementContext): boolean {
  const load = loadOf(standing, context)
  switch (rank) {
    case FROZEN:
      return true
    case OVERSIZE:
      return standing.unchanged ? room.placed.size === 0 : fitsAlone(room, load, context.limits)
    case GROWN:
      return fitsAtLast(room, load.bytes, context.limits) && fitsNow(room, load, context.limits)
    default:
      return fitsAtLast(room, load.bytes, context.limits)
  }
}

// What is on its way already goes on to where it is, before others take that room.
function stayUnderWay(
  standings: readonly Standing[],
  rooms: readonly Room[],
  targets: Map<Standing, Room>,
  context: PlacementContext,
): void {
  for (const standing of standings) {
    if (targets.has(standing) || standing.elsewhere.length === 0) continue
    const load = loadOf(standing, context)
    const names = new Set(
      standing.elsewhere
        .filter((shard) => !standing.fails || !hasHealthyItem(shard, context.reported))
        .map((shard) => shard.name),
    )
    const fits = isOversize(standing, context) ? fitsAlone : fitsNow
    const room = rooms.find((one) => names.has(one.name) && fits(one, load, context.limits))
    if (room === undefined) continue
    put(room, load)
    targets.set(standing, room)
  }
}

function placeAnew(
  demand: Demand,
  standings: readonly Standing[],
  rooms: Room[],
  targets: Map<Standing, Room>,
  context: PlacementContext,
): void {
  for (const standing of standings) {
    // FRZ-1: where no wrapped object of the Binding holds it, there is nothing to deliver.
    if (targets.has(standing) || (standing.wanted.content === undefined && standing.item === undefined))
      continue
    const load = loadOf(standing, context)
    const room = roomFor(standing, load, rooms, context) ?? newRoom(demand, standing, rooms, context)
    if (room === undefined) continue
    put(room, load)
    targets.set(standing, room)
  }
}

function roomFor(
  standing: Standing,
  load: Load,
  rooms: readonly Room[],
  context: PlacementContext,
): Room | undefined {
  if (isOversize(standing, context)) return undefined
  return rooms.find(
    (room) =>
      fitsNow(room, load, context.limits) && (standing.fails ? isForFailing(room) : admits(room, load.id)),
  )
}

function newRoom(
  demand: Demand,
  standing: Standing,
  rooms: Room[],
  context: PlacementContext,
): Room | undefined {
  const { uid } = standing.wanted
  if (context.limits.objects > 1 || uid === undefined) {
    const { name, number } = context.names.numbered(demand.binding)
    return added(rooms, roomOf(name, number, []))
  }
  // P-6c: what needs a uid waits for the round in which there is one.
  if (demand.bindingUid === undefined) return undefined
  return added(rooms, roomOf(context.names.ofObject(demand.bindingUid, uid), Number.POSITIVE_INFINITY, []))
}

function added(rooms: Room[], room: Room): Room {
  const after = rooms.findIndex((one) => compareRooms(room, one) < 0)
  rooms.splice(after < 0 ? rooms.length : after, 0, room)
  return room
}

function loadOf(standing: Standing, context: PlacementContext): Load {
  const { wanted, item, key, fails } = standing
  const bytes = wanted.content === undefined && item !== undefined ? context.bytesOf(item) : wanted.bytes
  return { key, id: wanted.manifest, bytes, fails }
}

function isOversize(standing: Standing, context: PlacementContext): boolean {
  return loadOf(standing, context).bytes > context.limits.bytes
}

// What others have configured for it goes along (WRP-4); a frozen one is copied as it stands (FRZ-1).
function itemOf(standing: Standing, there: Item | undefined): Item | undefined {
  const { wanted } = standing
  if (wanted.content === undefined) return standing.item
  if (there !== undefined && standsAsWanted(there, wanted)) return there
  const kept = (there ?? standing.item)?.kept
  return {
    id: wanted.manifest,
    resource: wanted.resource,
    content: wanted.content,
    orphan: false,
    strategy: wanted.strategy,
    ...(kept === undefined ? {} : { kept }),
  }
}
