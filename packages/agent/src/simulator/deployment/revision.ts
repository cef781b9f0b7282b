import { annotationsOf, type JsonObject, type KubeObject, names, stringAt } from '@downsync/core'
import type { DeploymentSpec } from './deployment-spec.ts'
import {
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  REVISION,
  REVISION_HISTORY,
  revisionOf,
  type Sets,
} from './replica-sets.ts'

const HISTORY_CHARACTERS = 2000
/** Annotations of a Deployment that its ReplicaSets do not take over. */
const NOT_COPIED: ReadonlySet<string> = new Set([
  names.annotations.lastApplied,
  REVISION,
  REVISION_HISTORY,
  DESIRED_REPLICAS,
  MAX_REPLICAS,
  'deprecated.deployment.rollback.to',
])

/** The revision that the present template has: one above all before. */
export function nextRevision({ old }: Sets): number {
  return Math.max(0, ...old.map(revisionOf)) + 1
}

/** The annotations of a ReplicaSet with the present template. A revision never goes down; one that is left is remembered. */
export function annotationsForSet(
  spec: DeploymentSpec,
  set: KubeObject | undefined,
  revision: number,
): JsonObject {
  const there = set === undefined ? {} : annotationsOf(set)
  const copied = Object.entries(annotationsOf(spec.object)).filter(([key]) => !NOT_COPIED.has(key))
  const all = { ...there, ...Object.fromEntries(copied) }
  const before = stringAt(there, REVISION)
  if (before !== undefined && before !== '' && !/^\d+$/.test(before)) return all
  if (before !== undefined && Number(before) >= revision) return all
  const history = before === undefined ? undefined : appended(stringAt(there, REVISION_HISTORY) ?? '', before)
  return {
    ...all,
    [REVISION]: String(revision),
    ...(history === undefined ? {} : { [REVISION_HISTORY]: history }),
  }
}

// The oldest are forgotten where it grows too long.
function appended(history: string, revision: string): string | undefined {
  if (history === '') return revision
  const all = history.split(',')
  while (all.length > 0 && [...all, revision].join(',').length > HISTORY_CHARACTERS) all.shift()
  const text = [...all, revision].join(',')
  return text.length <= HISTORY_CHARACTERS ? text : undefined
}
