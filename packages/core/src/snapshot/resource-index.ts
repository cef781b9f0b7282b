import type { GroupResource, Space } from '../kube/index.ts'
import { kindPrefix, SEPARATOR, spaceResourceKey } from './keys.ts'
import { firstUnder } from './tree.ts'
import type { ResourceInfo } from './types.ts'
import type { World } from './world.ts'

/**
 * What held of a resource, what holds now, and the kinds whose objects have another place for that: `from`
 * took them in.
 */
export type ResourceChange = Readonly<{
  before: ResourceInfo | undefined
  after: ResourceInfo | undefined
  moved: readonly Readonly<{ kind: string; from: ResourceInfo | undefined }>[]
}>

/**
 * The resource that takes in the objects of a kind: what is served goes before what is only declared, then by
 * name.
 */
export function resourceOfKind(
  world: World,
  space: Space,
  group: string,
  kind: string,
): ResourceInfo | undefined {
  return firstUnder(world.kinds, kindPrefix(space, group, kind))
}

/** Brings what holds of a resource in line with what is served and what is declared. */
export function refreshResource(world: World, space: Space, resource: GroupResource): ResourceChange {
  const key = spaceResourceKey(space, resource)
  const before = world.resources.get(key)
  const served = world.served.get(key)
  const after = served ?? world.declared.get(key)
  const kinds = new Set([before?.kind, after?.kind].filter((kind) => kind !== undefined))
  const choiceOf = (kind: string) => resourceOfKind(world, space, resource.group, kind)
  const choices = [...kinds].map((kind) => ({ kind, from: choiceOf(kind) }))
  if (before !== undefined) for (const rank of RANKS) world.kinds.delete(kindKey(space, before, rank))
  if (after === undefined) world.resources.delete(key)
  else {
    world.resources.set(key, after)
    world.kinds.set(kindKey(space, after, served === undefined ? 'declared' : 'served'), after)
  }
  return { before, after, moved: choices.filter(({ kind, from }) => !takesInTheSame(from, choiceOf(kind))) }
}

type Rank = 'served' | 'declared'
const RANKS: readonly Rank[] = ['served', 'declared']

function kindKey(space: Space, info: ResourceInfo, rank: Rank): string {
  const order = rank === 'served' ? '0' : '1'
  return kindPrefix(space, info.group, info.kind) + order + SEPARATOR + info.resource
}

/**
 * Whether two resources take in the same objects, and write them in the same way; how well they are seen
 * aside.
 */
export function isSameResource(a: ResourceInfo | undefined, b: ResourceInfo | undefined): boolean {
  if (a === undefined || b === undefined) return a === b
  return takesInTheSame(a, b) && a.kind === b.kind && a.version === b.version && a.hasStatus === b.hasStatus
}

// Whether two choices of a resource for a kind put its objects in the same place.
function takesInTheSame(a: ResourceInfo | undefined, b: ResourceInfo | undefined): boolean {
  return a?.group === b?.group && a?.resource === b?.resource && a?.namespaced === b?.namespaced
}
