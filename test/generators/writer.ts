import {
  type Action,
  applyActions,
  type Outcome,
  plan,
  refKey,
  type Snapshot,
  tryActions,
  type WorldEvent,
  withEvents,
} from '@downsync/core'

/** What becomes of one planned write: it lands, is refused by the server, meets a conflict, or nobody gets round to it. */
export type Fate = 'lands' | 'refused' | 'conflicts' | 'waits'

/**
 * The world after a writer worked off a plan as fates say, one for each action (the first again where there are too few). What an
 * action comes `after` must have landed, or it waits.
 */
export function writer(outcome: Outcome, fates: readonly Fate[]): Snapshot {
  let world = outcome.snapshot
  const undone = new Set<string>()
  for (const [action, fate] of fated(plan(outcome).actions, fates)) {
    const isHeldUp = action.after.some((ref) => undone.has(refKey(ref)))
    const result = isHeldUp || fate === 'waits' ? undefined : tryOne(world, action, fate)
    if (result === undefined) undone.add(refKey(action.ref))
    else world = result
    if (fate === 'refused' && !isHeldUp) {
      world = withEvents(world, [refusalOf(action)])
      undone.add(refKey(action.ref))
    }
  }
  return world
}

function fated(actions: readonly Action[], fates: readonly Fate[]): readonly (readonly [Action, Fate])[] {
  const pending = actions.map(
    (action, at) => [action, fates[at % Math.max(1, fates.length)] ?? 'lands'] as const,
  )
  const targets = new Set(actions.map((action) => refKey(action.ref)))
  const ordered: (readonly [Action, Fate])[] = []
  const done = new Set<string>()
  // What comes after something else is tried once that was.
  while (pending.length > 0) {
    const at = pending.findIndex(([action]) =>
      action.after.every((ref) => done.has(refKey(ref)) || !targets.has(refKey(ref))),
    )
    const [next] = pending.splice(Math.max(0, at), 1)
    if (next === undefined) break
    ordered.push(next)
    done.add(refKey(next[0].ref))
  }
  return ordered
}

function tryOne(world: Snapshot, action: Action, fate: Fate): Snapshot | undefined {
  if (fate === 'refused') return world
  if (fate === 'conflicts') return undefined
  const { snapshot, dropped } = tryActions(world, [{ ...action, after: [] }])
  return dropped.length === 0 ? snapshot : undefined
}

/** The event that says that a server refused a write (P-6b). */
export function refusalOf({ ref, intent }: Action): WorldEvent {
  return { kind: 'refused', ref, code: 422, message: 'the server refuses it', intent }
}

/** The world after all of a plan was written. */
export function written(outcome: Outcome): Snapshot {
  return applyActions(outcome.snapshot, plan(outcome).actions)
}
