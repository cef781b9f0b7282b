import {
  finalizersOf,
  isDeleting,
  type KubeObject,
  nameOf,
  resourceVersionOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import { manifestWorks } from '@downsync/transport-ocm'
import { finalizers } from '../ocm.ts'
import { appliedResourcesOf } from '../withdraw/applied-resources.ts'
import {
  appliedWorkPlace,
  isOfAgent,
  patchStatus,
  recordApplied,
  refresh,
  verdictOn,
  workNameOf,
} from './applied-work.ts'
import { type Context, followers, timeText } from './context.ts'
import type { FollowedObject } from './watch-scopes.ts'
import { followedResource, withdraw } from './withdraw.ts'
import { type Verdict, worstOf } from './work-queue.ts'

const DONE: Verdict = { kind: 'done' }

/** Sees to one AppliedManifestWork of this agent: cleans up what is being deleted, and evicts what belongs to no work any more. */
export async function syncAppliedWork(context: Context, name: string): Promise<Verdict> {
  const appliedWork = context.appliedWorks.get(name)
  if (appliedWork === undefined) {
    context.follow(followers.appliedWork(name), [])
    context.released.delete(followers.appliedWork(name))
    return DONE
  }
  const isOurs = isOfAgent(context, appliedWork)
  if (!isDeleting(appliedWork)) return isOurs ? evict(context, appliedWork) : DONE
  // One of this hub that an agent before this one has made is not cleaned up by anybody else.
  const isOfHub = workNameOf(context.hubHash, name) !== undefined
  return isOurs || isOfHub ? cleanUp(context, appliedWork) : DONE
}

async function cleanUp(context: Context, appliedWork: KubeObject): Promise<Verdict> {
  const name = nameOf(appliedWork)
  const who = followers.appliedWork(name)
  const isHeld = finalizersOf(appliedWork).includes(finalizers.appliedWork)
  if (!isHeld || context.released.get(who) === uidOf(appliedWork)) return DONE
  const entries = appliedResourcesOf(appliedWork)
  const objects = entries.flatMap((entry): readonly FollowedObject[] => {
    const answer = context.kinds.resource(entry, entry.version)
    return answer.kind === 'served' ? [followedResource(entry, answer.served)] : []
  })
  context.follow(who, objects)
  await context.objects.settled(objects)
  const { pending, verdict } = await withdraw(context, entries, appliedWork, who)
  const recorded = await recordApplied(context, appliedWork, pending)
  if (!recorded.ok) return worstOf([verdict, recorded.verdict])
  if (pending.length > 0) return verdict
  const left = finalizersOf(recorded.object).filter((finalizer) => finalizer !== finalizers.appliedWork)
  const metadata = {
    uid: uidOf(recorded.object),
    resourceVersion: resourceVersionOf(recorded.object),
    finalizers: left,
  }
  const result = await context.wec.mergePatch(appliedWorkPlace(name), { metadata })
  if (result.kind === 'done' || result.kind === 'absent') {
    context.released.set(who, uidOf(appliedWork))
    return DONE
  }
  await refresh(context, name)
  return verdictOn(context, result, `finalizer of ${name}`)
}

/** One without a work, or of a former hub, is kept for a while, since hubs are restored and moved; then it goes. */
async function evict(context: Context, appliedWork: KubeObject): Promise<Verdict> {
  const { works, environment, evictionGrace, hubHash } = context
  const since = stringAt(appliedWork, 'status', 'evictionStartTime')
  const workName = workNameOf(hubHash, nameOf(appliedWork))
  if (workName !== undefined && works.get(workName) !== undefined)
    return since === undefined ? DONE : markEviction(context, appliedWork, null)
  // P-4: a mailbox that is not known says nothing.
  if (!works.isKnown) return DONE
  const begun = since === undefined ? Number.NaN : Date.parse(since)
  if (Number.isNaN(begun)) {
    const marked = await markEviction(context, appliedWork, timeText(environment.now()))
    return marked.kind === 'done' ? { kind: 'again', after: evictionGrace } : marked
  }
  const left = begun + evictionGrace - environment.now()
  return left > 0 ? { kind: 'again', after: left } : deleteUnmanaged(context, appliedWork, workName)
}

async function markEviction(
  context: Context,
  appliedWork: KubeObject,
  since: string | null,
): Promise<Verdict> {
  const marked = await patchStatus(context, appliedWork, { evictionStartTime: since })
  return marked.ok ? DONE : marked.verdict
}

async function deleteUnmanaged(
  context: Context,
  appliedWork: KubeObject,
  workName: string | undefined,
): Promise<Verdict> {
  if (workName !== undefined) {
    const place = { ...manifestWorks, namespace: context.wecName, name: workName }
    const asked = await context.its.get(place)
    if (asked.kind !== 'absent') return verdictOn(context, asked, `reading ${workName}`)
  }
  const name = nameOf(appliedWork)
  context.log('warn', `${name} has had no ManifestWork for too long and is deleted`, name)
  const result = await context.wec.delete(appliedWorkPlace(name), uidOf(appliedWork))
  if (result.kind === 'done' && result.object !== undefined) {
    context.appliedWorks.saw(result.object)
    return DONE
  }
  await refresh(context, name)
  return verdictOn(context, result, `deleting ${name}`)
}
