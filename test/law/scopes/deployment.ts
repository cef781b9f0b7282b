import type { JsonObject } from '@downsync/core'
import { condition, deleted, objectFor, product, type Scope, standing, statesOf, upTo } from '../scope.ts'

const counts = (most: number): readonly JsonObject[] =>
  product(upTo(most), upTo(most), upTo(most), upTo(most))
    .filter(([all, updated, ready, available]) => updated <= all && ready <= all && available <= ready)
    .map(([replicas, updatedReplicas, readyReplicas, availableReplicas]) => ({
      replicas,
      updatedReplicas,
      readyReplicas,
      availableReplicas,
      unavailableReplicas: replicas - availableReplicas,
    }))

const progressing = [
  [],
  [condition('Progressing', 'True', 'NewReplicaSetAvailable')],
  [condition('Progressing', 'True', 'ReplicaSetUpdated')],
  [condition('Progressing', 'False', 'ProgressDeadlineExceeded')],
]
const available = [[], [condition('Available', 'True')], [condition('Available', 'False')]]
const lists = product(progressing, available).map(([a, b]) => [...a, ...b])
const standard = [[condition('Stalled', 'True')], [condition('Reconciling', 'True')]]

const deployment = (spec: JsonObject) => objectFor('apps/v1', 'Deployment', spec)
const all = (most: number, conditions: readonly (readonly JsonObject[])[]) =>
  product(counts(most), conditions).map(([count, list]) => ({ ...count, conditions: list }))
const finished: readonly JsonObject[] = upTo(3).map((replicas) => ({
  replicas,
  updatedReplicas: replicas,
  readyReplicas: replicas,
  availableReplicas: replicas,
  conditions: [condition('Progressing', 'True', 'NewReplicaSetAvailable'), condition('Available', 'True')],
}))
const few = [lists[0] ?? [], lists[4] ?? [], lists[7] ?? [], lists[10] ?? [], ...standard]

export const deploymentScope: Scope = {
  kind: 'Deployment',
  rounds: [
    {
      objects: [
        deployment({ replicas: 2, progressDeadlineSeconds: 600 }),
        deployment({ replicas: 1 }),
        deployment({ replicas: 0, progressDeadlineSeconds: 600 }),
      ],
      states: statesOf(all(3, lists), finished),
      wecs: 2,
    },
    {
      objects: [
        deployment({ replicas: 3, progressDeadlineSeconds: 600 }),
        deployment({}),
        deployment({ replicas: 2, paused: true }),
      ],
      states: statesOf(all(3, few), finished),
      wecs: 2,
    },
    {
      objects: [deployment({ replicas: 1, progressDeadlineSeconds: 600 }), deployment({ replicas: 2 })],
      states: statesOf(all(2, [lists[4] ?? [], lists[10] ?? []]), finished),
      wecs: 3,
    },
    ...standing.map((earlier) => ({
      objects: [
        deployment({ replicas: 2, progressDeadlineSeconds: 600 }),
        deleted(deployment({ replicas: 2, progressDeadlineSeconds: 600 })),
      ],
      states: statesOf(all(2, few), finished),
      wecs: 2 as const,
      earlier,
    })),
  ],
}
