import {
  isDeleting,
  type KubeObject,
  type ManifestId,
  nameOf,
  type ResourceInfo,
  resourceVersionOf,
  uidOf,
  versionOf,
} from '@downsync/core'
import { manifestIdOf } from '../transport/entry.ts'
import { configMaps } from '../transport/names.ts'
import { recordName } from '../transport/record.ts'
import { bringAbout } from './bring-about.ts'
import type { Context, Told } from './context.ts'
import { type Holder, placeOf } from './decide-object.ts'
import { dropRecords, keepRecord, reportOn, written } from './keep-records.ts'
import { isMarked } from './mark.ts'
import { readMailbox } from './read-mailbox.ts'
import type { Outcome } from './requests.ts'
import { wordsPatch } from './say-words.ts'

/**
 * Looks at everything once, and writes what is to be written: objects in the WEC, then what is recorded of them, then what is said of
 * the entries (AGT-3). All that it knows is in the two spaces.
 * @returns whether something failed that may go well the next time
 */
export async function runPass(context: Context): Promise<'done' | 'retry'> {
  const { wrapped, holders, isUnreadable } = readMailbox(context)
  const told = new Map<string, Told>()
  let isTransient = false
  const note = ({ kind }: Outcome): void => {
    if (kind === 'failed' || kind === 'conflict') isTransient = true
  }
  const kept = new Set<string>()
  for (const [key, list] of inOrder(holders)) {
    const [first] = list
    const info = first && context.view.resourceOf(first.item.id)
    if (first === undefined || info === undefined) {
      const kind = `${first?.item.id.kind}.${first?.item.content.apiVersion}`
      for (const holder of list)
        told.set(placeOf(holder), { kind: 'pending', message: `${kind} is not served` })
      continue
    }
    const brought = await bringAbout(context, key, list, info)
    if (brought.isTransient) isTransient = true
    for (const [place, one] of brought.told) told.set(place, one)
    for (const holder of list) await record(holder, info, key)
  }

  async function record(holder: Holder, info: ResourceInfo, key: string): Promise<void> {
    const [object, by] = [context.view.objects.get(key), context.mailbox.get(holder.wrapped)]
    if (by === undefined) return
    const { namespace, name } = holder.item.id
    const recordedAs = recordName({ ...info, namespace, name }, uidOf(by))
    // P-4: what cannot be read now is not gone.
    if (object === undefined && info.known !== true) kept.add(recordedAs)
    const report = object && reportOn(context, object, info, holder.item.id, by)
    if (report === undefined) return
    kept.add(recordedAs)
    const outcome = await keepRecord(context, report)
    note(outcome)
    // AGT-3: until its record is written, nothing new is said.
    if (outcome.kind !== 'done') told.set(placeOf(holder), { kind: 'unknown' })
  }

  if (!isUnreadable) {
    for (const outcome of await withdraw(context, holders)) note(outcome)
    for (const outcome of await dropRecords(context, (name) => kept.has(name))) note(outcome)
  }
  for (const object of wrapped) note(await say(context, object, told))
  return isTransient ? 'retry' : 'done'
}

const EARLY: readonly string[] = ['Namespace', 'CustomResourceDefinition']

/** WRP-9: what others need comes first. */
function inOrder<T>(
  holders: ReadonlyMap<string, readonly T[]>,
): readonly (readonly [string, readonly T[]])[] {
  const rank = (key: string) => EARLY.indexOf(key.split('\u0000')[1] ?? '')
  return [...holders].sort(([a], [b]) => (rank(a) >>> 0) - (rank(b) >>> 0))
}

/** Everything that bears the mark and that no entry holds goes. */
async function withdraw(
  context: Context,
  holders: ReadonlyMap<string, unknown>,
): Promise<readonly Outcome[]> {
  const { view, wec, left } = context
  const outcomes: Outcome[] = []
  for (const [key, object] of view.objects.entries()) {
    if (holders.has(key) || !isMarked(object) || isDeleting(object)) continue
    const id: ManifestId = manifestIdOf(object)
    const info = view.resourceOf(id)
    if (info === undefined) continue
    const { namespace, name } = id
    const { group, resource } = info
    const place = { group, resource, version: versionOf(object.apiVersion), namespace, name }
    const outcome = await wec.remove(place, uidOf(object))
    left.delete(key)
    if (outcome.kind === 'done' && outcome.object !== undefined) view.objects.put(key, outcome.object)
    else if (outcome.kind === 'done' || outcome.kind === 'absent') view.objects.remove(key, uidOf(object))
    outcomes.push(outcome)
  }
  return outcomes
}

/** Says what came of a wrapped object as it was when the pass began; of what changed meanwhile the next pass speaks. */
async function say(context: Context, wrapped: KubeObject, told: ReadonlyMap<string, Told>): Promise<Outcome> {
  const name = nameOf(wrapped)
  const now = context.mailbox.get(name)
  if (now === undefined || resourceVersionOf(now) !== resourceVersionOf(wrapped)) return { kind: 'done' }
  const patch = wordsPatch(wrapped, told, context.environment.now())
  if (patch === undefined) return { kind: 'done' }
  const place = { ...configMaps, namespace: context.wecName, name }
  return written(context, name, await context.its.merge(place, patch))
}
