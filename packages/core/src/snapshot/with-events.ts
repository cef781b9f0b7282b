import type { Json, Space } from '../kube/index.ts'
import { partOfIntent, refusalKey } from './keys.ts'
import { readObject } from './read-object.ts'
import { snapshotFrom, worldOf } from './snapshot.ts'
import { dropObject, serveResource, takeObject, takeUnreadable, unserveResource } from './take-in.ts'
import type { Snapshot, WorldEvent } from './types.ts'
import { comesLater } from './which-stands.ts'
import { copyOfWorld, type World } from './world.ts'

/**
 * The snapshot after these events; the old one stays valid and shares with it all that is the same. Costs
 * O(events · log objects); a resource that goes, or changes its scope or kind, costs its objects.
 *
 * Late and repeated events are harmless: a `put` with an older resourceVersion than what stands under the
 * same uid, and a `deleted` with another uid, change nothing. A `put` of a kind that discovery does not know
 * waits until a `resource` event brings it.
 * @example withEvents(snapshot, [{ kind: 'put', space: 'wds', object: deployment }, { kind: 'now', now: '2026-01-01T00:00:00Z' }])
 */
export function withEvents(snapshot: Snapshot, events: Iterable<WorldEvent>): Snapshot {
  const world = copyOfWorld(worldOf(snapshot))
  for (const event of events) takeEvent(world, event)
  return snapshotFrom(world)
}

function takeEvent(world: World, event: WorldEvent): void {
  switch (event.kind) {
    case 'put':
      takePut(world, event.space, event.object)
      break
    case 'deleted':
      dropObject(world, event.ref, event.uid)
      break
    case 'resource':
      serveResource(world, event.space, event.info)
      break
    case 'resourceGone':
      unserveResource(world, event.space, event.resource)
      break
    case 'refused': {
      const { ref, code, message, intent } = event
      world.refusals.set(refusalKey(ref, partOfIntent(intent)), { ref, code, message, intent })
      break
    }
    case 'now':
      world.now = event.now
  }
}

// A watch may bring what is no object, whatever the type says (P-3).
function takePut(world: World, space: Space, object: Json): void {
  const read = readObject(object)
  if (read.ok) takeObject(world, space, read.value, comesLater)
  else takeUnreadable(world, space, object)
}
