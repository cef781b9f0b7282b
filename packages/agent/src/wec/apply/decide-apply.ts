import {
  annotationsOf,
  equalJson,
  groupOf,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  objectOf,
  resourceVersionOf,
  uidOf,
  withMember,
} from '@downsync/core'
import { agreeWhere, blankIn, isSameValue, saysAll } from './compare.ts'
import { mergedMetadata, ownersWith } from './merged-metadata.ts'
import type { Requirement } from './requirement.ts'
import { updatedContent } from './updated-content.ts'

/** What is known of how an object came to be as it is. */
export type Evidence = Readonly<{
  /** The object as the server left it when this very requirement was last met, in this process. */
  left?: KubeObject
  /** The work's status says that this manifest is applied at the work's generation: an agent before this one did it. */
  isSaid: boolean
}>

/** The next write that brings an object about. */
export type ApplyDecision =
  | Readonly<{ kind: 'nothing' }>
  | Readonly<{ kind: 'create'; object: KubeObject }>
  /** Replaces the object, under its resourceVersion. */
  | Readonly<{ kind: 'update'; object: KubeObject }>
  | Readonly<{ kind: 'apply'; object: KubeObject; manager: string; isForced: boolean }>
  /** A merge patch of owner references alone, under uid and resourceVersion. */
  | Readonly<{ kind: 'own'; patch: JsonObject }>

/**
 * What is to be written so that a requirement is met. Taken again on what the server made of it, it ends with `nothing`.
 *
 * OCM's agent replaces an object whenever it is not letter by letter as the manifest, defaults and all, and does so again with every
 * resync. Here an object that says what the manifest says is left alone, with two exceptions: where nobody vouches that this
 * content was ever applied, it is replaced once, since it might say what the manifest says no more; and where a kind has no
 * defaults nothing may be there besides. What others add to an object that the manifest does not speak of stays until the next edit.
 */
export function decideApply(
  requirement: Requirement,
  existing: KubeObject | undefined,
  evidence: Evidence,
): ApplyDecision {
  const { strategy, content } = requirement
  if (strategy.kind === 'readOnly') return NOTHING
  if (existing === undefined) return creation(requirement)
  // The server may have made of it less than was asked for; asking again would bring no more (P-6b).
  const { left } = evidence
  const isAsLeft = left !== undefined && resourceVersionOf(left) === resourceVersionOf(existing)
  switch (strategy.kind) {
    case 'createOnly':
      return owning(requirement, existing)
    case 'serverSideApply':
      return isAsLeft || isApplied(requirement, existing, evidence)
        ? owning(requirement, existing)
        : { ...strategy, kind: 'apply', object: content }
    case 'update':
      return isAsLeft ? NOTHING : update(requirement, existing, evidence)
  }
}

const NOTHING: ApplyDecision = { kind: 'nothing' }

function creation({ content, strategy, ownership }: Requirement): ApplyDecision {
  if (strategy.kind === 'serverSideApply') return { ...strategy, kind: 'apply', object: content }
  // The manifest's own owners are of another space.
  const owners = ownership.isOwned ? [ownership.reference] : undefined
  const metadata = withMember(content.metadata, 'ownerReferences', owners)
  return { kind: 'create', object: { ...content, metadata } }
}

/** Only what concerns ownership: a merge patch, or nothing. */
function owning({ ownership }: Requirement, existing: KubeObject): ApplyDecision {
  const owners = ownersWith(existing, ownership)
  if (equalJson(owners, listAt(existing.metadata, 'ownerReferences'))) return NOTHING
  return { kind: 'own', patch: ownersPatch(existing, owners) }
}

/** A merge patch that sets the owners of exactly this state of an object. */
export function ownersPatch(existing: KubeObject, owners: readonly Json[]): JsonObject {
  const [uid, resourceVersion] = [uidOf(existing), resourceVersionOf(existing)]
  return { metadata: { uid, resourceVersion, ownerReferences: owners } }
}

function isApplied({ content }: Requirement, existing: KubeObject, { left, isSaid }: Evidence): boolean {
  const wanted = appliedPart(content)
  if (left !== undefined) return agreeWhere(wanted, appliedPart(existing), appliedPart(left))
  return isSaid && saysAll(appliedPart(existing), wanted, blankIn(groupOf(content.apiVersion)))
}

// What else is in metadata is no configuration.
function appliedPart(object: KubeObject): JsonObject {
  const metadata = { labels: labelsOf(object), annotations: annotationsOf(object) }
  return { ...specPart(object), metadata }
}

function update(
  { content, ownership }: Requirement,
  existing: KubeObject,
  evidence: Evidence,
): ApplyDecision {
  const metadata = mergedMetadata(content, existing, ownership)
  const updated = updatedContent(content, existing)
  const isMet = metadata === existing.metadata && isContentMet(updated, existing, content, evidence)
  if (isMet) return NOTHING
  const { apiVersion, kind } = content
  // Managed fields are the server's to keep.
  const sent = withMember(metadata, 'managedFields', undefined)
  return { kind: 'update', object: { ...updated.content, apiVersion, kind, metadata: sent } }
}

function isContentMet(
  { content, isWhole }: ReturnType<typeof updatedContent>,
  existing: KubeObject,
  { apiVersion }: KubeObject,
  { left, isSaid }: Evidence,
): boolean {
  const isBlank = blankIn(groupOf(apiVersion))
  const [there, wanted] = [specPart(existing), specPart(content)]
  if (isWhole) return isSameValue(there, wanted, isBlank)
  if (left !== undefined) return agreeWhere(wanted, there, specPart(left))
  return isSaid ? saysAll(there, wanted, isBlank) : isSameValue(there, wanted, isBlank)
}

function specPart(object: JsonObject): JsonObject {
  const dropped = new Set(['apiVersion', 'kind', 'metadata', 'status'])
  return objectOf(Object.entries(object).filter(([key]) => !dropped.has(key)))
}
