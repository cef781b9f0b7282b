import type { JsonObject } from '@downsync/core'
import { condition, deleted, objectFor, product, type Scope, standing, statesOf, upTo } from '../scope.ts'

const counts = (most: number): readonly JsonObject[] =>
  product(upTo(most), upTo(most), upTo(most), upTo(most))
    .filter(([all, labeled, ready, available]) => labeled <= all && ready <= all && available <= ready)
    .map(([replicas, fullyLabeledReplicas, readyReplicas, availableReplicas]) => ({
      replicas,
      fullyLabeledReplicas,
      readyReplicas,
      availableReplicas,
    }))

const failures = [[], [condition('ReplicaFailure', 'True')], [condition('ReplicaFailure', 'False')]]
const standard = [[condition('Stalled', 'True')], [condition('Reconciling', 'True')]]
const all = (most: number, conditions: readonly (readonly JsonObject[])[]) =>
  product(counts(most), conditions).map(([count, list]) => ({ ...count, conditions: list }))
const finished: readonly JsonObject[] = upTo(3).map((replicas) => ({
  replicas,
  fullyLabeledReplicas: replicas,
  readyReplicas: replicas,
  availableReplicas: replicas,
}))

const replicaSet = (spec: JsonObject) => objectFor('apps/v1', 'ReplicaSet', spec)

export const replicaSetScope: Scope = {
  kind: 'ReplicaSet',
  rounds: [
    {
      objects: [{}, { replicas: 0 }, { replicas: 1 }, { replicas: 2 }, { replicas: 3 }].map(replicaSet),
      states: statesOf(all(3, [...failures, ...standard]), finished),
      wecs: 2,
    },
    {
      objects: [{ replicas: 1 }, { replicas: 2 }, { replicas: 3 }].map(replicaSet),
      states: statesOf(all(3, failures.slice(0, 2)), finished),
      wecs: 3,
    },
    ...standing.map((earlier) => ({
      objects: [replicaSet({ replicas: 1 }), deleted(replicaSet({ replicas: 1 }))],
      states: statesOf(all(2, failures), finished),
      wecs: 2 as const,
      earlier,
    })),
  ],
}
