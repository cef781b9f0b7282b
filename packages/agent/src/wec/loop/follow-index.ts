import type { FollowedObject } from './watch-scopes.ts'
import { followedKey } from './wec-objects.ts'

/** Who is about which objects. */
export type FollowIndex = Readonly<{
  follow(who: string, objects: readonly FollowedObject[]): void
  /** Those who follow an object, by its key. */
  followersOf(key: string): readonly string[]
}>

/** @param onFollowed called with all that are followed, whenever that may have changed */
export function createFollowIndex(onFollowed: (objects: readonly FollowedObject[]) => void): FollowIndex {
  const lists = new Map<string, ReadonlyMap<string, FollowedObject>>()
  let index = new Map<string, string[]>()

  function rebuild(): void {
    index = new Map()
    const all = new Map<string, FollowedObject>()
    for (const [who, objects] of lists)
      for (const [key, object] of objects) {
        all.set(key, object)
        const known = index.get(key)
        if (known === undefined) index.set(key, [who])
        else known.push(who)
      }
    onFollowed([...all.values()])
  }

  return {
    follow(who, objects) {
      const next = new Map(objects.map((object) => [followedKey(object), object]))
      const before = lists.get(who)
      const isSame = next.size === (before?.size ?? 0) && [...next.keys()].every((key) => before?.has(key))
      if (isSame) return
      if (next.size === 0) lists.delete(who)
      else lists.set(who, next)
      rebuild()
    },
    followersOf: (key) => index.get(key) ?? [],
  }
}
