import { type KubeObject, nameOf } from '@downsync/core'
import type { Requirement } from '../apply/requirement.ts'
import type { ManifestState, Seen } from '../conditions/manifest-entry.ts'
import { isTrueIn, previousEntries } from '../conditions/work-status.ts'
import { ownerReferenceOf } from '../ocm.ts'
import { appliedResourcesOf } from '../withdraw/applied-resources.ts'
import { intendedResources, trackedResources } from '../withdraw/tracked-resources.ts'
import { inApplyOrder, type ManifestMeta, type WorkManifest } from '../work/work-manifests.ts'
import { recordApplied } from './applied-work.ts'
import { applyManifest, type ManifestOutcome, memoryKey, memoryPrefix } from './apply-manifest.ts'
import { type Context, followedOf, followers } from './context.ts'
import { fewAtATime } from './few-at-a-time.ts'
import { isUnmapped, saidApplied } from './read-manifests.ts'
import type { FollowedObject } from './watch-scopes.ts'
import type { Read } from './wec-objects.ts'
import { followedResource, withdraw } from './withdraw.ts'
import { type Verdict, worstOf } from './work-queue.ts'

/** How a work was applied: of each manifest, and when to see to it again. */
export type WorkOutcome = Readonly<{ states: readonly ManifestState[]; verdict: Verdict }>

/** How long trouble that may pass is not spoken of; milliseconds. */
const PATIENCE = 3000

/**
 * One pass over a work: records what it is about to make, applies its manifests, withdraws what has none any more, and records what is
 * there.
 * @returns no states where nothing could be done
 */
export async function applyWork(
  context: Context,
  work: KubeObject,
  appliedWork: KubeObject,
  manifests: readonly WorkManifest[],
  hasApplied: boolean,
): Promise<WorkOutcome> {
  const recorded = appliedResourcesOf(appliedWork)
  await follow(context, work, appliedWork, manifests)
  const before = await fewAtATime(manifests, async (manifest) => ({
    manifest,
    seen: await look(context, manifest),
  }))
  const intended = await recordApplied(context, appliedWork, intendedResources(recorded, before))
  if (!intended.ok) return { states: [], verdict: intended.verdict }

  const outcomes = await applyAll(context, work, intended.object, manifests)
  const states = manifests.flatMap((manifest) => {
    const outcome = outcomes.get(manifest)
    return outcome === undefined ? [] : [{ manifest, ...outcome }]
  })
  const settled = await settle(context, work, intended.object, states, hasApplied)
  return { states, verdict: worstOf([settled, ...states.map(({ verdict }) => verdict)]) }
}

async function follow(
  context: Context,
  work: KubeObject,
  appliedWork: KubeObject,
  manifests: readonly WorkManifest[],
): Promise<void> {
  const wanted = manifests
    .filter((manifest) => manifest.meta.resource !== '')
    .map(({ meta }) => followedOf(meta))
  const made = appliedResourcesOf(appliedWork).flatMap((entry): readonly FollowedObject[] => {
    const answer = context.kinds.resource(entry, entry.version)
    return answer.kind === 'served' ? [followedResource(entry, answer.served)] : []
  })
  context.follow(followers.work(nameOf(work)), [...wanted, ...made])
  await context.objects.settled([...wanted, ...made])
}

async function look({ objects }: Context, { meta }: WorkManifest): Promise<Seen> {
  return meta.resource === ''
    ? { kind: 'unknown', message: '' }
    : seenOf(await objects.read(followedOf(meta)))
}

function seenOf(read: Read): Seen {
  return read.kind === 'there' || read.kind === 'absent' ? read : { kind: 'unknown', message: read.message }
}

/** One after the other; one that fails holds up no other. */
async function applyAll(
  context: Context,
  work: KubeObject,
  appliedWork: KubeObject,
  manifests: readonly WorkManifest[],
): Promise<ReadonlyMap<WorkManifest, ManifestOutcome>> {
  const reference = ownerReferenceOf(appliedWork)
  const said = saidApplied(work)
  const isComplete = completeManifests(context, work)
  const outcomes = new Map<WorkManifest, ManifestOutcome>()
  for (const manifest of inApplyOrder(manifests, context.profile)) {
    const outcome = await applyOne(manifest)
    outcomes.set(manifest, patient(context, nameOf(work), manifest, outcome))
  }
  return outcomes

  async function applyOne(manifest: WorkManifest): Promise<ManifestOutcome> {
    if (manifest.kind === 'unusable') {
      const { reason, message } = manifest
      const verdict: Verdict = { kind: isUnmapped(manifest) ? 'refused' : 'done' }
      return { applied: { kind: 'failed', reason, message }, seen: await look(context, manifest), verdict }
    }
    // What is complete is not applied any more (v1.3).
    if (isComplete(manifest.meta))
      return { applied: { kind: 'applied' }, seen: await look(context, manifest), verdict: { kind: 'done' } }
    const { content, strategy, isOwned } = manifest
    const requirement: Requirement = { content, strategy, ownership: { reference, isOwned } }
    return applyManifest(context, nameOf(work), manifest, requirement, said.has(manifest.meta.ordinal))
  }
}

function completeManifests({ profile }: Context, work: KubeObject): (meta: ManifestMeta) => boolean {
  const previous = previousEntries(work)
  return (meta) => profile.aggregatesRules && isTrueIn(previous(meta), 'Complete')
}

/** Trouble that may pass by itself, as a kind that is about to be served, is not spoken of at once. */
function patient(
  { memory, environment }: Context,
  workName: string,
  manifest: WorkManifest,
  outcome: ManifestOutcome,
): ManifestOutcome {
  const key = memoryKey(workName, followedOf(manifest.meta))
  const mayPass =
    outcome.applied.kind === 'failed' && (outcome.verdict.kind === 'retry' || isUnmapped(manifest))
  if (!mayPass) {
    memory.troubleIsOver(key)
    return outcome
  }
  const now = environment.now()
  const isFresh = now - memory.troubleSince(key, now) < PATIENCE
  return isFresh ? { ...outcome, applied: { kind: 'held' }, verdict: { kind: 'retry' } } : outcome
}

/** Lets go what has no manifest any more, and records what is there. */
async function settle(
  context: Context,
  work: KubeObject,
  appliedWork: KubeObject,
  states: readonly ManifestState[],
  hasApplied: boolean,
): Promise<Verdict> {
  const keys = states.map(({ manifest }) => memoryKey(nameOf(work), followedOf(manifest.meta)))
  context.memory.keep(memoryPrefix(nameOf(work)), new Set(keys))
  // OCM's agent does neither while it does not know a kind (v1.3).
  const isStalled =
    states.some(({ manifest }) => isUnmapped(manifest)) && context.profile.stallsOnUnknownKinds
  if (isStalled) return resync(context, states)
  const { held, toWithdraw } = trackedResources(appliedResourcesOf(appliedWork), states)
  // After a hub was restored its works have no status yet: nothing goes before they were applied once.
  const withdrawn = hasApplied
    ? await withdraw(context, toWithdraw, appliedWork, followers.work(nameOf(work)))
    : { pending: toWithdraw, verdict: toWithdraw.length === 0 ? DONE : RETRY }
  const recorded = await recordApplied(context, appliedWork, [...held, ...withdrawn.pending])
  return worstOf([withdrawn.verdict, recorded.ok ? resync(context, states) : recorded.verdict])
}

const DONE: Verdict = { kind: 'done' }
const RETRY: Verdict = { kind: 'retry' }

/** Where objects may be read but not watched, they are looked at from time to time. */
function resync(
  { objects, environment, resyncInterval }: Context,
  states: readonly ManifestState[],
): Verdict {
  const isBlind = states.some(
    ({ manifest }) => manifest.meta.resource !== '' && !objects.isWatched(followedOf(manifest.meta)),
  )
  return isBlind ? { kind: 'again', after: resyncInterval * (1 + environment.random() / 2) } : DONE
}
