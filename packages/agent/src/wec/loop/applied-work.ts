import {
  apiVersionOf,
  equalJson,
  isDeleting,
  type JsonObject,
  type KubeObject,
  labelsOf,
  nameOf,
  resourceVersionOf,
  stringAt,
  uidOf,
  valueAt,
} from '@downsync/core'
import { appliedManifestWorks, finalizers } from '../ocm.ts'
import { type AppliedResource, appliedResourceJson, inAppliedOrder } from '../withdraw/applied-resources.ts'
import { type ApiResult, type Place, STOPPED } from './api.ts'
import { refreshed } from './collection.ts'
import type { Context } from './context.ts'
import type { Verdict } from './work-queue.ts'

/** The name of what an agent keeps of a work: which hub's, and which work. */
export function appliedWorkName(hubHash: string, workName: string): string {
  return `${hubHash}-${workName}`
}

/** The work that an AppliedManifestWork of this hub is about; undefined for one of another hub. */
export function workNameOf(hubHash: string, name: string): string | undefined {
  return name.startsWith(`${hubHash}-`) ? name.slice(hubHash.length + 1) : undefined
}

export function appliedWorkPlace(name: string): Place {
  return { ...appliedManifestWorks, namespace: '', name }
}

/** An object, or when to try again. */
export type Held = Readonly<{ ok: true; object: KubeObject }> | Readonly<{ ok: false; verdict: Verdict }>

/** The AppliedManifestWork of a work; it is made where there is none. */
export async function ensureAppliedWork(context: Context, work: KubeObject): Promise<Held> {
  const { appliedWorks, wec, hubHash, agentId, profile } = context
  const name = appliedWorkName(hubHash, nameOf(work))
  const spec = { hubHash, manifestWorkName: nameOf(work), agentID: agentId }
  const known = appliedWorks.get(name)
  if (known !== undefined) return withSpec(context, known, spec)
  const object: KubeObject = {
    apiVersion: apiVersionOf(appliedManifestWorks.group, appliedManifestWorks.version),
    kind: appliedManifestWorks.kind,
    metadata: {
      name,
      finalizers: [finalizers.appliedWork],
      ...(profile.labelsAppliedWork ? { labels: labelsOf(work) } : {}),
    },
    spec,
  }
  const result = await wec.create(appliedWorkPlace(name), object)
  if (result.kind === 'conflict') return taken(context, await wec.get(appliedWorkPlace(name)))
  return taken(context, result)
}

/** One that another agent has made, for the same hub, is ours from now on. */
async function withSpec(context: Context, known: KubeObject, spec: JsonObject): Promise<Held> {
  const isOurs = Object.entries(spec).every(([key, value]) => equalJson(valueAt(known, 'spec', key), value))
  if (isOurs || isDeleting(known)) return { ok: true, object: known }
  const metadata = { uid: uidOf(known), resourceVersion: resourceVersionOf(known) }
  const result = await context.wec.mergePatch(appliedWorkPlace(nameOf(known)), { metadata, spec })
  if (result.kind === 'conflict') await refresh(context, nameOf(known))
  return taken(context, result)
}

/** Writes which objects it has made, unless that stands there. */
export async function recordApplied(
  context: Context,
  appliedWork: KubeObject,
  resources: readonly AppliedResource[],
): Promise<Held> {
  const appliedResources = inAppliedOrder(resources).map(appliedResourceJson)
  const there = valueAt(appliedWork, 'status', 'appliedResources') ?? []
  if (equalJson(there, appliedResources)) return { ok: true, object: appliedWork }
  return patchStatus(context, appliedWork, { appliedResources })
}

/** A merge patch of the status of exactly this state. */
export async function patchStatus(
  context: Context,
  appliedWork: KubeObject,
  status: Readonly<Record<string, string | null | readonly ReturnType<typeof appliedResourceJson>[]>>,
): Promise<Held> {
  const place = appliedWorkPlace(nameOf(appliedWork))
  const metadata = { uid: uidOf(appliedWork), resourceVersion: resourceVersionOf(appliedWork) }
  const result = await context.wec.mergePatch(place, { metadata, status }, 'status')
  // Somebody else wrote it: the next look begins from there.
  if (result.kind === 'conflict') {
    await refresh(context, nameOf(appliedWork))
    return { ok: false, verdict: { kind: 'retry' } }
  }
  return taken(context, result)
}

/** Reads it again where what is known of it seems to be old. */
export async function refresh(context: Context, name: string): Promise<void> {
  await refreshed(context.appliedWorks, context.wec, appliedWorkPlace(name))
}

function taken(context: Context, result: ApiResult): Held {
  if (result.kind === 'done' && result.object !== undefined) {
    context.appliedWorks.saw(result.object)
    return { ok: true, object: result.object }
  }
  return { ok: false, verdict: verdictOn(context, result, appliedManifestWorks.resource) }
}

/** When to try again what did not go as it should, which is logged. */
export function verdictOn(context: Context, result: ApiResult, what: string): Verdict {
  switch (result.kind) {
    case 'done':
    case 'absent':
    case 'conflict':
      return { kind: 'retry' }
    case 'unserved':
    case 'refused':
      context.log('error', `${what}: ${result.message}`)
      return { kind: 'refused' }
    case 'failed': {
      const { message, retryAfter } = result
      if (message !== STOPPED) context.log('warn', `${what}: ${message}`)
      return { kind: 'retry', ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
  }
}

/** Whether it was made by this agent, for whichever hub. */
export function isOfAgent(context: Context, appliedWork: KubeObject): boolean {
  return stringAt(appliedWork, 'spec', 'agentID') === context.agentId
}
