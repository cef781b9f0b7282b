import {
  groupOf,
  type KubeObject,
  nameOf,
  namespaceOf,
  type Ref,
  refKey,
  refOfKey,
  resourceKey,
  resourceVersionOf,
  type Space,
  uidOf,
  type WorldEvent,
} from '@downsync/core'

/** What a write left: the object as it stands now, or nothing of the one with this uid. */
export type Landed = Readonly<
  { kind: 'stands'; object: KubeObject } | { kind: 'gone'; ref: Ref; uid: string }
>

/**
 * Brings what watches say and what our own writes are answered into one order, object by object, so that who listens never
 * goes back in time and knows of each write as soon as it is answered. Resource versions are compared for equality alone.
 */
export interface OwnWrites {
  /** What is to be told now of what feeds say, in order. */
  take(events: readonly WorldEvent[]): readonly WorldEvent[]
  /**
   * A write on this object is about to be sent, the only one on it; what its watch says is held back from now on. Only for a
   * creation, or a write that lands on one resourceVersion alone: else its answer may be one that the watch has told before.
   */
  begin(ref: Ref): void
  /**
   * It was answered.
   * @param landed what it changed; undefined: nothing, or nobody knows
   * @returns what is to be told now, in order
   */
  end(ref: Ref, landed: Landed | undefined): readonly WorldEvent[]
}

type Watched = {
  /** By `spaceKey`. */
  readonly resource: string
  /** While a write is under way: what its watch has said since. */
  held: WorldEvent[] | undefined
  /** What an answer has told before the watch: all that comes before it is older. */
  ahead: Landed | undefined
}

export function createOwnWrites(): OwnWrites {
  const watched = new Map<string, Watched>()
  /** Objects that only an answer has told of when their watch was lost. */
  const unconfirmed = new Map<string, Readonly<{ resource: string; ref: Ref; uid: string }>>()
  const resources = createResources()

  function take(events: readonly WorldEvent[]): readonly WorldEvent[] {
    return events.flatMap((event): readonly WorldEvent[] => {
      switch (event.kind) {
        case 'resource':
        case 'resourceGone':
          return [...takeResource(event), event]
        case 'put':
        case 'deleted':
          return takeChange(event)
        default:
          return [event]
      }
    })
  }

  function takeResource(event: ResourceEvent): readonly WorldEvent[] {
    resources.take(event)
    const key = spaceKey(event.space, event.kind === 'resource' ? event.info : event.resource)
    if (event.kind === 'resource' && event.info.known === true) return ghosts(key)
    const told = letGo(key)
    if (event.kind === 'resourceGone') ghosts(key)
    return told
  }

  // The order of what was told and what will be is lost: a list may skip what a write made. From here on the watch alone is
  // right, and it tells of the write too.
  function letGo(resource: string): readonly WorldEvent[] {
    const told: WorldEvent[] = []
    for (const [key, entry] of watched) {
      if (entry.resource !== resource) continue
      watched.delete(key)
      told.push(...(entry.held ?? []))
      if (entry.ahead?.kind === 'stands')
        unconfirmed.set(key, { resource, ref: refOfKey(key), uid: uidOf(entry.ahead.object) })
    }
    return told
  }

  // Everything is listed. What the watch has not told of, before or now, is not there any more, and only we know that it was.
  function ghosts(resource: string): readonly WorldEvent[] {
    const told: WorldEvent[] = []
    for (const [key, ghost] of unconfirmed) {
      if (ghost.resource !== resource) continue
      unconfirmed.delete(key)
      told.push({ kind: 'deleted', ref: ghost.ref, uid: ghost.uid })
    }
    return told
  }

  function takeChange(event: Change): readonly WorldEvent[] {
    const ref = event.kind === 'deleted' ? event.ref : resources.refOf(event.space, event.object)
    if (ref === undefined) return [event]
    const key = refKey(ref)
    if (event.kind === 'put') unconfirmed.delete(key)
    const entry = watched.get(key)
    if (entry === undefined) return [event]
    if (entry.ahead !== undefined) {
      const met = meeting(entry.ahead, event)
      if (met === 'older') return []
      entry.ahead = undefined
      forgetIfDone(key, entry)
      if (met === 'same') return []
    }
    if (entry.held === undefined) return [event]
    entry.held.push(event)
    return []
  }

  function forgetIfDone(key: string, entry: Watched): void {
    if (entry.held === undefined && entry.ahead === undefined) watched.delete(key)
  }

  return {
    take,
    begin(ref) {
      const resource = spaceKey(ref.space, ref)
      if (!resources.isKnown(resource)) return
      const key = refKey(ref)
      watched.set(key, { resource, held: [], ahead: watched.get(key)?.ahead })
    },
    end(ref, landed) {
      const key = refKey(ref)
      const entry = watched.get(key)
      const held = entry?.held
      if (entry === undefined || held === undefined) return []
      entry.held = undefined
      if (landed === undefined || held.some((event) => meeting(landed, event) !== 'older')) {
        forgetIfDone(key, entry)
        return held
      }
      entry.ahead = landed
      return [toldBy(landed, ref.space)]
    },
  }
}

type Change = Extract<WorldEvent, { kind: 'put' | 'deleted' }>
type ResourceEvent = Extract<WorldEvent, { kind: 'resource' | 'resourceGone' }>

// A watch tells everything that becomes of an object, in order. So what comes before the very thing that a write left is older
// than it; the end of the object that it left can only come later.
function meeting(landed: Landed, event: WorldEvent): 'older' | 'same' | 'newer' {
  if (event.kind === 'put') {
    const isSame =
      landed.kind === 'stands' &&
      uidOf(event.object) === uidOf(landed.object) &&
      resourceVersionOf(event.object) === resourceVersionOf(landed.object)
    return isSame ? 'same' : 'older'
  }
  if (event.kind !== 'deleted') return 'older'
  if (landed.kind === 'gone') return event.uid === landed.uid ? 'same' : 'older'
  return event.uid === uidOf(landed.object) ? 'newer' : 'older'
}

function toldBy(landed: Landed, space: Space): WorldEvent {
  return landed.kind === 'stands'
    ? { kind: 'put', space, object: landed.object }
    : { kind: 'deleted', ref: landed.ref, uid: landed.uid }
}

function spaceKey(space: Space, resource: Readonly<{ group: string; resource: string }>): string {
  return `${space} ${resourceKey(resource)}`
}

/** Which resources are known, and which one has the objects of a kind, as feeds say. */
function createResources() {
  const known = new Set<string>()
  const byKind = new Map<string, string>()
  const kindKey = (space: Space, group: string, kind: string) => spaceKey(space, { group, resource: kind })

  return {
    isKnown: (key: string) => known.has(key),
    take(event: ResourceEvent) {
      const { space } = event
      if (event.kind === 'resourceGone') {
        known.delete(spaceKey(space, event.resource))
        return
      }
      const { group, resource, kind } = event.info
      if (event.info.known === true) known.add(spaceKey(space, event.info))
      else known.delete(spaceKey(space, event.info))
      byKind.set(kindKey(space, group, kind), resource)
    },
    refOf(space: Space, object: KubeObject): Ref | undefined {
      const group = groupOf(object.apiVersion)
      const resource = byKind.get(kindKey(space, group, object.kind))
      if (resource === undefined) return undefined
      return { space, group, resource, namespace: namespaceOf(object), name: nameOf(object) }
    },
  }
}
