import {
  finalizersOf,
  isDeleting,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  resourceVersionOf,
  uidOf,
} from '@downsync/core'
import { isTrueIn } from '../conditions/work-status.ts'
import { finalizers } from '../ocm.ts'
import { ensureAppliedWork, verdictOn } from './applied-work.ts'
import { applyWork } from './apply-work.ts'
import { type Context, followers } from './context.ts'
import { finalizeWork, refreshWork } from './finalize-work.ts'
import type { ManifestReader } from './read-manifests.ts'
import { sayStatus, workPlace } from './say-status.ts'
import { type Verdict, worstOf } from './work-queue.ts'

const DONE: Verdict = { kind: 'done' }

/** Sees to one work: everything that has to be so, in the WEC and in its status, is made so, as far as that goes at present. */
export async function syncWork(context: Context, reader: ManifestReader, workName: string): Promise<Verdict> {
  const known = context.works.get(workName)
  if (known === undefined) {
    reader.forget(workName)
    context.released.delete(followers.work(workName))
    // What was made of it is let go by eviction alone.
    if (context.works.isKnown) context.follow(followers.work(workName), [])
    return DONE
  }
  if (isDeleting(known)) return finalizeWork(context, known, await reader.read(known))
  const held = await withFinalizer(context, known)
  if ('kind' in held) return held
  const { work } = held
  if (context.profile.aggregatesRules && isTrueIn(memberOf(work, 'status'), 'Complete')) return DONE
  // P-4: what is not known to be there might be.
  if (!context.appliedWorks.isKnown) return { kind: 'retry' }
  const ensured = await ensureAppliedWork(context, work)
  if (!ensured.ok) return ensured.verdict
  // Its end is told by watch; then it is made anew.
  if (isDeleting(ensured.object)) return DONE
  const manifests = await reader.read(work)
  const outcome = await applyWork(context, work, ensured.object, manifests, hasApplied(work))
  if (outcome.states.length === 0 && outcome.verdict.kind !== 'done') return outcome.verdict
  const said = await sayStatus(context, work, ensured.object, outcome.states)
  return worstOf([outcome.verdict, said])
}

type WithFinalizer = Readonly<{ work: KubeObject }> | Verdict

/** Without it the agent would not get the time to clean up; so it comes before everything else. */
async function withFinalizer(context: Context, work: KubeObject): Promise<WithFinalizer> {
  const there = finalizersOf(work)
  if (there.includes(finalizers.work)) return { work }
  const all = [...there, finalizers.work]
  const metadata = { uid: uidOf(work), resourceVersion: resourceVersionOf(work), finalizers: all }
  const result = await context.its.mergePatch(workPlace(work), { metadata })
  if (result.kind === 'done' && result.object !== undefined) {
    context.works.saw(result.object)
    return { work: result.object }
  }
  await refreshWork(context, work)
  return verdictOn(context, result, `finalizer of ${nameOf(work)}`)
}

function hasApplied(work: KubeObject): boolean {
  return listAt(work, 'status', 'conditions').some((condition) => memberOf(condition, 'type') === 'Applied')
}
