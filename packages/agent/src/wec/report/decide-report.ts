import {
  annotationsOf,
  controllerOwnerOf,
  equalJson,
  isDeleting,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  names,
  resourceVersionOf,
  uidOf,
  withMember,
} from '@downsync/core'
import { isSameValue } from '../apply/compare.ts'
import type { WantedReport } from './wanted-report.ts'

/** The next write that brings a record up to date. */
export type ReportDecision =
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'create'; object: KubeObject }>
  /** Replaces the status of exactly this state of the record. */
  | Readonly<{ kind: 'status'; object: KubeObject }>
  /** A merge patch: the generation that the status, which stands there already, belongs to. */
  | Readonly<{ kind: 'generation'; patch: JsonObject }>
  /** It says of something else what it says, or of nothing that is there. */
  | Readonly<{ kind: 'delete'; uid: string }>
  /** It is being deleted; afterwards it is made anew. */
  | Readonly<{ kind: 'wait' }>

/** A status as it was sent, and what the record's resourceVersion was then. */
export type SentStatus = Readonly<{ status: Json | undefined; resourceVersion: string }>

/**
 * What is to be written of a record. Taken again on what came of it, it ends with `nothing`.
 *
 * AGT-3: the status goes first, then the generation, so that a status never passes for one of a later generation than its own.
 *
 * @param wanted undefined: there is no such object
 * @param sent the status that was sent last, and the resourceVersion with which the server took it: it may have made something else of
 * it, and will again (P-6b)
 */
export function decideReport(
  wanted: WantedReport | undefined,
  existing: KubeObject | undefined,
  sent?: SentStatus,
): ReportDecision {
  if (existing === undefined)
    return wanted === undefined ? NOTHING : { kind: 'create', object: wanted.object }
  if (isDeleting(existing)) return wanted === undefined ? NOTHING : { kind: 'wait' }
  if (wanted === undefined || !isOfSame(existing, wanted)) return { kind: 'delete', uid: uidOf(existing) }
  const isTaken =
    sent?.resourceVersion === resourceVersionOf(existing) && equalJson(sent.status, wanted.status)
  // What is stored as it comes loses nulls all the same, in some servers.
  if (!isTaken && !isSameValue(memberOf(existing, 'status'), wanted.status, isNull)) {
    // A member of an object: it stays one.
    const object = withMember(existing, 'status', wanted.status) as KubeObject
    return { kind: 'status', object }
  }
  const said = memberOf(annotationsOf(existing), names.annotations.generation)
  if (said === wanted.generation) return NOTHING
  return { kind: 'generation', patch: generationPatch(existing, wanted.generation) }
}

function isNull(value: Json | undefined): boolean {
  return value === undefined || value === null
}

const NOTHING: ReportDecision = { kind: 'nothing' }

/** Whether a record is of this object and counts for this work (RPT-7). */
function isOfSame(existing: KubeObject, { object }: WantedReport): boolean {
  return (
    equalJson(memberOf(existing, 'spec'), memberOf(object, 'spec')) &&
    controllerOwnerOf(existing)?.uid === controllerOwnerOf(object)?.uid
  )
}

function generationPatch(existing: KubeObject, generation: string | undefined): JsonObject {
  return {
    metadata: {
      uid: uidOf(existing),
      resourceVersion: resourceVersionOf(existing),
      annotations: { [names.annotations.generation]: generation ?? null },
    },
  }
}
