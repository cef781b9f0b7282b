import {
  isDeleting,
  type Json,
  type KubeObject,
  manifestKey,
  namespaceOf,
  type Snapshot,
} from '@downsync/core'
import { manifestWorks, ocmTransport } from '@downsync/transport-ocm'

/** An object in a WEC: `life` counts how often it has been made. */
export type Running = Readonly<{ life: number; content: Json; isOwned: boolean; mayLeave: boolean }>

/** All WECs: objects by WEC and identity. */
export type Wecs = ReadonlyMap<string, Running>

/**
 * What the agents make of the mailboxes as they are, as OCM's do: what a wrapped object holds is applied, what none holds any more is
 * deleted unless the last one orphaned it.
 */
export function applied(snapshot: Snapshot, before: Wecs): Wecs {
  const after = new Map(before)
  const held = new Set<string>()
  for (const work of snapshot.objects('its', manifestWorks)) {
    const bundle = isDeleting(work) ? undefined : ocmTransport.unwrap(work)
    if (bundle?.ok !== true) continue
    for (const item of bundle.value.items) {
      const key = keyOf(work, item.id)
      const there = after.get(key)
      const isNew = there === undefined || there.content === null
      const content = !isNew && item.strategy === 'createOnly' ? there.content : item.content
      held.add(key)
      after.set(key, {
        life: isNew ? (there?.life ?? 0) + 1 : there.life,
        content,
        isOwned: true,
        mayLeave: !item.orphan,
      })
    }
  }
  for (const [key, one] of after)
    if (!held.has(key) && one.isOwned)
      after.set(key, one.mayLeave ? { ...one, content: null, isOwned: false } : { ...one, isOwned: false })
  return after
}

/** What runs, by WEC and identity. */
export function runningIn(wecs: Wecs): ReadonlyMap<string, Running> {
  return new Map([...wecs].filter(([, { content }]) => content !== null))
}

function keyOf(work: KubeObject, id: Parameters<typeof manifestKey>[0]): string {
  return `${namespaceOf(work)} ${manifestKey(id)}`
}
