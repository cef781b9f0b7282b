import type { ReflectorTarget } from '@downsync/adapter-k8s'
import type { ObjectId } from '@downsync/core'

/** An object in the WEC that a work is about, with all that is needed to ask for it. */
export type FollowedObject = ObjectId & Readonly<{ version: string; kind: string; namespaced: boolean }>

/** Namespaces in which one resource is watched one by one; where there are more, it is watched as a whole. */
const MOST_NAMESPACES = 16

/** One string for one watch. */
export function scopeKey(target: ReflectorTarget): string {
  const { group, version, resource, namespace = '' } = target
  return JSON.stringify([group, version, resource, namespace])
}

/**
 * What is to be watched to follow these objects: no more than their kinds, and, as far as that is sensible, no more than their
 * namespaces, so that the agent needs no further rights.
 */
export function watchScopes(objects: Iterable<FollowedObject>): ReadonlyMap<string, ReflectorTarget> {
  const resources = new Map<string, { whole: ReflectorTarget; namespaces: Set<string> }>()
  for (const { group, version, resource, kind, namespaced, namespace } of objects) {
    const whole: ReflectorTarget = { group, version, resource, kind, namespaced }
    const entry = resources.get(scopeKey(whole)) ?? { whole, namespaces: new Set() }
    resources.set(scopeKey(whole), entry)
    entry.namespaces.add(namespace)
  }
  const targets = [...resources.values()].flatMap(({ whole, namespaces }): readonly ReflectorTarget[] =>
    whole.namespaced && namespaces.size <= MOST_NAMESPACES
      ? [...namespaces].map((namespace) => ({ ...whole, namespace }))
      : [whole],
  )
  return new Map(targets.map((target) => [scopeKey(target), target]))
}
