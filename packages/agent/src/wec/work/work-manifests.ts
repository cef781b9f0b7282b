import {
  groupOf,
  isKubeObject,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  namespaceOf,
  type ObjectId,
  serverForm,
  valueAt,
  versionOf,
  withMember,
} from '@downsync/core'
import { configsOf, isOrphaned, manifestsOf, optionsOf } from '@downsync/transport-ocm'
import { kindRank } from './kind-rank.ts'
import type { Profile } from './profile.ts'
import { readUpdateStrategy, type UpdateStrategy } from './update-strategy.ts'

/** OCM's `ManifestResourceMeta`: a manifest as a work's status names it. What is not known is `''`. */
export type ManifestMeta = Readonly<{
  /** Its index in the work. */
  ordinal: number
  group: string
  version: string
  kind: string
  resource: string
  name: string
  namespace: string
}>

/** What the WEC's server says of a kind. */
export type KindAnswer =
  | Readonly<{ kind: 'served'; resource: string; namespaced: boolean }>
  | Readonly<{ kind: 'absent' }>
  /** It could not be learnt. */
  | Readonly<{ kind: 'unread'; why: string }>
export type KindLookup = (group: string, version: string, kind: string) => KindAnswer

/** A manifest that can be applied. */
export type UsableManifest = Readonly<{
  kind: 'usable'
  meta: ManifestMeta
  content: KubeObject
  strategy: UpdateStrategy
  /** Goes when it leaves the work; otherwise it stays, without our owner reference. */
  isOwned: boolean
  /** All of its configuration, raw: feedback and condition rules. */
  options: JsonObject
}>

/** One that cannot, with the condition that says why. */
export type UnusableManifest = Readonly<{
  kind: 'unusable'
  meta: ManifestMeta
  options: JsonObject
  reason: string
  message: string
  /** A later reading of the server's kinds may change it. */
  isUnmapped: boolean
}>
export type WorkManifest = UsableManifest | UnusableManifest

/** The manifests of a work, each in its place, with all that the work and the server say of them. */
export function workManifests(work: KubeObject, lookup: KindLookup): readonly WorkManifest[] {
  return manifestsOf(work).map((manifest, ordinal) => readManifest(work, manifest, ordinal, lookup))
}

/** The same in the order in which they are applied; of equal rank in that of the work. */
export function inApplyOrder(manifests: readonly WorkManifest[], profile: Profile): readonly WorkManifest[] {
  if (!profile.ordersByKind) return manifests
  return [...manifests].sort((a, b) => kindRank(a.meta.kind) - kindRank(b.meta.kind))
}

/** Who the object of a manifest is. */
export function idOfMeta({ group, resource, namespace, name }: ManifestMeta): ObjectId {
  return { group, resource, namespace, name }
}

/** OCM's text, by which others know why a manifest is not applied (WRP-9). */
export function unknownKind(kind: string): string {
  return `the server doesn't have a resource type ${JSON.stringify(kind)}`
}

const FAILED = 'AppliedManifestFailed'

function readManifest(work: KubeObject, manifest: Json, ordinal: number, lookup: KindLookup): WorkManifest {
  const bare = { ordinal, group: '', version: '', kind: '', resource: '', name: '', namespace: '' }
  const unusable = (meta: ManifestMeta, why: string, isUnmapped = false, options = {}): UnusableManifest => {
    const message = `Failed to apply manifest: ${why}`
    return { kind: 'unusable', meta, options, reason: FAILED, message, isUnmapped }
  }
  if (!isKubeObject(manifest)) return unusable(bare, 'it has no apiVersion, kind or metadata.name')
  const group = groupOf(manifest.apiVersion)
  const version = versionOf(manifest.apiVersion)
  const named: ManifestMeta = {
    ...bare,
    group,
    version,
    kind: manifest.kind,
    name: nameOf(manifest),
    namespace: namespaceOf(manifest),
  }
  const answer = lookup(group, version, manifest.kind)
  if (answer.kind === 'absent') return unusable(named, unknownKind(manifest.kind), true)
  if (answer.kind === 'unread') return unusable(named, answer.why, true)
  const namespace = answer.namespaced ? named.namespace : ''
  const meta = { ...named, resource: answer.resource, namespace }
  const id = idOfMeta(meta)
  const options = optionsOf(configsOf(work), id)
  if (answer.namespaced && namespace === '')
    return unusable(meta, 'the server does not allow this method on the requested resource', false, options)
  if (isObject(valueAt(work, 'spec', 'executor', 'subject')))
    return unusable(meta, 'spec.executor is not supported: this agent acts in no other name', false, options)
  const strategy = readUpdateStrategy(memberOf(options, 'updateStrategy'))
  if (!strategy.ok) return { kind: 'unusable', meta, options, ...strategy, isUnmapped: false }
  const isOwned = !isOrphaned(memberOf(memberOf(work, 'spec'), 'deleteOption'), id)
  return {
    kind: 'usable',
    meta,
    content: sentForm(manifest, namespace),
    strategy: strategy.strategy,
    isOwned,
    options,
  }
}

/** Without what would be taken for a precondition, and in the scope of its kind. */
function sentForm(manifest: KubeObject, namespace: string): KubeObject {
  const object = serverForm(manifest)
  const metadata = withMember(object.metadata, 'uid', undefined)
  return { ...object, metadata: withMember(metadata, 'namespace', namespace === '' ? undefined : namespace) }
}
