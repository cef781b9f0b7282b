import {
  type Action,
  evaluate,
  finalizersOf,
  isDeleting,
  type Json,
  type KubeObject,
  nameOf,
  namespaceOf,
  onceForEach,
  plan,
  refKey,
  resourceVersionOf,
  type Snapshot,
  stringAt,
  stringifyJson,
  tryActions,
  uidOf,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { bindings, policies } from '../generators/vocabulary.ts'
import type { Choice } from './explore.ts'
import { type Edit, edited, type SmallWorld, wecsOf, workloadOf } from './small-world.ts'
import { type Answer, isOpen, itemsOf, obedient, safePairs, takenIn, type Wecs, worksIn } from './wecs.ts'

// Mailboxes, what is planned for them, their agents and users, as a system of states and choices. A state is what can be seen of it:
// two worlds that differ in resourceVersions, uids or generations alone are one.

/** The spaces, and what is planned in mailboxes; one for all states in which they are the same. */
type Hub = { readonly key: string; readonly world: SmallWorld; plan?: Planned }
type Planned = Readonly<{ world: SmallWorld; actions: readonly Action[] }>

/** A write that was sent, and whether its target is still what it was computed from. */
type Sent = Readonly<{ action: Action; isFresh: boolean }>

/** One state. */
export type State = Readonly<{
  hub: Hub
  wecs: Wecs
  /** Pairs that stood in an applied shard, and were wanted ever since. */
  safe: ReadonlySet<string>
  edits: number
  sent: readonly Sent[]
}>

/** How far a model goes. */
export type Scope = Readonly<{
  edits: readonly Edit[]
  /** How many of them come, in any order, again and again, at any moment; absent: each once, in this order. */
  most?: number
  /** Whether the WEC may refuse what is in a wrapped object, all of it. */
  mayRefuse: boolean
  /** Writes of one plan that are under way together; 0: each lands when it is sent. */
  underWay: number
}>

/** A system of states. */
export type Model = Readonly<{
  start: State
  choicesOf: (state: State) => readonly Choice<State>[]
  keyOf: (state: State) => string
  /** Nothing is planned, under way, or open for an agent. */
  isAtRest: (state: State) => boolean
  /** States of the hub, each of them planned once. */
  hubs: () => number
}>

const refusing: Answer = { refuses: () => true, isUnheard: false }
const unheard: Answer = { ...obedient, isUnheard: true }

/** The model of a world, begun at rest. */
export function modelOf(world: SmallWorld, scope: Scope): Model {
  const hubs = new Map<string, Hub>()
  const start = restOf(stateIn(world, new Map()))

  function hubOf(standing: SmallWorld): Hub {
    const key = hubKey(standing)
    const hub = hubs.get(key) ?? { key, world: standing }
    hubs.set(key, hub)
    return hub
  }

  function stateIn(standing: SmallWorld, wecs: Wecs): State {
    return { hub: hubOf(standing), wecs, safe: new Set(), edits: 0, sent: [] }
  }

  // To rest, with agents that do all that they are to do.
  function restOf(from: State): State {
    let state = from
    for (let round = 0; round < ROUNDS; round++) {
      const { world: standing, actions } = planOf(state.hub)
      if (isAtRest(state)) return state
      const landed = { ...standing, snapshot: tryActions(standing.snapshot, actions).snapshot }
      state = worksIn(landed.snapshot).reduce((one, work) => answered(one, work, obedient), {
        ...state,
        hub: hubOf(landed),
      })
    }
    throw new Error(`not at rest after ${ROUNDS} rounds`)
  }

  function reached(state: State, standing: SmallWorld, more: Partial<State> = {}): State {
    const next = { ...state, hub: hubOf(standing), ...more }
    const targets = new Map(
      next.sent.map(({ action }) => [refKey(action.ref), state.hub.world.snapshot.get(action.ref)]),
    )
    return {
      ...next,
      safe: safePairs(standing.snapshot, next.wecs, state.safe),
      sent: next.sent.map(({ action, isFresh }) => ({
        action,
        isFresh: isFresh && targets.get(refKey(action.ref)) === standing.snapshot.get(action.ref),
      })),
    }
  }

  function answered(state: State, work: KubeObject, answer: Answer): State {
    const { world: standing } = state.hub
    const { snapshot, wecs, deleted } = takenIn(standing.snapshot, state.wecs, work, answer)
    for (const pair of deleted)
      if (state.safe.has(pair)) throw new Error(`WRP-10: ${pair} was deleted from its WEC`)
    return reached(state, { ...standing, snapshot }, { wecs })
  }

  function landed(state: State, action: Action, more: Partial<State> = {}): State {
    const { world: standing } = planOf(state.hub)
    const { snapshot, dropped } = tryActions(standing.snapshot, [{ ...action, after: [] }])
    if (dropped.length > 0) throw new Error(`ACT-1: a write that nothing came before does not land`)
    return reached(state, { ...standing, snapshot }, more)
  }

  function choicesOf(state: State): readonly Choice<State>[] {
    const { world: standing, actions } = planOf(state.hub)
    const at = { ...state, hub: { ...state.hub, world: standing } }
    const free = actions.filter((action) =>
      state.sent.every((sent) => refKey(sent.action.ref) !== refKey(action.ref)),
    )
    return [
      ...(scope.underWay === 0 ? free : []).map((action) => ({
        name: `${textOf(action)} lands`,
        isCalm: true,
        next: () => landed(at, action),
      })),
      // All of one plan that there is room for, once it is known what came of an earlier one's: edits come meanwhile.
      ...(scope.underWay > 0 && state.sent.length === 0 && free.length > 0
        ? [
            {
              name: 'the plan is sent',
              isCalm: true,
              next: () => ({ ...state, sent: free.slice(0, scope.underWay).map(fresh) }),
            },
          ]
        : []),
      ...state.sent.map((one) => ({
        name: `${textOf(one.action)} ${one.isFresh ? 'lands' : 'meets a conflict'}`,
        isCalm: true,
        next: () => {
          const sent = state.sent.filter((other) => other !== one)
          if (!one.isFresh) return { ...state, sent }
          return landed(at, onTarget(standing.snapshot, one.action), { sent })
        },
      })),
      ...worksIn(standing.snapshot).flatMap((work) => answersTo(at, work)),
      ...editsIn(state).map((edit) => ({
        name: JSON.stringify(edit),
        isCalm: false,
        next: () => reached(state, edited(standing, edit), { edits: state.edits + 1 }),
      })),
    ]
  }

  function editsIn({ edits }: State): readonly Edit[] {
    if (scope.most === undefined) return scope.edits.slice(edits, edits + 1)
    return edits < scope.most ? scope.edits : []
  }

  function answersTo(state: State, work: KubeObject): readonly Choice<State>[] {
    if (state.hub.world.offline.has(namespaceOf(work)) || !isOpen(work)) return []
    const by = (name: string, answer: Answer, isCalm = false) => ({
      name: `the agent ${name} ${nameOf(work)}`,
      isCalm,
      next: () => answered(state, work, answer),
    })
    const applies = by(isDeleting(work) ? 'lets go' : 'applies', obedient, true)
    if (isDeleting(work)) return [applies]
    const refuses = scope.mayRefuse ? [by('refuses', refusing)] : []
    return [applies, by('applies, unheard,', unheard), ...refuses]
  }

  function isAtRest({ hub, sent }: State): boolean {
    const { world: standing, actions } = planOf(hub)
    return actions.length === 0 && sent.length === 0 && !worksIn(standing.snapshot).some(isOpen)
  }

  return { start, choicesOf, keyOf, isAtRest, hubs: () => hubs.size }
}

const ROUNDS = 20

// Bindings are made, and let go, at once; what they list, and every status, decides nothing in a mailbox.
function planOf(hub: Hub): Planned {
  if (hub.plan !== undefined) return hub.plan
  let { world } = hub
  for (let round = 0; round < ROUNDS; round++) {
    const { actions } = plan(evaluate(world.snapshot, world.settings))
    const control = actions.filter(isStructural)
    if (control.length === 0) {
      hub.plan = { world, actions: actions.filter(({ ref }) => ref.space === 'its') }
      return hub.plan
    }
    world = { ...world, snapshot: tryActions(world.snapshot, control).snapshot }
  }
  throw new Error(`Bindings not at rest after ${ROUNDS} rounds`)
}

function isStructural(action: Action): boolean {
  if (action.ref.space === 'its') return false
  return action.kind !== 'patch' || stringifyJson(action.patch).includes('finalizers')
}

function fresh(action: Action): Sent {
  return { action, isFresh: true }
}

// States that are one may differ in what their servers count.
function onTarget(snapshot: Snapshot, action: Action): Action {
  const target = snapshot.get(action.ref)
  if (action.kind === 'create' || target === undefined) return action
  return { ...action, uid: uidOf(target), resourceVersion: resourceVersionOf(target) }
}

function textOf(action: Action): string {
  return `the ${action.kind} of ${action.ref.name}`
}

function keyOf({ hub, wecs, safe, edits, sent }: State): string {
  const running = [...wecs].map(
    ([pair, { content, owners }]) => `${pair} ${content} ${[...owners].sort().join()}`,
  )
  const writes = sent.map(({ action, isFresh }) => `${refKey(action.ref)} ${action.intent} ${isFresh}`)
  return [hub.key, running.sort().join(), [...safe].sort().join(), edits, writes.sort().join()].join('\n')
}

function hubKey({ snapshot, settings, offline }: SmallWorld): string {
  const parts: readonly string[] = [
    JSON.stringify(settings.limits ?? {}),
    [...offline].sort().join(),
    wecsOf(snapshot).join(),
    ...workloadOf(snapshot).map(keyOfWorkload),
    ...[...snapshot.objects('wds', policies), ...snapshot.objects('wds', bindings)].map(keyOfControl),
    ...worksIn(snapshot).map(keyOfWork),
    JSON.stringify(snapshot.resource('its', ocmTransport.resource)?.known),
  ]
  return parts.join('\n')
}

const keyOfWorkload = onceForEach((object: KubeObject) =>
  stringifyJson([nameOf(object), object['data'] ?? null]),
)
const keyOfControl = onceForEach((object: KubeObject) =>
  stringifyJson([
    object.kind,
    nameOf(object),
    isDeleting(object),
    [...finalizersOf(object)],
    object.kind === policies.kind ? (object['spec'] ?? null) : null,
  ]),
)
const keyOfWork = onceForEach((work: KubeObject) => {
  const said = ocmTransport.deliveryOf(work).map(({ state, current }): Json => [state, current])
  const items = itemsOf(work).map(({ content, strategy, orphan }): Json => [content, strategy, orphan])
  const marks = [nameOf(work), namespaceOf(work), isDeleting(work), finalizersOf(work).length > 0]
  const binding = stringAt(
    work,
    'metadata',
    'labels',
    'transport.kubestellar.io/originOwnerReferenceBindingKey',
  )
  return stringifyJson([...marks, binding ?? '', said, items, ocmTransport.isSettled(work)])
})
