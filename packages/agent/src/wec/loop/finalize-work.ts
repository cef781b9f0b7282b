import {
  controllerOwnerOf,
  equalJson,
  finalizersOf,
  isDeleting,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  resourceVersionOf,
  uidOf,
} from '@downsync/core'
import { ownersPatch } from '../apply/decide-apply.ts'
import { ownersWith } from '../apply/merged-metadata.ts'
import { deletingStatus, isTrueIn } from '../conditions/work-status.ts'
import { finalizers, ownerReferenceOf } from '../ocm.ts'
import type { WorkManifest } from '../work/work-manifests.ts'
import { appliedWorkName, appliedWorkPlace, refresh, verdictOn } from './applied-work.ts'
import { memoryPrefix } from './apply-manifest.ts'
import { refreshed } from './collection.ts'
import { type Context, followedOf, followers, timeText } from './context.ts'
import { fewAtATime } from './few-at-a-time.ts'
import { patchWorkStatus, workPlace } from './say-status.ts'
import { type Verdict, worstOf } from './work-queue.ts'

const DONE: Verdict = { kind: 'done' }
const RETRY: Verdict = { kind: 'retry' }

/**
 * Lets a work that is being deleted go: first what was made of it, by way of its AppliedManifestWork, then what was reported of it, then
 * the work itself.
 */
export async function finalizeWork(
  context: Context,
  work: KubeObject,
  manifests: readonly WorkManifest[],
): Promise<Verdict> {
  const isHeld = finalizersOf(work).includes(finalizers.work)
  if (!isHeld || context.released.get(followers.work(nameOf(work))) === uidOf(work)) return DONE
  const said = await sayDeleting(context, work)
  if (said.kind !== 'done') return said
  const { appliedWorks, wec } = context
  // P-4: not known is not gone.
  if (!appliedWorks.isKnown) return RETRY
  const name = appliedWorkName(context.hubHash, nameOf(work))
  const appliedWork = appliedWorks.get(name)
  // Its end is told by watch.
  if (appliedWork !== undefined && isDeleting(appliedWork)) return DONE
  if (appliedWork !== undefined) {
    const released = await releaseOrphans(context, work, manifests, appliedWork)
    if (released.kind !== 'done') return released
    const result = await wec.delete(appliedWorkPlace(name), uidOf(appliedWork))
    if (result.kind === 'done' && result.object !== undefined) {
      appliedWorks.saw(result.object)
      return DONE
    }
    await refresh(context, name)
    return verdictOn(context, result, `deleting ${name}`)
  }
  const gone = await refreshed(appliedWorks, wec, appliedWorkPlace(name))
  if (gone.kind !== 'absent') return verdictOn(context, gone, `reading ${name}`)
  context.follow(followers.work(nameOf(work)), [])
  context.memory.keep(memoryPrefix(nameOf(work)), new Set())
  await withdrawReports(context, work)
  return letGo(context, work)
}

async function sayDeleting(context: Context, work: KubeObject): Promise<Verdict> {
  if (!context.profile.saysDeleting || isTrueIn(memberOf(work, 'status'), 'Deleting')) return DONE
  const status = deletingStatus(work, timeText(context.environment.now()))
  const result = await patchWorkStatus(context, work, status)
  if (result.kind === 'done') return DONE
  await refreshWork(context, work)
  return verdictOn(context, result, `status of ${nameOf(work)}`)
}

/** What the work leaves behind must not be taken away with it, also where it was never applied since it says so. */
async function releaseOrphans(
  context: Context,
  work: KubeObject,
  manifests: readonly WorkManifest[],
  appliedWork: KubeObject,
): Promise<Verdict> {
  const ownership = { reference: ownerReferenceOf(appliedWork), isOwned: false }
  const verdicts = await fewAtATime(manifests, async (manifest): Promise<Verdict> => {
    if (manifest.kind !== 'usable' || manifest.isOwned) return DONE
    const object = followedOf(manifest.meta)
    const read = await context.objects.read(object)
    if (read.kind === 'absent' || read.kind === 'unserved') return DONE
    const what = `leaving ${manifest.meta.resource} ${manifest.meta.name} behind`
    if (read.kind !== 'there') return verdictOn(context, read, what)
    const owners = ownersWith(read.object, ownership)
    if (equalJson(owners, listAt(read.object.metadata, 'ownerReferences'))) return DONE
    const result = await context.wec.mergePatch(object, ownersPatch(read.object, owners))
    if (result.kind === 'done' && result.object !== undefined) {
      if (context.objects.saw(object, result.object)) context.touched(object, followers.work(nameOf(work)))
      return DONE
    }
    await context.objects.fetch(object)
    return verdictOn(context, result, what)
  })
  return worstOf(verdicts)
}

/** The ITS would collect them with their owner, if it has a garbage collector: so no failure holds the work up. */
async function withdrawReports(context: Context, work: KubeObject): Promise<void> {
  context.expectReports(nameOf(work), { appliedWorkUid: '', metas: new Map(), unread: new Set() })
  const records = context.records.all().filter((record) => controllerOwnerOf(record)?.uid === uidOf(work))
  await Promise.all(records.map((record) => context.report(nameOf(record))))
}

async function letGo(context: Context, work: KubeObject): Promise<Verdict> {
  const left = finalizersOf(work).filter((finalizer) => finalizer !== finalizers.work)
  const metadata = { uid: uidOf(work), resourceVersion: resourceVersionOf(work), finalizers: left }
  const result = await context.its.mergePatch(workPlace(work), { metadata })
  if (result.kind === 'done' || result.kind === 'absent') {
    context.released.set(followers.work(nameOf(work)), uidOf(work))
    return DONE
  }
  await refreshWork(context, work)
  return verdictOn(context, result, `finalizer of ${nameOf(work)}`)
}

/** Reads it again where what is known of it seems to be old. */
export async function refreshWork(context: Context, work: KubeObject): Promise<void> {
  await refreshed(context.works, context.its, workPlace(work))
}
