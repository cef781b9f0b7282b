import {
  contentHash,
  equalJson,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  objectOf,
  type Ref,
  resourceVersionOf,
  uidOf,
  withMember,
} from '../kube/index.ts'
import { STATUS_INTENT } from '../snapshot/index.ts'
import type { Action, Why } from './action.ts'
import { differenceOf } from './difference.ts'

type PatchAction = Extract<Action, { kind: 'patch' }>

/** The creation of an object that must not exist yet (ACT-1). */
export function createAction(ref: Ref, object: KubeObject, why: Why, after: readonly Ref[]): Action {
  return { kind: 'create', ref, object, why, after, intent: intentOf('create', object) }
}

/** The deletion of an object as it stands (ACT-1). */
export function deleteAction(ref: Ref, there: KubeObject, why: Why, after: readonly Ref[]): Action {
  return {
    kind: 'delete',
    ref,
    uid: uidOf(there),
    resourceVersion: resourceVersionOf(there),
    why,
    after,
    intent: intentOf('delete', uidOf(there)),
  }
}

/** A merge patch of an object as it stands, or of its status (ACT-1). */
export function mergeAction(
  ref: Ref,
  there: KubeObject,
  subresource: '' | 'status',
  patch: JsonObject,
  why: Why,
  after: readonly Ref[] = [],
): PatchAction {
  return {
    kind: 'patch',
    ref,
    subresource,
    format: 'merge',
    patch,
    uid: uidOf(there),
    resourceVersion: resourceVersionOf(there),
    why,
    after,
    intent:
      subresource === 'status' ? STATUS_INTENT + intentOf('', withoutTimes(patch)) : intentOf('', patch),
  }
}

/** The JSON patch that makes `wanted` of what stands, or undefined when nothing differs. */
export function jsonPatchAction(
  ref: Ref,
  there: KubeObject,
  wanted: KubeObject,
  why: Why,
  after: readonly Ref[] = [],
): PatchAction | undefined {
  const patch = differenceOf(there, wanted)
  if (patch.length === 0) return undefined
  const json: Json = patch.map((operation) => objectOf(Object.entries(operation)))
  return {
    kind: 'patch',
    ref,
    subresource: '',
    format: 'json',
    patch: json,
    uid: uidOf(there),
    resourceVersion: resourceVersionOf(there),
    why,
    after,
    intent: intentOf('', json),
  }
}

/** The merge patch of a status, only what differs; undefined when nothing does. */
export function statusAction(ref: Ref, there: KubeObject, wanted: JsonObject, why: Why): Action | undefined {
  const standing = memberOf(there, 'status')
  const base: JsonObject = isObject(standing) ? standing : {}
  const changed: [string, Json][] = []
  for (const [key, value] of Object.entries(wanted)) {
    if (!equalJson(memberOf(base, key), value)) changed.push([key, value])
  }
  for (const key of Object.keys(base)) if (!Object.hasOwn(wanted, key)) changed.push([key, null])
  if (changed.length === 0) return undefined
  return mergeAction(ref, there, 'status', { status: objectOf(changed) }, why)
}

/** The labels of ours that differ on a user's object, and nothing else of it; the labels alone need no resourceVersion (ACT-1). */
export function labelAction(ref: Ref, there: KubeObject, labels: JsonObject, why: Why): Action {
  const { resourceVersion: _, ...action } = mergeAction(ref, there, '', { metadata: { labels } }, why)
  return action
}

/**
 * The JSON patch that gives a workload object a whole `.status`, or takes it away; undefined when nothing differs.
 * @param subresource `''` for a kind without a status subresource (RPT-6)
 */
export function reportedStatusAction(
  ref: Ref,
  there: KubeObject,
  subresource: '' | 'status',
  status: Json | undefined,
  why: Why,
): Action | undefined {
  // Neither apiVersion, kind nor metadata is touched.
  const wanted = withMember(there, 'status', status) as KubeObject
  const action = jsonPatchAction(ref, there, wanted, why)
  if (action === undefined) return undefined
  const intent = intentOf('status', status ?? null)
  return { ...action, subresource, intent: subresource === 'status' ? STATUS_INTENT + intent : intent }
}

// A clock that goes on is no input that changed: what was refused is not repeated for it (P-6b).
function withoutTimes(patch: JsonObject): JsonObject {
  const status = memberOf(patch, 'status')
  const conditions = memberOf(status, 'conditions')
  if (!isObject(status) || !isList(conditions)) return patch
  const bare = conditions.map((condition) =>
    isObject(condition)
      ? withMember(withMember(condition, 'lastTransitionTime', undefined), 'lastUpdateTime', undefined)
      : condition,
  )
  return { ...patch, status: withMember(status, 'conditions', bare) }
}

// What is to be written, without the object that it was computed from: P-6b compares it with what was refused.
function intentOf(kind: string, body: Json): string {
  return contentHash([kind, body])
}
