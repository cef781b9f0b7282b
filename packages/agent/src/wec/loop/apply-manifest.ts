import { resourceVersionOf } from '@downsync/core'
import { type ApplyDecision, decideApply } from '../apply/decide-apply.ts'
import type { Requirement } from '../apply/requirement.ts'
import type { Applied, Seen } from '../conditions/manifest-entry.ts'
import { type UsableManifest, unknownKind } from '../work/work-manifests.ts'
import type { ApiResult } from './api.ts'
import { type Context, followedOf, followers } from './context.ts'
import type { FollowedObject } from './watch-scopes.ts'
import { followedKey, type Read } from './wec-objects.ts'
import type { Verdict } from './work-queue.ts'

/** How a manifest was applied, what is there of its object now, and when to see to it again. */
export type ManifestOutcome = Readonly<{ applied: Applied; seen: Seen; verdict: Verdict }>

// A write, its ownership, and a few that something else came between.
const MOST_STEPS = 8

/**
 * Applies one manifest: decides, writes, and decides again on what came of it, until nothing is to be written.
 * @param isSaid see `Evidence`
 */
export async function applyManifest(
  context: Context,
  workName: string,
  manifest: UsableManifest,
  requirement: Requirement,
  isSaid: boolean,
): Promise<ManifestOutcome> {
  const { objects, memory, environment } = context
  const object = followedOf(manifest.meta)
  const key = memoryKey(workName, object)
  let read = await objects.read(object)
  for (let step = 0; step < MOST_STEPS; step++) {
    if (read.kind !== 'there' && read.kind !== 'absent') return unreadable(context, read, manifest)
    const existing = read.kind === 'there' ? read.object : undefined
    const left = memory.left(key, requirement)
    const decision = decideApply(requirement, existing, { isSaid, ...(left && { left }) })
    if (decision.kind === 'nothing') {
      if (existing !== undefined) memory.met(key, requirement, existing)
      return { applied: APPLIED, seen: seenOf(read), verdict: DONE }
    }
    const version = existing && resourceVersionOf(existing)
    const refused = memory.refusal(key, requirement, version, environment.now())
    if (refused !== undefined) return failed(refused.message, read, { kind: 'again', after: refused.wait })
    if (left !== undefined && step === 0) {
      const delay = memory.repairDelay(key, environment.now())
      // Somebody else keeps changing it: it waits, and is still ours.
      if (delay > 0) return { applied: APPLIED, seen: seenOf(read), verdict: { kind: 'again', after: delay } }
      memory.repaired(key, environment.now())
      context.log('info', `${describe(object)} was changed in the WEC and is put back`, workName)
    }
    const result = await write(context, object, decision)
    if (result.kind === 'done') {
      if (result.object === undefined) return failed('the server answered without an object', read, RETRY)
      if (objects.saw(object, result.object)) context.touched(object, followers.work(workName))
      memory.met(key, requirement, result.object)
      if (existing === undefined) context.made()
      read = { kind: 'there', object: result.object }
      continue
    }
    if (result.kind === 'refused') {
      const { message } = result
      memory.refused(key, requirement, version, { message, at: environment.now() })
      const wait = memory.refusal(key, requirement, version, environment.now())?.wait ?? 0
      return failed(message, read, { kind: 'again', after: wait })
    }
    if (result.kind === 'failed') return failed(result.message, read, { ...RETRY, ...retryAfterOf(result) })
    // Something else stands there than was known.
    read = await objects.fetch(object)
  }
  return failed('it is changed by somebody else all the time', read, RETRY)
}

/** Under which a requirement of a work for an object is remembered. */
export function memoryKey(workName: string, object: FollowedObject): string {
  return `${memoryPrefix(workName)}${followedKey(object)}`
}

export function memoryPrefix(workName: string): string {
  return `${workName} `
}

const APPLIED: Applied = { kind: 'applied' }
const DONE: Verdict = { kind: 'done' }
const RETRY = { kind: 'retry' } as const

function write(
  { wec }: Context,
  object: FollowedObject,
  decision: Exclude<ApplyDecision, { kind: 'nothing' }>,
): Promise<ApiResult> {
  switch (decision.kind) {
    case 'create':
      return wec.create(object, decision.object)
    case 'update':
      return wec.update(object, decision.object)
    case 'apply':
      return wec.apply(object, decision.object, decision.manager, decision.isForced)
    case 'own':
      return wec.mergePatch(object, decision.patch)
  }
}

function unreadable(
  { kinds }: Context,
  read: Exclude<Read, { kind: 'there' | 'absent' }>,
  { meta }: UsableManifest,
): ManifestOutcome {
  if (read.kind === 'unserved') {
    // The next look finds the kind unknown.
    void kinds.refresh()
    const message = unknownKind(meta.kind)
    return { applied: failure(message), seen: { kind: 'unknown', message: read.message }, verdict: RETRY }
  }
  const seen: Seen = { kind: 'unknown', message: read.message }
  const verdict: Verdict = read.kind === 'failed' ? { ...RETRY, ...retryAfterOf(read) } : { kind: 'refused' }
  return { applied: failure(read.message), seen, verdict }
}

function failed(message: string, read: Read, verdict: Verdict): ManifestOutcome {
  return { applied: failure(message), seen: seenOf(read), verdict }
}

function failure(message: string): Applied {
  return { kind: 'failed', reason: 'AppliedManifestFailed', message: `Failed to apply manifest: ${message}` }
}

function seenOf(read: Read): Seen {
  return read.kind === 'there' || read.kind === 'absent' ? read : { kind: 'unknown', message: read.message }
}

function retryAfterOf({ retryAfter }: { readonly retryAfter?: number }): { readonly retryAfter?: number } {
  return retryAfter === undefined ? {} : { retryAfter }
}

function describe({ group, resource, namespace, name }: FollowedObject): string {
  const named = namespace === '' ? name : `${namespace}/${name}`
  return `${resource}${group === '' ? '' : `.${group}`} ${named}`
}
