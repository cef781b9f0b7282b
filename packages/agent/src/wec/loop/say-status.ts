import {
  equalJson,
  generationOf,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  resourceVersionOf,
  uidOf,
  valueAt,
} from '@downsync/core'
import { manifestWorks } from '@downsync/transport-ocm'
import type { ManifestState } from '../conditions/manifest-entry.ts'
import { workStatus } from '../conditions/work-status.ts'
import { isReported, isReportedKind, reportName } from '../report/wanted-report.ts'
import type { ManifestMeta, WorkManifest } from '../work/work-manifests.ts'
import type { ApiResult, Place } from './api.ts'
import { verdictOn } from './applied-work.ts'
import { refreshed } from './collection.ts'
import { type Context, type ExpectedReports, timeText } from './context.ts'
import { isUnmapped, saidApplied } from './read-manifests.ts'
import { type Verdict, worstOf } from './work-queue.ts'

export function workPlace(work: KubeObject): Place {
  return { ...manifestWorks, namespace: namespaceOf(work), name: nameOf(work) }
}

/**
 * Says in a work's status how it went.
 *
 * AGT-3: that a manifest is applied, at a generation for which that is not said yet, is said only once the record of its object is
 * written as the object is by now, with its generation; a status from before can then not pass for one of the new content.
 */
export async function sayStatus(
  context: Context,
  work: KubeObject,
  appliedWork: KubeObject,
  states: readonly ManifestState[],
): Promise<Verdict> {
  const said = saidApplied(work)
  const expected = expectedReports(work, appliedWork, states)
  context.expectReports(nameOf(work), expected)
  const held = await Promise.all(
    states.map(async (state) => {
      const { manifest, applied, seen } = state
      const name = reportName(uidOf(appliedWork), manifest.meta)
      const isDue = applied.kind === 'applied' && seen.kind === 'there' && !said.has(manifest.meta.ordinal)
      if (!isDue || !expected.metas.has(name)) return { state, verdict: DONE }
      const verdict = await context.report(name)
      const isWritten = verdict.kind === 'done'
      return { state: isWritten ? state : { ...state, applied: { kind: 'held' as const } }, verdict }
    }),
  )
  const written = await writeStatus(
    context,
    work,
    held.map(({ state }) => state),
  )
  return worstOf([written, ...held.map(({ verdict }) => verdict)])
}

const DONE: Verdict = { kind: 'done' }

/** The objects of a work that are to be reported, by the names of their records. */
function expectedReports(
  work: KubeObject,
  appliedWork: KubeObject,
  states: readonly Readonly<{ manifest: WorkManifest }>[],
): ExpectedReports {
  const appliedWorkUid = uidOf(appliedWork)
  const manifests = isReported(work) ? states.map(({ manifest }) => manifest) : []
  const mapped = manifests.filter(({ meta }) => meta.resource !== '' && isReportedKind(meta))
  return {
    appliedWorkUid,
    metas: new Map(
      mapped.map(({ meta }): readonly [string, ManifestMeta] => [reportName(appliedWorkUid, meta), meta]),
    ),
    unread: new Set(manifests.filter(isUnmapped).map(({ meta }) => `${meta.group}/${meta.kind}`)),
  }
}

const MOST_TRIES = 3

async function writeStatus(
  context: Context,
  work: KubeObject,
  states: readonly ManifestState[],
): Promise<Verdict> {
  let current = work
  for (let attempt = 0; attempt < MOST_TRIES; attempt++) {
    const now = timeText(context.environment.now())
    const saying = { generation: generationOf(work), now, profile: context.profile }
    const status = workStatus(current, states, saying)
    if (saysAlready(current, status)) return DONE
    const result = await patchWorkStatus(context, current, status)
    if (result.kind === 'done') return DONE
    // Gone: there is nobody to tell.
    if (result.kind === 'absent') return DONE
    if (result.kind !== 'conflict') return verdictOn(context, result, `status of ${nameOf(work)}`)
    const fresh = await refreshed(context.works, context.its, workPlace(work))
    if (fresh.kind !== 'done' || fresh.object === undefined) return { kind: 'retry' }
    current = fresh.object
    // What was applied is not what is asked for by now.
    if (uidOf(current) !== uidOf(work) || generationOf(current) !== generationOf(work))
      return { kind: 'retry' }
  }
  return { kind: 'retry' }
}

function saysAlready(work: KubeObject, status: JsonObject): boolean {
  return Object.entries(status).every(([key, value]) => equalJson(valueAt(work, 'status', key), value))
}

/** A merge patch of the status of exactly this state. */
export async function patchWorkStatus(
  context: Context,
  work: KubeObject,
  status: JsonObject,
): Promise<ApiResult> {
  const metadata = { uid: uidOf(work), resourceVersion: resourceVersionOf(work) }
  const result = await context.its.mergePatch(workPlace(work), { metadata, status }, 'status')
  if (result.kind === 'done' && result.object !== undefined) context.works.saw(result.object)
  return result
}
