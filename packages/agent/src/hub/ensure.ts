import type { WriteResult } from '@downsync/adapter-k8s'
import { isDeleting, type KubeObject, nameOf, namespaceOf } from '@downsync/core'
import type { WantedObject } from './agent-objects.ts'
import type { HubView } from './hub-view.ts'
import type { HubWriter } from './hub-writer.ts'
import { wantedChange } from './wanted-change.ts'

/** How far a step came; what has not come all the way ends the pass. */
export type Step =
  | Readonly<{ kind: 'done' }>
  /** Something that it goes by is not seen, or is on its way; the next event goes on. */
  | Readonly<{ kind: 'waiting' }>
  /** What it was made from has changed, of which the watch is about to tell; a server may say so for other reasons, and nothing tells. */
  | Readonly<{ kind: 'conflict' }>
  | Readonly<{ kind: 'refused'; message: string }>
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

export const DONE: Step = { kind: 'done' }
const WAITING: Step = { kind: 'waiting' }

/** Makes an object stand as it is wanted; writes nothing where it does. */
export async function ensure(view: HubView, writer: HubWriter, wanted: WantedObject): Promise<Step> {
  const { resource, object } = wanted
  const id = { namespace: namespaceOf(object), name: nameOf(object) }
  const seen = view.get(resource, id.namespace, id.name)
  if (seen === 'unknown') return WAITING
  if (seen !== 'absent') return change(writer, wanted, seen)
  const made = await writer.create(resource, object)
  if (made.kind !== 'conflict') return stepOf(made, 'create', wanted)
  // One without our label is not seen, and is there all the same.
  const there = await writer.read(resource, id)
  const changed = typeof there === 'string' ? WAITING : await change(writer, wanted, there)
  // Of what is not seen no watch tells.
  return changed.kind === 'waiting' ? failedTo('create', wanted, made.message) : changed
}

async function change(writer: HubWriter, wanted: WantedObject, there: KubeObject): Promise<Step> {
  const { resource, object } = wanted
  if (isDeleting(there)) return WAITING
  const needed = wantedChange(object, there)
  switch (needed.kind) {
    case 'none':
      return DONE
    case 'patch':
      return stepOf(await writer.patch(resource, there, needed.change), 'change', wanted)
    case 'remake': {
      const removed = stepOf(await writer.remove(resource, there), 'replace', wanted)
      return removed.kind === 'done'
        ? stepOf(await writer.create(resource, object), 'create', wanted)
        : removed
    }
  }
}

/** Makes an object be absent. */
export async function ensureAbsent(view: HubView, writer: HubWriter, wanted: WantedObject): Promise<Step> {
  const { resource, object } = wanted
  const there = view.get(resource, namespaceOf(object), nameOf(object))
  if (there === 'unknown') return WAITING
  if (there === 'absent' || isDeleting(there)) return DONE
  return stepOf(await writer.remove(resource, there), 'delete', wanted)
}

/** Does one after the other, until one does not come all the way. */
export async function inTurn<T>(things: Iterable<T>, act: (thing: T) => Promise<Step>): Promise<Step> {
  for (const thing of things) {
    const step = await act(thing)
    if (step.kind !== 'done') return step
  }
  return DONE
}

/** What came of a write, in words that name it. */
export function stepOf(result: WriteResult, verb: string, wanted: WantedObject): Step {
  switch (result.kind) {
    case 'done':
      return DONE
    case 'conflict':
      return { kind: 'conflict' }
    case 'refused':
      return { ...failedTo(verb, wanted, result.message), kind: 'refused' }
    case 'failed': {
      const { retryAfter } = result
      return {
        ...failedTo(verb, wanted, result.message),
        ...(retryAfter === undefined ? {} : { retryAfter }),
      }
    }
  }
}

function failedTo(
  verb: string,
  { resource, object }: WantedObject,
  why: string,
): Readonly<{ kind: 'failed'; message: string }> {
  return { kind: 'failed', message: `cannot ${verb} ${resource.kind} ${nameOf(object)}: ${why}` }
}
