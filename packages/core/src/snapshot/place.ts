import { groupOf, type KubeObject, nameOf, namespaceOf, type Ref, type Space } from '../kube/index.ts'
import { kindPrefix, SEPARATOR } from './keys.ts'
import { resourceOfKind } from './resource-index.ts'
import type { ResourceInfo } from './types.ts'
import type { World } from './world.ts'

/**
 * Where an object belongs: its resource, if its kind is known, and its reference, if the resource can take it
 * in (ID-1).
 */
export type Place = Readonly<{ info: ResourceInfo | undefined; ref: Ref | undefined }>

/**
 * ID-1: group and resource come from discovery; an object with a namespace fits only a namespaced resource.
 */
export function placeOf(world: World, space: Space, object: KubeObject): Place {
  const group = groupOf(object.apiVersion)
  const info = resourceOfKind(world, space, group, object.kind)
  const namespace = namespaceOf(object)
  if (info === undefined || info.namespaced !== (namespace !== '')) return { info, ref: undefined }
  return { info, ref: { space, group, resource: info.resource, namespace, name: nameOf(object) } }
}

/** Where an object waits that has no place yet. */
export function waitingKey(space: Space, object: KubeObject): string {
  const prefix = kindPrefix(space, groupOf(object.apiVersion), object.kind)
  return prefix + namespaceOf(object) + SEPARATOR + nameOf(object)
}
