import { type KubeObject, resourceVersionOf, uidOf } from '@downsync/core'

/** The newest that is known of each object, whether a watch told it or the answer to a request. */
export type Mirror = Readonly<{
  get(key: string): KubeObject | undefined
  /** As they are at this moment. */
  entries(): readonly (readonly [string, KubeObject])[]
  /** True where it is news. */
  put(key: string, object: KubeObject): boolean
  /** One of this uid was deleted: whatever is still heard of it is old. True where it was there. */
  remove(key: string, uid: string): boolean
  /** Knows nothing of it any more. */
  drop(key: string): void
}>

/** Deletions that are remembered; what is older than so many is not on its way any more. */
const MOST_DELETED = 1000

export function createMirror(): Mirror {
  const objects = new Map<string, KubeObject>()
  const deleted = new Set<string>()
  return {
    get: (key) => objects.get(key),
    entries: () => [...objects],
    put(key, object) {
      const before = objects.get(key)
      const isOld = deleted.has(uidOf(object)) || (before !== undefined && !isNewer(object, before))
      if (!isOld) objects.set(key, object)
      return !isOld
    },
    remove(key, uid) {
      deleted.add(uid)
      const [oldest] = deleted
      if (deleted.size > MOST_DELETED && oldest !== undefined) deleted.delete(oldest)
      const before = objects.get(key)
      return before !== undefined && uidOf(before) === uid && objects.delete(key)
    },
    drop: (key) => void objects.delete(key),
  }
}

/**
 * Whether an object is of a later state than another. Of API servers that keep their objects in etcd, and of embedded spaces, resource
 * versions are numbers that grow; where they are not, whatever comes later counts.
 */
function isNewer(object: KubeObject, before: KubeObject): boolean {
  const [version, versionBefore] = [resourceVersionOf(object), resourceVersionOf(before)]
  if (version === versionBefore) return false
  const areNumbers = /^\d+$/.test(version) && /^\d+$/.test(versionBefore)
  return !areNumbers || BigInt(version) > BigInt(versionBefore)
}
