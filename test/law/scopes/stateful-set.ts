import type { JsonObject } from '@downsync/core'
import { condition, deleted, objectFor, product, type Scope, standing, statesOf, upTo } from '../scope.ts'

const revisions: readonly JsonObject[] = [
  {},
  { currentRevision: 'x-1', updateRevision: 'x-1' },
  { currentRevision: 'x-1', updateRevision: 'x-2' },
]
const all = (most: number): readonly JsonObject[] =>
  product(upTo(most), upTo(most), upTo(most), upTo(most), revisions)
    .filter(([replicas, ready, current, updated]) => Math.max(ready, current, updated) <= replicas)
    .map(([replicas, readyReplicas, currentReplicas, updatedReplicas, revision]) => ({
      replicas,
      readyReplicas,
      currentReplicas,
      updatedReplicas,
      availableReplicas: readyReplicas,
      ...revision,
    }))
const finished: readonly JsonObject[] = upTo(3).map((replicas) => ({
  replicas,
  readyReplicas: replicas,
  currentReplicas: replicas,
  updatedReplicas: replicas,
  availableReplicas: replicas,
}))
const standard: readonly JsonObject[] = ['Stalled', 'Reconciling'].map((type) => ({
  ...finished[2],
  conditions: [condition(type, 'True')],
}))
const strategies: readonly JsonObject[] = [
  {},
  { updateStrategy: { type: 'OnDelete' } },
  { updateStrategy: { type: 'RollingUpdate' } },
  { updateStrategy: { type: 'RollingUpdate', rollingUpdate: {} } },
  { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 1 } } },
  { updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition: 0 } } },
]
const wanted: readonly JsonObject[] = [{}, { replicas: 0 }, { replicas: 1 }, { replicas: 2 }, { replicas: 3 }]
const rolling = objectFor('apps/v1', 'StatefulSet', {
  replicas: 1,
  updateStrategy: { type: 'RollingUpdate' },
})
const objects = product(wanted, strategies).map(([replicas, strategy]) =>
  objectFor('apps/v1', 'StatefulSet', { ...replicas, ...strategy }),
)

export const statefulSetScope: Scope = {
  kind: 'StatefulSet',
  rounds: [
    { objects, states: statesOf([...all(3), ...standard], finished), wecs: 2 },
    { objects, states: statesOf(all(1), finished), wecs: 3 },
    ...standing.map((earlier) => ({
      objects: [rolling, deleted(rolling)],
      states: statesOf(all(2), finished),
      wecs: 2 as const,
      earlier,
    })),
  ],
}
