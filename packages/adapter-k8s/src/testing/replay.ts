import { idKey, type KubeObject, nameOf, namespaceOf, resourceVersionOf, uidOf } from '@downsync/core'
import type { ReflectorEvent, ReflectorTarget } from '../reflector/types.ts'

/** What follows from the events of a reflector, and what is wrong with them by themselves. */
export type Replay = Readonly<{
  take(events: readonly ReflectorEvent[]): void
  objects: ReadonlyMap<string, KubeObject>
  faults: readonly string[]
}>

export function createReplay(target: ReflectorTarget): Replay {
  const objects = new Map<string, KubeObject>()
  const faults: string[] = []
  let isKnown = false

  function takeOne(event: ReflectorEvent): void {
    switch (event.kind) {
      case 'put': {
        const { object } = event
        const key = idKey({ ...target, namespace: namespaceOf(object), name: nameOf(object) })
        const before = objects.get(key)
        if (before !== undefined && uidOf(before) !== uidOf(object)) faults.push(`${key}: replaced unsaid`)
        if (before !== undefined && resourceVersionOf(before) === resourceVersionOf(object))
          faults.push(`${key}: told twice`)
        objects.set(key, object)
        return
      }
      case 'deleted': {
        const key = idKey(event.id)
        const before = objects.get(key)
        if (before === undefined || uidOf(before) !== event.uid) faults.push(`${key}: deleted, but not there`)
        objects.delete(key)
        return
      }
      case 'known':
        if (isKnown) faults.push('known twice')
        isKnown = true
        return
      case 'unknown':
        isKnown = false
    }
  }

  return {
    take: (events) => {
      for (const event of events) takeOne(event)
    },
    objects,
    faults,
  }
}
