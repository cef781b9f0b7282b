import {
  equalJson,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
} from '@downsync/core'
import type { Profile } from '../work/profile.ts'
import type { ManifestMeta, WorkManifest } from '../work/work-manifests.ts'
import { conditionsByRules } from './condition-rules.ts'
import { feedbackOf } from './feedback.ts'
import { type SaidCondition, setCondition, undated, withoutOldRules } from './set-condition.ts'

/** How the applying of a manifest went. */
export type Applied =
  | Readonly<{ kind: 'applied' }>
  | Readonly<{ kind: 'failed'; reason: string; message: string }>
  /** AGT-3: its report is not written yet; until then nothing new is said. */
  | Readonly<{ kind: 'held' }>

/** What is there of a manifest's object. */
export type Seen =
  | Readonly<{ kind: 'there'; object: KubeObject }>
  | Readonly<{ kind: 'absent' }>
  | Readonly<{ kind: 'unknown'; message: string }>

/** A manifest, and all that is to be said of it. */
export type ManifestState = Readonly<{ manifest: WorkManifest; applied: Applied; seen: Seen }>

/** What all conditions of one writing share. */
export type Saying = Readonly<{ generation: number; now: string; profile: Profile }>

/** The entry of `status.resourceStatus.manifests` for a manifest, over the one that stands there for it. */
export function manifestEntry(
  { manifest, applied, seen }: ManifestState,
  previous: Json | undefined,
  saying: Saying,
): JsonObject {
  const { now, profile, generation } = saying
  const set = (list: readonly Json[], said: SaidCondition) => setCondition(list, said, now)
  const feedbackBefore = memberOf(previous, 'statusFeedback')
  const standing = isObject(feedbackBefore) ? feedbackBefore : {}
  const before = withApplied(listAt(previous, 'conditions'), applied, saying)
  const known = set(before, availability(manifest.meta, seen, profile))
  if (seen.kind !== 'there') return entryOf(manifest.meta, known, standing)

  const { values, condition } = feedbackOf(memberOf(manifest.options, 'feedbackRules'), seen.object)
  const isSame = equalJson(listAt(standing, 'values'), values)
  const without = known.filter((one) => memberOf(one, 'type') !== condition.type)
  const synced = set(isSame ? known : without, condition)
  const rules = conditionsByRules(memberOf(manifest.options, 'conditionRules'), seen.object, generation)
  const judged = withoutOldRules(rules.reduce(set, synced), generation)
  return entryOf(manifest.meta, judged, values.length === 0 ? {} : { values })
}

function entryOf(meta: ManifestMeta, conditions: readonly Json[], statusFeedback: JsonObject): JsonObject {
  const { ordinal, group, version, kind, resource, name, namespace } = meta
  return {
    resourceMeta: { ordinal, group, version, kind, resource, name, namespace },
    statusFeedback,
    conditions,
  }
}

function withApplied(conditions: readonly Json[], applied: Applied, saying: Saying): readonly Json[] {
  if (applied.kind === 'held') return conditions
  const { generation: observedGeneration, now, profile } = saying
  const said: SaidCondition = {
    type: 'Applied',
    observedGeneration,
    ...(applied.kind === 'applied'
      ? { status: 'True', reason: 'AppliedManifestComplete', message: 'Apply manifest complete' }
      : { status: 'False', reason: applied.reason, message: applied.message }),
  }
  return setCondition(conditions, profile.datesManifests ? said : undated(said), now, profile.datesManifests)
}

function availability(meta: ManifestMeta, seen: Seen, profile: Profile): SaidCondition {
  const type = 'Available'
  if (meta.resource === '') return { type, status: 'Unknown', ...profile.incompleteMeta }
  switch (seen.kind) {
    case 'there':
      return { type, status: 'True', reason: 'ResourceAvailable', message: 'Resource is available' }
    case 'absent':
      return { type, status: 'False', reason: 'ResourceNotAvailable', message: 'Resource is not available' }
    case 'unknown':
      return {
        type,
        status: 'Unknown',
        reason: 'FetchingResourceFailed',
        message: `Failed to fetch resource: ${seen.message}`,
      }
  }
}
