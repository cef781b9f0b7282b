import { produce } from 'immer'
import { describeId, equalJson, type KubeObject, type Ref, refKey, type Space, uidOf } from '../kube/index.ts'
import { withoutManagedFields } from './managed-fields.ts'
import { placeOf } from './place.ts'
import { worldOf } from './snapshot.ts'
import type { Snapshot, WorldEvent } from './types.ts'
import { withEvents } from './with-events.ts'

/** A world that is being edited: a what-if, written as the edits themselves. */
export interface WorldDraft {
  /** Puts an object where it belongs, whatever stands there. */
  put(space: Space, object: KubeObject): void
  /**
   * Edits one object in place; cost follows what the recipe touches. Throws when there is no such object.
   * @param recipe gets a mutable draft, in the shape that it declares. A key `__proto__` is set by replacing
   * the object that it is in.
   */
  update<Shape extends object>(ref: Ref, recipe: (draft: Shape) => void): void
  /** Takes an object away, at once and whatever its finalizers; nothing happens where there is none. */
  delete(ref: Ref): void
}

/**
 * The events that an edit amounts to: nothing for what it leaves as it was. `withEvents(snapshot,
 * editOf(snapshot, edit))` is the edited world.
 * @example editOf(snapshot, (world) => world.update(ref, (pod: { spec: { replicas: number } }) => { pod.spec.replicas = 3 }))
 */
export function editOf(snapshot: Snapshot, edit: (world: WorldDraft) => void): readonly WorldEvent[] {
  const events: WorldEvent[] = []
  let edited = snapshot
  const emit = (...more: readonly WorldEvent[]) => {
    events.push(...more)
    edited = withEvents(edited, more)
  }
  edit({
    put: (space, object) => emit(...putEvents(edited, space, object)),
    update: (ref, recipe) => emit(...updateEvents(edited, ref, recipe)),
    delete: (ref) => {
      if (edited.get(ref) !== undefined) emit(deletedEvent(edited, ref))
    },
  })
  return events
}

function putEvents(snapshot: Snapshot, space: Space, object: KubeObject): readonly WorldEvent[] {
  const { ref } = placeOf(worldOf(snapshot), space, object)
  const standing = ref && snapshot.get(ref)
  const put: WorldEvent = { kind: 'put', space, object }
  if (ref === undefined || standing === undefined) return [put]
  if (equalJson(standing, withoutManagedFields(space, object))) return []
  // An edit is never late: where an event of this content would be, what stands there goes first.
  const isTaken = withEvents(snapshot, [put]).get(ref) !== standing
  return isTaken ? [put] : [deletedEvent(snapshot, ref), put]
}

function updateEvents<Shape extends object>(
  snapshot: Snapshot,
  ref: Ref,
  recipe: (draft: Shape) => void,
): readonly WorldEvent[] {
  const standing = snapshot.get(ref)
  if (standing === undefined) throw new RangeError(`there is no ${describeId(ref)} in the ${ref.space}`)
  // The shape is what the recipe says that it is: only its author can know.
  const object = produce(standing, (draft) => recipe(draft as unknown as Shape))
  const place = placeOf(worldOf(snapshot), ref.space, object)
  const isInPlace = place.ref !== undefined && refKey(place.ref) === refKey(ref)
  const put = putEvents(snapshot, ref.space, object)
  return isInPlace ? put : [deletedEvent(snapshot, ref), ...put]
}

function deletedEvent(snapshot: Snapshot, ref: Ref): WorldEvent {
  const standing = snapshot.get(ref)
  return { kind: 'deleted', ref, uid: standing === undefined ? '' : uidOf(standing) }
}
