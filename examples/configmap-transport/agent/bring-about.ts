import {
  isDeleting,
  type KubeObject,
  memberOf,
  type ResourceInfo,
  resourceVersionOf,
  versionOf,
  withMember,
} from '@downsync/core'
import type { Context, Told } from './context.ts'
import { bodyOf, decideObject, type Holder, isSaid, placeOf, type Step } from './decide-object.ts'
import type { Outcome, Place } from './requests.ts'

/** What came of the entries that hold one object, by `placeOf`. `isTransient`: it is to be tried again soon. */
export type Brought = Readonly<{ told: ReadonlyMap<string, Told>; isTransient: boolean }>

// Each content once, a mark, and a look at what came of it; and a few that something else came between.
const MOST_STEPS = 12

/** Makes one object of the WEC as its holders ask. */
export async function bringAbout(
  context: Context,
  key: string,
  holders: readonly Holder[],
  info: ResourceInfo,
): Promise<Brought> {
  const { view, left, refusals, repairs, environment } = context
  const told = new Map<string, Told>()
  const applied = new Set<string>()
  // WRP-11: what one of them leaves behind stays while another holds it, and then goes with that one.
  const isOwned = holders.some(({ item }) => !item.orphan)
  const isOver = (why: Told, isTransient = false): Brought => {
    for (const holder of holders)
      if (!told.has(placeOf(holder)))
        told.set(placeOf(holder), isSaid(holder) && why.kind === 'pending' ? APPLIED : why)
    return { told, isTransient }
  }
  for (let steps = holders.length + MOST_STEPS; steps > 0; steps--) {
    const existing = view.objects.get(key)
    // One that failed has had its turn.
    const open = holders.filter((holder) => told.get(placeOf(holder))?.kind !== 'failed')
    const step = decideObject(open, isOwned, existing, applied, left.get(key))
    if (step.kind === 'wait') return isOver({ kind: 'pending', message: step.message })
    if (step.kind === 'nothing') {
      if (step.left !== undefined) left.set(key, step.left)
      return isOver(existing === undefined ? { kind: 'unknown' } : APPLIED)
    }
    const now = environment.now()
    const isRepair = step.kind === 'apply' && isSaid(step.holder) && left.has(key)
    if (isRepair && repairs.wait(key, now) > 0) return isOver({ kind: 'unknown' })
    if (isRepair) repairs.repaired(key, now)
    const asking = `${key} ${hashOf(step)} ${existing === undefined ? '' : resourceVersionOf(existing)}`
    const standing = refusals.standing(asking, now)
    const outcome: Outcome =
      standing === undefined
        ? await write(context, placeIn(info, step, holders), step)
        : { kind: 'refused', message: standing }
    switch (outcome.kind) {
      case 'done':
        if (outcome.object !== undefined) take(context, key, outcome.object, step, existing)
        if (step.kind !== 'mark') applied.add(placeOf(step.holder))
        break
      case 'conflict':
        // Somebody was faster; a watch tells what is there.
        return isOver({ kind: 'unknown' }, true)
      case 'absent':
        view.objects.remove(key)
        break
      case 'unserved':
        return isOver({ kind: 'pending', message: outcome.message }, true)
      case 'failed':
        return isOver({ kind: 'unknown' }, true)
      case 'refused': {
        if (standing === undefined) refusals.refused(asking, outcome.message, now)
        const failed = { kind: 'failed', message: outcome.message } as const
        if (step.kind === 'mark') return isOver(failed)
        told.set(placeOf(step.holder), failed)
      }
    }
  }
  return isOver({ kind: 'unknown' }, true)
}

const APPLIED: Told = { kind: 'applied' }

function take(
  { view, left, refusals }: Context,
  key: string,
  object: KubeObject,
  step: Step,
  before: KubeObject | undefined,
): void {
  view.objects.put(key, object)
  // What was refused for the want of it is asked for again.
  if (before === undefined) refusals.forget()
  if (step.kind === 'apply' && !isDeleting(object))
    left.set(key, { hash: step.holder.hash, body: bodyOf(object) })
  const known = left.get(key)
  if (step.kind === 'mark' && known !== undefined) left.set(key, { ...known, body: bodyOf(object) })
}

function hashOf(step: Step): string {
  return step.kind === 'create' || step.kind === 'apply' ? step.holder.hash : step.kind
}

// At the version of the manifest, which need not be the one that the server prefers.
function placeIn(info: ResourceInfo, step: Step, [first]: readonly Holder[]): Place {
  const content = step.kind === 'create' || step.kind === 'apply' ? step.object : first?.item.content
  const { namespace = '', name = '' } = first?.item.id ?? {}
  const { group, resource } = info
  return { group, resource, version: versionOf(content?.apiVersion ?? info.version), namespace, name }
}

function write(
  { wec }: Context,
  place: Place,
  step: Exclude<Step, { kind: 'nothing' | 'wait' }>,
): Promise<Outcome> {
  switch (step.kind) {
    case 'create':
      return wec.create(place, step.object)
    case 'apply':
      return wec.apply(place, step.object)
    case 'mark':
      return wec.merge(place, step.patch)
  }
}

/** A holder as its WEC knows the object: without a namespace where its kind has none. */
export function localHolder(holder: Holder, { namespaced }: ResourceInfo): Holder {
  const { item } = holder
  if (namespaced || memberOf(item.content.metadata, 'namespace') === undefined) return holder
  const metadata = withMember(item.content.metadata, 'namespace', undefined)
  return {
    ...holder,
    item: { ...item, id: { ...item.id, namespace: '' }, content: { ...item.content, metadata } },
  }
}
