import { describeId, type Ref, refKey } from '../kube/index.ts'
import { type Snapshot, withEvents } from '../snapshot/index.ts'
import type { Action } from './action.ts'
import { writtenBy } from './server-write.ts'

/**
 * An action that changed nothing because a server would refuse it, or because one that it waits for was
 * refused.
 */
export type DroppedAction = Readonly<{ action: Action; why: string }>

/**
 * What the servers would hold after these writes (P-6c): finalizers hold a deletion back, spec and status
 * stay apart, generation and resourceVersion count, and what is new gets a uid. A write that a server would
 * refuse is dropped, with those that wait for it (ACT-1). Garbage collection, admission and everything that
 * controllers do are not modelled.
 */
export function applyActions(snapshot: Snapshot, actions: Iterable<Action>): Snapshot {
  return tryActions(snapshot, actions).snapshot
}

/** `applyActions`, and what was dropped on the way, in the order in which it was tried. */
export function tryActions(
  snapshot: Snapshot,
  actions: Iterable<Action>,
): Readonly<{ snapshot: Snapshot; dropped: readonly DroppedAction[] }> {
  const dropped: DroppedAction[] = []
  const failed = new Set<string>()
  let world = snapshot
  const { ordered, stuck } = inOrder([...actions])
  const drop = (action: Action, why: string) => {
    dropped.push({ action, why })
    failed.add(refKey(action.ref))
  }
  for (const action of ordered) {
    const missing = action.after.find((ref) => failed.has(refKey(ref)))
    if (missing !== undefined) {
      drop(action, `a write on ${describeId(missing)} that it waits for was dropped`)
      continue
    }
    const written = writtenBy(world, action)
    if (written.ok) world = withEvents(world, written.events)
    else drop(action, written.why)
  }
  for (const action of stuck) drop(action, 'it waits for a write that waits for it')
  return { snapshot: world, dropped }
}

/**
 * Actions so that each comes after those on the targets that it waits for, else as given; `stuck` wait for
 * one another.
 */
function inOrder(
  actions: readonly Action[],
): Readonly<{ ordered: readonly Action[]; stuck: readonly Action[] }> {
  const untried = new Map<string, number>()
  for (const { ref } of actions) untried.set(refKey(ref), (untried.get(refKey(ref)) ?? 0) + 1)
  const waiting = new Map<string, Waiter[]>()
  const ordered: Action[] = []
  for (const action of actions) {
    const keys = waitsFor(action).filter((key) => untried.has(key))
    const waiter: Waiter = { action, missing: keys.length }
    for (const key of keys) {
      const others = waiting.get(key)
      if (others === undefined) waiting.set(key, [waiter])
      else others.push(waiter)
    }
    if (keys.length === 0) ordered.push(action)
  }
  // The list grows while it is walked: what becomes free is put at its end.
  for (const { ref } of ordered) {
    const left = (untried.get(refKey(ref)) ?? 0) - 1
    untried.set(refKey(ref), left)
    if (left > 0) continue
    for (const waiter of waiting.get(refKey(ref)) ?? []) {
      waiter.missing--
      if (waiter.missing === 0) ordered.push(waiter.action)
    }
  }
  const free = new Set(ordered)
  return { ordered, stuck: actions.filter((action) => !free.has(action)) }
}

type Waiter = { readonly action: Action; missing: number }

// Several writes on one target come as given, so none waits for its own.
function waitsFor(action: Action): readonly string[] {
  const own = refKey(action.ref)
  return [...new Set(action.after.map((ref: Ref) => refKey(ref)))].filter((key) => key !== own)
}
