import {
  type Action,
  applyActions,
  type Condition,
  conditionOf,
  conditionsOf,
  evaluate,
  finalizersOf,
  isDeleting,
  type KubeObject,
  listAt,
  nameOf,
  namespaceOf,
  type Outcome,
  plan,
  type Ref,
  resourceVersionOf,
  type Settings,
  type Snapshot,
  type Space,
  stringAt,
  uidOf,
  type WorldEvent,
  withEvents,
  withMember,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { type AgentManner, agent } from '../generators/agent.ts'
import { manifestWorks } from '../generators/vocabulary.ts'
import { toRest } from '../properties/support.ts'

/** The settings of an example. */
export const settings: Settings = { transport: ocmTransport }

/** Writes what is planned, once; no agent follows. */
export function written(snapshot: Snapshot, how: Settings = settings): Snapshot {
  return applyActions(snapshot, planned(snapshot, how))
}

/** What is planned. */
export function planned(snapshot: Snapshot, how: Settings = settings): readonly Action[] {
  return plan(evaluate(snapshot, how)).actions
}

/** What is planned, as a reader sees it: `patch wds bindings p`; statuses aside. */
export function plannedTexts(snapshot: Snapshot, how: Settings = settings): readonly string[] {
  return planned(snapshot, how).flatMap((action) =>
    action.kind === 'patch' && action.subresource === 'status' ? [] : [textOf(action)],
  )
}

function textOf({ kind, ref }: Action): string {
  return `${kind} ${ref.resource} ${ref.namespace === '' ? '' : `${ref.namespace}/`}${ref.name}`
}

/** The world when writers and agents have nothing left to do. */
export function atRest(
  snapshot: Snapshot,
  how: Settings = settings,
  manner: AgentManner | 'no agent' = {},
): Snapshot {
  return toRest(snapshot, how, manner, 20).snapshot
}

/** One round: what is planned is written, and the agents follow. */
export function round(snapshot: Snapshot, how: Settings = settings): Snapshot {
  return agent(written(snapshot, how))
}

/** The object, which must be there. */
export function the(snapshot: Snapshot, ref: Ref): KubeObject {
  const object = snapshot.get(ref)
  if (object === undefined) throw new Error(`there is no ${ref.resource} ${ref.name}`)
  return object
}

/** Somebody writes an object. */
export function put(snapshot: Snapshot, space: Space, ...objects: readonly KubeObject[]): Snapshot {
  return withEvents(
    snapshot,
    objects.map((object) => ({ kind: 'put', space, object: versioned(object) })),
  )
}

// Above all that servers have given out in the meantime: what is older than what stands is passed over.
let version = 0

function versioned(object: KubeObject): KubeObject {
  version += 1_000_000
  return { ...object, metadata: withMember(object.metadata, 'resourceVersion', String(version)) }
}

/** Somebody edits an object. */
export function edited(snapshot: Snapshot, ref: Ref, edit: (object: KubeObject) => KubeObject): Snapshot {
  return put(snapshot, ref.space, edit(the(snapshot, ref)))
}

/** Somebody deletes an object; its finalizers hold that up. */
export function deleted(snapshot: Snapshot, ref: Ref): Snapshot {
  const object = the(snapshot, ref)
  const why = { rule: 'the example', from: ref }
  const precondition = { uid: uidOf(object), resourceVersion: resourceVersionOf(object) }
  return applyActions(snapshot, [{ kind: 'delete', ref, ...precondition, why, after: [], intent: 'delete' }])
}

/** An object is gone, finalizers or not. */
export function gone(snapshot: Snapshot, ref: Ref): Snapshot {
  return withEvents(snapshot, [{ kind: 'deleted', ref, uid: '' }])
}

/** A resource, as `wds configmaps`, is not completely seen any more (SNP-1). */
export function unseeing(snapshot: Snapshot, resource: string): Snapshot {
  const spaces: readonly Space[] = ['wds', 'its']
  return withEvents(
    snapshot,
    spaces.flatMap((space) =>
      snapshot
        .resources(space)
        .filter((info) => `${space} ${info.resource}` === resource)
        .map((info): WorldEvent => ({ kind: 'resource', space, info: { ...info, known: { why: 'lost' } } })),
    ),
  )
}

/** Time goes by. */
export function later(snapshot: Snapshot): Snapshot {
  return withEvents(snapshot, [{ kind: 'now', now: '2026-02-02T00:00:00Z' }])
}

/** Every planned write that `which` names is refused by its server. */
export function refusing(
  snapshot: Snapshot,
  which: (action: Action) => boolean,
  how: Settings = settings,
): Snapshot {
  return withEvents(
    snapshot,
    planned(snapshot, how)
      .filter(which)
      .map(({ ref, intent }) => ({ kind: 'refused', ref, code: 403, message: 'forbidden', intent })),
  )
}

/** What the wrapped objects of a mailbox hold that are not being deleted: `ConfigMap shop/a`, sorted. */
export function heldIn(snapshot: Snapshot, wec: string): readonly string[] {
  return worksIn(snapshot, wec)
    .filter((work) => !isDeleting(work))
    .flatMap((work) => listAt(work, 'spec', 'workload', 'manifests'))
    .map((manifest) => `${stringAt(manifest, 'kind')} ${placeOf(manifest as KubeObject)}`)
    .sort()
}

function placeOf(object: KubeObject): string {
  const namespace = namespaceOf(object)
  return namespace === '' ? nameOf(object) : `${namespace}/${nameOf(object)}`
}

/** The wrapped objects in a mailbox. */
export function worksIn(snapshot: Snapshot, wec: string): readonly KubeObject[] {
  return [...snapshot.objects('its', manifestWorks)].filter((work) => namespaceOf(work) === wec)
}

/** The finalizers of an object, which must be there. */
export function finalizersAt(snapshot: Snapshot, ref: Ref): readonly string[] {
  return finalizersOf(the(snapshot, ref))
}

/** A condition of the status that an object should have. */
export function conditionAt(outcome: Outcome, ref: Ref, type: string): Condition | undefined {
  return conditionOf(conditionsOf({ status: outcome.statuses.get(ref) ?? {} }), type)
}

/** The errors of the status that an object should have. */
export function errorsAt(outcome: Outcome, ref: Ref): readonly string[] {
  return listAt(outcome.statuses.get(ref), 'errors').map(String)
}

/** The codes of an object's problems. */
export function codesAt(outcome: Outcome, ref: Ref): readonly string[] {
  return (outcome.problems.get(ref) ?? []).map((problem) => problem.code)
}
