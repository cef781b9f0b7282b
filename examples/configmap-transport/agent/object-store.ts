import { type KubeObject, resourceVersionOf, uidOf } from '@downsync/core'

/** The newest that is known of each object, whether a watch told it or the answer to a write. */
export type ObjectStore = Readonly<{
  get(key: string): KubeObject | undefined
  /** As they are at this moment. */
  entries(): readonly (readonly [string, KubeObject])[]
  put(key: string, object: KubeObject): void
  /** One of this uid is gone; without a uid, whatever is known. */
  remove(key: string, uid?: string): void
}>

export function createObjectStore(): ObjectStore {
  const objects = new Map<string, KubeObject>()
  return {
    get: (key) => objects.get(key),
    entries: () => [...objects],
    put(key, object) {
      const before = objects.get(key)
      if (before === undefined || uidOf(before) !== uidOf(object) || isNewer(object, before))
        objects.set(key, object)
    },
    remove(key, uid) {
      const before = objects.get(key)
      if (before !== undefined && (uid === undefined || uid === uidOf(before))) objects.delete(key)
    },
  }
}

// Where versions are no numbers, whatever comes later counts.
function isNewer(object: KubeObject, before: KubeObject): boolean {
  const [version, versionBefore] = [resourceVersionOf(object), resourceVersionOf(before)]
  const areNumbers = /^\d+$/.test(version) && /^\d+$/.test(versionBefore)
  return !areNumbers || BigInt(version) >= BigInt(versionBefore)
}
