import {
  applyJsonPatch,
  type Checked,
  equalJson,
  finalizersOf,
  generationOf,
  groupOf,
  isDeleting,
  isKubeObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  mergePatch,
  nameOf,
  namespaceOf,
  problemLine,
  type Ref,
  resourceVersionOf,
  type Space,
  serverForm,
  uidOf,
  withMember,
} from '../kube/index.ts'
import {
  countedUid,
  counterOf,
  type ResourceInfo,
  type Snapshot,
  type WorldEvent,
} from '../snapshot/index.ts'
import type { Action } from './action.ts'
import { countedContent, hasGeneration, keepsGeneration } from './generation.ts'

/**
 * What a server makes of a write: an event, nothing where it changes nothing, or the reason why it is
 * refused.
 */
export type Written =
  | Readonly<{ ok: true; events: readonly WorldEvent[] }>
  | Readonly<{ ok: false; why: string }>

type Create = Extract<Action, { kind: 'create' }>
type Patch = Extract<Action, { kind: 'patch' }>
type Delete = Extract<Action, { kind: 'delete' }>

/** What the server of the target's space makes of one write (P-6c, ACT-1). */
export function writtenBy(snapshot: Snapshot, action: Action): Written {
  const info = snapshot.resource(action.ref.space, action.ref)
  if (info === undefined) return refused('the resource is not served')
  switch (action.kind) {
    case 'create':
      return created(snapshot, info, action)
    case 'patch':
      return patched(snapshot, info, action)
    case 'delete':
      return deleted(snapshot, action)
  }
}

function created(snapshot: Snapshot, info: ResourceInfo, { ref, object }: Create): Written {
  if (snapshot.get(ref) !== undefined) return refused('it exists already')
  if (resourceVersionOf(object) !== '') return refused('a new object has no resourceVersion')
  const isMeant =
    groupOf(object.apiVersion) === ref.group &&
    object.kind === info.kind &&
    namespaceOf(object) === ref.namespace &&
    nameOf(object) === ref.name
  if (!isMeant) return refused('the object is not the one that is named')
  if (info.namespaced !== (ref.namespace !== '')) return refused('its namespace does not fit its scope')
  const counter = counterOf(snapshot) + 1n
  const given: Members = {
    ...Object.fromEntries(KEPT.map((key) => [key, undefined])),
    uid: countedUid(counter),
    resourceVersion: String(counter),
    creationTimestamp: snapshot.now,
    generation: keepsGeneration(ref) ? 1 : undefined,
  }
  const stored = storedForm({ ...object, metadata: withMembers(object.metadata, given) })
  return put(ref.space, info.hasStatus ? withStatus(stored, undefined) : stored)
}

function patched(snapshot: Snapshot, info: ResourceInfo, action: Patch): Written {
  const standing = snapshot.get(action.ref)
  const conflict = conflictOf(standing, action)
  if (standing === undefined || conflict !== undefined) return refused(conflict ?? GONE)
  if (action.subresource === 'status' && !info.hasStatus) return refused('it has no subresource status')
  const result = resultOf(standing, action)
  if (!result.ok) return refused(result.faults.map(problemLine).join('; '))
  const wanted = result.value
  if (!isKubeObject(wanted) || wanted.apiVersion !== standing.apiVersion || wanted.kind !== standing.kind)
    return refused('the result is no object of its kind')
  const fixed = FIXED.find((key) => isChanged(standing.metadata, wanted.metadata, key))
  if (fixed !== undefined) return refused(`metadata.${fixed} cannot be changed`)
  return updated(snapshot, info, action, standing, wanted)
}

function updated(
  snapshot: Snapshot,
  info: ResourceInfo,
  { ref, subresource }: Patch,
  standing: KubeObject,
  wanted: KubeObject,
): Written {
  const before = storedForm(standing)
  const after =
    subresource === 'status' ? withStatus(before, memberOf(wanted, 'status')) : mainForm(before, wanted, info)
  const finalizers = finalizersOf(before)
  const added = finalizersOf(after).find((finalizer) => !finalizers.includes(finalizer))
  if (isDeleting(before) && added !== undefined)
    return refused('a finalizer is added to what is being deleted')
  if (equalJson(before, after)) return { ok: true, events: [] }
  if (isDeleting(after) && subresource === '' && finalizersOf(after).length === 0) return gone(ref, standing)
  const isCounted = !equalJson(countedContent(before, info.hasStatus), countedContent(after, info.hasStatus))
  const generation = hasGeneration(ref, before) && isCounted ? generationOf(before) + 1 : undefined
  return put(ref.space, rewritten(snapshot, after, generation))
}

// The main resource: what only the server writes stays, and the status too where it is a subresource.
function mainForm(before: KubeObject, wanted: KubeObject, info: ResourceInfo): KubeObject {
  const kept = Object.fromEntries([...FIXED, ...KEPT].map((key) => [key, memberOf(before.metadata, key)]))
  const stored = storedForm({ ...wanted, metadata: withMembers(wanted.metadata, kept) })
  return info.hasStatus ? withStatus(stored, memberOf(before, 'status')) : stored
}

function deleted(snapshot: Snapshot, action: Delete): Written {
  const { ref } = action
  const standing = snapshot.get(ref)
  const conflict = conflictOf(standing, action)
  if (standing === undefined || conflict !== undefined) return refused(conflict ?? GONE)
  if (finalizersOf(standing).length === 0) return gone(ref, standing)
  if (isDeleting(standing)) return { ok: true, events: [] }
  const given = { deletionTimestamp: snapshot.now, deletionGracePeriodSeconds: 0 }
  const terminating = { ...standing, metadata: withMembers(standing.metadata, given) }
  const generation = generationOf(standing)
  return put(ref.space, rewritten(snapshot, terminating, generation > 0 ? generation + 1 : undefined))
}

const GONE = 'it does not exist'

// ACT-1: what a write was computed from must still stand there.
function conflictOf(standing: KubeObject | undefined, action: Patch | Delete): string | undefined {
  if (standing === undefined) return GONE
  if (uidOf(standing) !== action.uid) return 'another object of this name stands there'
  const { resourceVersion } = action
  if (resourceVersion === undefined || resourceVersion === resourceVersionOf(standing)) return undefined
  return 'it was changed since'
}

function resultOf(standing: KubeObject, { format, patch }: Patch): Checked<Json> {
  return format === 'json'
    ? applyJsonPatch(standing, patch)
    : { ok: true, value: mergePatch(standing, patch) }
}

// Metadata that a write may repeat, but not change: the server refuses it.
const FIXED = ['name', 'namespace', 'uid', 'resourceVersion']
// Metadata that only the server writes: whatever a write says of it is passed over.
const KEPT = [
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'generation',
  'selfLink',
  'managedFields',
]
// Metadata that a server does not keep when it is empty.
const OMITTED = ['labels', 'annotations', 'finalizers', 'ownerReferences']

function isChanged(before: JsonObject, after: JsonObject, key: string): boolean {
  const value = memberOf(after, key)
  return value !== undefined && !equalJson(value, memberOf(before, key))
}

// The object as its server keeps it.
function storedForm(object: KubeObject): KubeObject {
  const empty = OMITTED.filter((key) => isEmpty(memberOf(object.metadata, key)))
  const metadata = withMembers(object.metadata, Object.fromEntries(empty.map((key) => [key, undefined])))
  return serverForm({ ...object, metadata })
}

function isEmpty(value: Json | undefined): boolean {
  return value === null || (typeof value === 'object' && Object.keys(value).length === 0)
}

function rewritten(snapshot: Snapshot, object: KubeObject, generation: number | undefined): KubeObject {
  const resourceVersion = String(counterOf(snapshot) + 1n)
  const given = generation === undefined ? { resourceVersion } : { resourceVersion, generation }
  return { ...object, metadata: withMembers(object.metadata, given) }
}

type Members = Readonly<Record<string, Json | undefined>>

function withMembers(object: JsonObject, members: Members): JsonObject {
  return Object.entries(members).reduce((made, [key, value]) => withMember(made, key, value), object)
}

function withStatus(object: KubeObject, status: Json | undefined): KubeObject {
  // Neither apiVersion, kind nor metadata is touched.
  return withMember(object, 'status', status) as KubeObject
}

function put(space: Space, object: KubeObject): Written {
  return { ok: true, events: [{ kind: 'put', space, object }] }
}

function gone(ref: Ref, standing: KubeObject): Written {
  return { ok: true, events: [{ kind: 'deleted', ref, uid: uidOf(standing) }] }
}

function refused(why: string): Written {
  return { ok: false, why }
}
