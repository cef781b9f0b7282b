import { compareUtf8, type ManifestId } from '../kube/index.ts'
import { classOf } from './placement-class.ts'

/** Limits of a wrapped object: what is wanted (WRP-1), and the receiver's own. */
export type RoomLimits = Readonly<{ bytes: number; objects: number; hardBytes: number }>

/** The room in one wrapped object while objects are placed in it; changes as they are. */
export type Room = {
  readonly name: string
  /** Its shard number; infinity where the name has none. */
  readonly number: number
  /** Bytes by `manifestKey` of what it is to hold. */
  readonly placed: Map<string, number>
  placedBytes: number
  /** Bytes by `manifestKey` of what cannot leave it yet, though it is to. */
  readonly lingering: ReadonlyMap<string, number>
  /** Without those that are placed here again. */
  lingeringBytes: number
  lingeringCount: number
  /** Of all that it holds or is to hold (WRP-9). */
  readonly classes: Set<string>
  /** Kinds of what fails here as unknown or forbidden (WRP-9). */
  readonly failingKinds: Set<string>
  failing: number
}

/** Something that stays in a wrapped object for now, though it is to leave. */
export type Lingering = Readonly<{ key: string; id: ManifestId; bytes: number }>

/** What is placed: one object under its `manifestKey`, with its bytes there. */
export type Load = Lingering & Readonly<{ fails: boolean }>

/** A wrapped object before anything is placed in it. */
export function roomOf(name: string, number: number, lingering: readonly Lingering[]): Room {
  return {
    name,
    number,
    placed: new Map(),
    placedBytes: 0,
    lingering: new Map(lingering.map((one) => [one.key, one.bytes])),
    lingeringBytes: lingering.reduce((sum, one) => sum + one.bytes, 0),
    lingeringCount: lingering.length,
    classes: new Set(lingering.map((one) => classOf(one.id))),
    failingKinds: new Set(),
    failing: 0,
  }
}

/** Places an object, whether or not it fits. */
export function put(room: Room, load: Load): void {
  const lingering = room.lingering.get(load.key)
  if (lingering !== undefined) {
    room.lingeringBytes -= lingering
    room.lingeringCount -= 1
  }
  room.placed.set(load.key, load.bytes)
  room.placedBytes += load.bytes
  room.classes.add(classOf(load.id))
  if (load.fails) {
    room.failingKinds.add(kindOf(load.id))
    room.failing += 1
  }
}

/**
 * Whether a load fits once all that is to leave has left: what has not grown needs no more to stay (WRP-1).
 */
export function fitsAtLast(room: Room, bytes: number, limits: RoomLimits): boolean {
  return room.placed.size < limits.objects && room.placedBytes + bytes <= limits.bytes
}

/**
 * Whether a load fits at once, with what moves away and has not yet left (WRP-1: "frozen and moving
 * manifests count").
 */
export function fitsNow(room: Room, load: Pick<Load, 'key' | 'bytes'>, limits: RoomLimits): boolean {
  const again = room.lingering.get(load.key)
  const count = room.placed.size + room.lingeringCount - (again === undefined ? 0 : 1)
  const bytes = room.placedBytes + room.lingeringBytes - (again ?? 0)
  return count < limits.objects && bytes + load.bytes <= limits.bytes
}

/**
 * Whether an object over the size limit has this wrapped object for itself, within the receiver's own limit
 * (WRP-5).
 */
export function fitsAlone(room: Room, load: Pick<Load, 'key' | 'bytes'>, limits: RoomLimits): boolean {
  const beside = room.lingeringBytes - (room.lingering.get(load.key) ?? 0)
  return room.placed.size === 0 && beside + load.bytes <= limits.hardBytes
}

/**
 * Whether WRP-9 lets a new placement in: all that is here is of its class, and nothing fails here but such as
 * are of its kind, so that one failing manifest does not cost its neighbours their clean-up.
 */
export function admits(room: Room, id: ManifestId): boolean {
  return [...room.classes].every((one) => one === classOf(id)) && isOnly(room.failingKinds, kindOf(id))
}

/**
 * Whether it is a shard for objects that fail as of unknown kind or forbidden: it holds such, and nothing
 * else (WRP-9).
 */
export function isForFailing(room: Room): boolean {
  return room.failing > 0 && room.failing === room.placed.size && room.lingeringCount === 0
}

/** Order in which room is looked for (WRP-1: the lowest shard number). */
export function compareRooms(a: Room, b: Room): number {
  if (a.number !== b.number) return a.number < b.number ? -1 : 1
  return compareUtf8(a.name, b.name)
}

function kindOf(id: ManifestId): string {
  return `${id.kind}.${id.group}`
}

function isOnly(values: ReadonlySet<string>, value: string): boolean {
  return values.size === 0 || (values.size === 1 && values.has(value))
}
