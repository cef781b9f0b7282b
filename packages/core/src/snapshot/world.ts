import { type KubeObject, resourceVersionOf, uidOf } from '../kube/index.ts'
import { emptyTree, type Tree } from './tree.ts'
import type { Refusal, ResourceInfo } from './types.ts'
import { numericVersion } from './which-stands.ts'

/**
 * What a snapshot is made of, while it is being made. A snapshot never changes its own; the next one starts
 * from a copy.
 */
export type World = {
  readonly wdsName: string
  now: string
  /** By `refKey`. */
  readonly objects: Tree<KubeObject>
  /**
   * Objects that no resource takes in, by space, group, kind, namespace and name: a later discovery may place
   * them.
   */
  readonly unplaced: Tree<KubeObject>
  /** By `refusalKey` (P-6b). */
  readonly refusals: Tree<Refusal>
  /** What discovery reported, by space, group and resource. */
  readonly served: Tree<ResourceInfo>
  /** What a CustomResourceDefinition declares (SNP-1), by the same key. */
  readonly declared: Tree<ResourceInfo>
  /** What holds, by the same key: what is served, and what is declared but not served. */
  readonly resources: Tree<ResourceInfo>
  /** The same by space, group and kind; the first of a kind is the one that takes its objects in. */
  readonly kinds: Tree<ResourceInfo>
  /** No number given out by a server, as far as was seen, and none of ours, is greater (P-6c). */
  counter: bigint
}

/** A world in which nothing has been seen. */
export function emptyWorld(wdsName: string, now: string): World {
  return {
    wdsName,
    now,
    objects: emptyTree(),
    unplaced: emptyTree(),
    refusals: emptyTree(),
    served: emptyTree(),
    declared: emptyTree(),
    resources: emptyTree(),
    kinds: emptyTree(),
    counter: 0n,
  }
}

/** A copy that can be changed without the other noticing; O(1), whatever the worlds hold. */
export function copyOfWorld(world: World): World {
  return {
    ...world,
    objects: world.objects.clone(),
    unplaced: world.unplaced.clone(),
    refusals: world.refusals.clone(),
    served: world.served.clone(),
    declared: world.declared.clone(),
    resources: world.resources.clone(),
    kinds: world.kinds.clone(),
  }
}

const COUNTED_UID = /^([0-9a-f]{8})-0000-4000-8000-([0-9a-f]{12})$/

/** The uid that an object gets which is made under this counter (P-6c). */
export function countedUid(counter: bigint): string {
  const digits = counter.toString(16).padStart(20, '0')
  return `${digits.slice(0, -12)}-0000-4000-8000-${digits.slice(-12)}`
}

/**
 * The counter after an object was seen: above its resourceVersion, and above its uid if that came from a
 * counter.
 */
export function counterAfter(counter: bigint, object: KubeObject): bigint {
  const version = numericVersion(resourceVersionOf(object)) ?? 0n
  const [, high = '', low = ''] = COUNTED_UID.exec(uidOf(object)) ?? []
  const uid = BigInt(`0x0${high}${low}`)
  const seen = version > uid ? version : uid
  return seen > counter ? seen : counter
}
