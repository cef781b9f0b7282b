import {
  canonicalJson,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import type { ManifestMeta } from '../work/work-manifests.ts'
import { type ManifestState, manifestEntry, type Saying } from './manifest-entry.ts'
import { isOfRule, type SaidCondition, setCondition, withoutOldRules } from './set-condition.ts'

/**
 * The status of a work after its manifests were applied and looked at, over the one that stands there. Equal to that one where nothing
 * new is to be said.
 */
export function workStatus(work: KubeObject, states: readonly ManifestState[], saying: Saying): JsonObject {
  const previous = previousEntries(work)
  const entries = states.map((state) => manifestEntry(state, previous(state.manifest.meta), saying))
  const { now, generation, profile } = saying
  const said = [
    ...appliedOf(states, generation),
    availableOf(entries, generation),
    ...(profile.aggregatesRules ? aggregatedRules(entries, generation) : []),
  ]
  const standing = listAt(work, 'status', 'conditions')
  const conditions = said.reduce((list, one) => setCondition(list, one, now), standing)
  return {
    conditions: withoutOldRules(conditions, generation),
    resourceStatus: { manifests: entries },
  }
}

/** What stands in a status for a manifest: by all of its meta, else, where only one has it, by all but the ordinal. */
export function previousEntries(work: KubeObject): (meta: ManifestMeta) => Json | undefined {
  const entries = new Map<string, Json | undefined>()
  for (const entry of listAt(work, 'status', 'resourceStatus', 'manifests')) {
    const meta = memberOf(entry, 'resourceMeta')
    entries.set(keyOf(meta, memberOf(meta, 'ordinal')), entry)
    const bare = keyOf(meta, undefined)
    entries.set(bare, entries.has(bare) ? undefined : entry)
  }
  return (meta) =>
    entries.get(keyOf(meta, meta.ordinal)) ??
    (meta.kind === '' ? undefined : entries.get(keyOf(meta, undefined)))
}

function keyOf(meta: Json | undefined, ordinal: Json | undefined): string {
  const fields = ['group', 'version', 'kind', 'resource', 'name', 'namespace']
  return canonicalJson([...fields.map((field) => stringAt(meta, field) ?? ''), ordinal ?? null])
}

// While one manifest is held, nothing new is said of them all.
function appliedOf(states: readonly ManifestState[], observedGeneration: number): readonly SaidCondition[] {
  if (states.length === 0 || states.some(({ applied }) => applied.kind === 'held')) return []
  const isFailed = states.some(({ applied }) => applied.kind === 'failed')
  return [
    {
      type: 'Applied',
      observedGeneration,
      ...(isFailed
        ? { status: 'False', reason: 'AppliedManifestWorkFailed', message: 'Failed to apply manifest work' }
        : { status: 'True', reason: 'AppliedManifestWorkComplete', message: 'Apply manifest work complete' }),
    },
  ]
}

function availableOf(entries: readonly JsonObject[], observedGeneration: number): SaidCondition {
  const statuses = entries.flatMap((entry) =>
    listAt(entry, 'conditions')
      .filter((condition) => memberOf(condition, 'type') === 'Available')
      .map((condition) => memberOf(condition, 'status')),
  )
  const count = (status: string) => statuses.filter((one) => one === status).length
  const total = entries.length
  const common = { type: 'Available', observedGeneration }
  if (count('False') > 0)
    return {
      ...common,
      status: 'False',
      reason: 'ResourcesNotAvailable',
      message: `${count('False')} of ${total} resources are not available`,
    }
  const unknown = { ...common, status: 'Unknown', reason: 'ResourcesStatusUnknown' } as const
  if (count('Unknown') > 0)
    return { ...unknown, message: `${count('Unknown')} of ${total} resources have unknown status` }
  // The trailing space is OCM's.
  if (count('True') === 0) return { ...unknown, message: 'cannot get any available resource ' }
  return {
    ...common,
    status: 'True',
    reason: 'ResourcesAvailable',
    message: 'All resources are available',
  }
}

// False before Unknown before True; for what is under way, one that is suffices.
const byWeight = ['False', 'Unknown', 'True'] as const
const byWeightOfProgress = ['True', 'Unknown', 'False'] as const

function aggregatedRules(
  entries: readonly JsonObject[],
  observedGeneration: number,
): readonly SaidCondition[] {
  const byType = new Map<string, Json[]>()
  for (const condition of entries.flatMap((entry) => listAt(entry, 'conditions')).filter(isOfRule)) {
    const type = stringAt(condition, 'type') ?? ''
    byType.set(type, [...(byType.get(type) ?? []), condition])
  }
  byType.delete('Available')
  return [...byType].map(([type, conditions]) => {
    const weights = type === 'Progressing' ? byWeightOfProgress : byWeight
    const has = (status: string) => conditions.some((condition) => memberOf(condition, 'status') === status)
    const [only] = conditions
    return {
      type,
      status: weights.find(has) ?? 'Unknown',
      reason: 'ConditionRulesAggregated',
      message:
        conditions.length === 1
          ? (stringAt(only, 'message') ?? '')
          : `Aggregated from ${conditions.length} manifest conditions`,
      observedGeneration,
    }
  })
}

/** Whether a work, or the entry of one of its manifests, has this condition with status True. */
export function isTrueIn(value: Json | undefined, type: string): boolean {
  return listAt(value, 'conditions').some(
    (condition) => memberOf(condition, 'type') === type && memberOf(condition, 'status') === 'True',
  )
}

/** That a work is being deleted (v1.3). */
export function deletingStatus(work: KubeObject, now: string): JsonObject {
  const said: SaidCondition = {
    type: 'Deleting',
    status: 'True',
    reason: 'WorkDeleting',
    message: 'ManifestWork is being deleted',
  }
  const status = valueAt(work, 'status')
  const standing = listAt(status, 'conditions')
  return { conditions: setCondition(standing, said, now) }
}
