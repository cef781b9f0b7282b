import { type KubeObject, nameOf, namespaceOf, type ObjectId, resourceVersionOf, uidOf } from '@downsync/core'
import type { ReflectorEvent, ReflectorTarget } from './types.ts'

/** The objects that a reflector has told; each change gives the events that tell it, none where nothing changed. */
export type ObjectStore = Readonly<{
  all(): Iterable<KubeObject>
  get(namespace: string, name: string): KubeObject | undefined
  put(object: KubeObject): readonly ReflectorEvent[]
  remove(object: KubeObject): readonly ReflectorEvent[]
  /** What a complete list brought, as the difference to what was told. */
  replace(objects: readonly KubeObject[]): readonly ReflectorEvent[]
}>

/**
 * @param retain what is kept of an object
 * @param told what has been told already
 */
export function createObjectStore(
  target: ReflectorTarget,
  retain: (object: KubeObject) => KubeObject,
  told: Iterable<KubeObject> = [],
): ObjectStore {
  const kept = new Map<string, KubeObject>()
  for (const object of told) kept.set(keyOf(namespaceOf(object), nameOf(object)), object)

  function put(object: KubeObject): readonly ReflectorEvent[] {
    const key = keyOf(namespaceOf(object), nameOf(object))
    const old = kept.get(key)
    if (old !== undefined && isSame(old, object)) return []
    kept.set(key, retain(object))
    const isAnother = old !== undefined && uidOf(old) !== uidOf(object)
    return [...(isAnother ? [deleted(old)] : []), { kind: 'put', object }]
  }

  function remove(object: KubeObject): readonly ReflectorEvent[] {
    const key = keyOf(namespaceOf(object), nameOf(object))
    const old = kept.get(key)
    // The end of one that another has followed already is old news.
    if (old === undefined || uidOf(old) !== uidOf(object)) return []
    kept.delete(key)
    return [deleted(old)]
  }

  function deleted(object: KubeObject): ReflectorEvent {
    const { group, resource } = target
    const id: ObjectId = { group, resource, namespace: namespaceOf(object), name: nameOf(object) }
    return { kind: 'deleted', id, uid: uidOf(object) }
  }

  return {
    all: () => kept.values(),
    get: (namespace, name) => kept.get(keyOf(namespace, name)),
    put,
    remove,
    replace(objects) {
      const present = new Set(objects.map((object) => keyOf(namespaceOf(object), nameOf(object))))
      const absent = [...kept].filter(([key]) => !present.has(key))
      return [...absent.flatMap(([, object]) => remove(object)), ...objects.flatMap(put)]
    },
  }
}

// Versions are compared for equality only: their order is the server's own affair.
function isSame(old: KubeObject, object: KubeObject): boolean {
  return (
    uidOf(old) === uidOf(object) &&
    resourceVersionOf(old) === resourceVersionOf(object) &&
    old.apiVersion === object.apiVersion
  )
}

function keyOf(namespace: string, name: string): string {
  return namespace === '' ? name : `${namespace}/${name}`
}
