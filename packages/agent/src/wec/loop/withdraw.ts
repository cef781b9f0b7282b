import { type KubeObject, uidOf } from '@downsync/core'
import type { AppliedResource } from '../withdraw/applied-resources.ts'
import { decideWithdrawal, type WithdrawalDecision } from '../withdraw/decide-withdrawal.ts'
import type { ApiResult } from './api.ts'
import { verdictOn } from './applied-work.ts'
import type { Context } from './context.ts'
import { fewAtATime } from './few-at-a-time.ts'
import type { FollowedObject } from './watch-scopes.ts'
import { type Verdict, worstOf } from './work-queue.ts'

/** What came of withdrawing objects: those that are still to go, and when to see to them again. */
export type Withdrawn = Readonly<{ pending: readonly AppliedResource[]; verdict: Verdict }>

/**
 * Withdraws objects that an AppliedManifestWork has made and holds no more. What cannot be read, or is not gone yet, stays pending
 * (P-4); of that which is going, a watch tells the end.
 */
export async function withdraw(
  context: Context,
  entries: readonly AppliedResource[],
  appliedWork: KubeObject,
  by: string,
): Promise<Withdrawn> {
  // A resource that seems not to exist might have come to exist since.
  if (entries.some((entry) => context.kinds.resource(entry, entry.version).kind !== 'served'))
    await context.kinds.refresh()
  const ends = await fewAtATime(entries, async (entry) => ({
    entry,
    ...(await withdrawOne(context, entry, uidOf(appliedWork), by)),
  }))
  return {
    pending: ends.flatMap(({ entry, isGone }) => (isGone ? [] : [entry])),
    verdict: worstOf(ends.map(({ verdict }) => verdict)),
  }
}

type End = Readonly<{ isGone: boolean; verdict: Verdict }>

const GONE: End = { isGone: true, verdict: { kind: 'done' } }
const MOST_STEPS = 4

async function withdrawOne(
  context: Context,
  entry: AppliedResource,
  ownerUid: string,
  by: string,
): Promise<End> {
  const answer = context.kinds.resource(entry, entry.version)
  // Without its resource there is no object; but a server that has just started serves what is defined a moment later.
  const isDefined = context.definitions.get(`${entry.resource}.${entry.group}`) !== undefined
  if (answer.kind === 'absent') return isDefined ? { isGone: false, verdict: { kind: 'retry' } } : GONE
  if (answer.kind === 'unread') return stuck(context, { kind: 'failed', message: answer.why }, entry)
  const object = followedResource(entry, answer.served)
  const { objects } = context
  let read = await objects.read(object)
  for (let step = 0; step < MOST_STEPS; step++) {
    if (read.kind !== 'there' && read.kind !== 'absent') return stuck(context, read, entry)
    const decision = decideWithdrawal(entry, read.kind === 'there' ? read.object : undefined, ownerUid)
    if (decision.kind === 'forget') return GONE
    if (decision.kind === 'wait') return going(context, object)
    const result = await write(context, object, decision)
    if (result.kind === 'done') {
      const isNews = result.object !== undefined && objects.saw(object, result.object)
      if (decision.kind === 'delete' && result.object === undefined) objects.removed(object, decision.uid)
      if (isNews || result.object === undefined) context.touched(object, by)
      return decision.kind === 'disown' || result.object === undefined ? GONE : going(context, object)
    }
    if (result.kind !== 'conflict' && result.kind !== 'absent') return stuck(context, result, entry)
    // By now it is another one, or gone.
    read = await objects.fetch(object)
  }
  return { isGone: false, verdict: { kind: 'retry' } }
}

function write(
  { wec }: Context,
  object: FollowedObject,
  decision: Extract<WithdrawalDecision, { kind: 'disown' | 'delete' }>,
): Promise<ApiResult> {
  return decision.kind === 'disown'
    ? wec.mergePatch(object, decision.patch)
    : wec.delete(object, decision.uid, decision.resourceVersion)
}

function stuck(context: Context, result: ApiResult, { resource, namespace, name }: AppliedResource): End {
  const what = `withdrawing ${resource} ${namespace === '' ? '' : `${namespace}/`}${name}`
  return { isGone: false, verdict: verdictOn(context, result, what) }
}

/** Its deletion has begun. */
function going({ objects }: Context, object: FollowedObject): End {
  return { isGone: false, verdict: { kind: objects.isWatched(object) ? 'done' : 'refused' } }
}

/** The object of an entry, to be asked for at a version that is served. */
export function followedResource(
  { group, resource, namespace, name }: AppliedResource,
  { version, kind, namespaced }: Pick<FollowedObject, 'version' | 'kind' | 'namespaced'>,
): FollowedObject {
  return { group, version, resource, kind, namespaced, namespace: namespaced ? namespace : '', name }
}
