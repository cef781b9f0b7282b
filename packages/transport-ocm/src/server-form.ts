import {
  isDeeperThan,
  isList,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  withMember,
} from '@downsync/core'
import { isSameJson, RECURSION_DEPTH } from './same-json.ts'

/**
 * A manifest without the `creationTimestamp: null` that Go's types and API servers put into every `metadata`, at any depth
 * (P-6a). Shares all that has none.
 */
export function serverForm(manifest: KubeObject): KubeObject {
  // A result must not depend on the size of a call stack (P-2).
  if (isDeeperThan(manifest, RECURSION_DEPTH)) return manifest
  // Only members of `metadata` go: apiVersion, kind and metadata itself stay.
  return stripped(manifest, false) as KubeObject
}

/** Whether two manifests are the same content for a server (P-6a). */
export function isSameContent(a: KubeObject, b: KubeObject): boolean {
  return isSameJson(serverForm(a), serverForm(b))
}

function stripped(value: Json, isMetadata: boolean): Json {
  if (isList(value)) {
    const items = value.map((item) => stripped(item, false))
    return items.some((item, index) => item !== value[index]) ? items : value
  }
  if (!isObject(value)) return value
  let result = value
  for (const [key, member] of Object.entries(value)) {
    const next = stripped(member, key === 'metadata')
    if (next !== member) result = withMember(result, key, next)
  }
  const hasNull = isMetadata && memberOf(result, 'creationTimestamp') === null
  return hasNull ? withMember(result, 'creationTimestamp', undefined) : result
}
