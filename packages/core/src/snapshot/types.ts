import type { GroupResource, Json, KubeObject, Problem, Ref, Space } from '../kube/index.ts'
import type { WrittenPart } from './keys.ts'

/**
 * Discovery of one resource and how well it is seen: only where it is known does absent mean gone (SNP-1).
 */
export type ResourceInfo = GroupResource &
  Readonly<{
    /** The server's preferred version (ID-1). */
    version: string
    kind: string
    namespaced: boolean
    hasStatus: boolean
    known: true | Readonly<{ why: string }>
  }>

/** One space as it was listed. Objects are raw JSON: what is no object becomes a problem. */
export type SpaceInput = Readonly<{ resources: readonly ResourceInfo[]; objects: Iterable<Json> }>

/** A write that an API server refused, or answered without a change (P-6b). */
export type Refusal = Readonly<{ ref: Ref; code: number; message: string; intent: string }>

/** Both spaces at one instant: a persistent value; equal content gives equal answers (P-2). */
export interface Snapshot {
  readonly wdsName: string
  /** uid of the WDS's namespace kube-system; undefined: no wrapped object is deleted or adopted (WRP-6). */
  readonly wdsId: string | undefined
  /** RFC 3339; goes into nothing but transition times (P-1). */
  readonly now: string
  get(ref: Ref): KubeObject | undefined
  /** In the order of `refKey`. */
  objects(space: Space, resource?: GroupResource): Iterable<KubeObject>
  /** Sorted by group, then resource. */
  resources(space: Space): readonly ResourceInfo[]
  /** Discovery of one resource. */
  resource(space: Space, resource: GroupResource): ResourceInfo | undefined
  /** The resource that serves a kind of a group, if discovery knows one. */
  resourceOfKind(space: Space, group: string, kind: string): ResourceInfo | undefined
  /** The last refused write on a target or on its status, with what was to be written. */
  refusal(ref: Ref, part?: WrittenPart): Refusal | undefined
}

/**
 * One change as a watch, discovery, a refused write (P-6b) or a clock reports it; late and repeated ones are
 * harmless.
 */
export type WorldEvent = Readonly<
  | { kind: 'put'; space: Space; object: KubeObject }
  | { kind: 'deleted'; ref: Ref; uid: string }
  | { kind: 'resource'; space: Space; info: ResourceInfo }
  | { kind: 'resourceGone'; space: Space; resource: GroupResource }
  | { kind: 'refused'; ref: Ref; code: number; message: string; intent: string }
  | { kind: 'now'; now: string }
>

/** A snapshot, and what could not be taken into it. */
export type SnapshotResult = Readonly<{ snapshot: Snapshot; problems: readonly Problem[] }>
