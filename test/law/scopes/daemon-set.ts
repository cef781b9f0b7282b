import type { JsonObject } from '@downsync/core'
import { condition, objectFor, product, type Scope, statesOf, upTo } from '../scope.ts'

const all = (most: number): readonly JsonObject[] =>
  product(upTo(most), upTo(most), upTo(most), upTo(most), upTo(most))
    .filter(([, , , ready, available]) => available <= ready)
    .map(([desired, current, updated, numberReady, numberAvailable]) => ({
      desiredNumberScheduled: desired,
      currentNumberScheduled: current,
      updatedNumberScheduled: updated,
      numberReady,
      numberAvailable,
      numberUnavailable: Math.max(desired - numberAvailable, 0),
      numberMisscheduled: 0,
    }))
const finished: readonly JsonObject[] = upTo(2).map((desired) => ({
  desiredNumberScheduled: desired,
  currentNumberScheduled: desired,
  updatedNumberScheduled: desired,
  numberReady: desired,
  numberAvailable: desired,
}))
const standard: readonly JsonObject[] = ['Stalled', 'Reconciling'].map((type) => ({
  ...finished[2],
  conditions: [condition(type, 'True')],
}))
const daemonSet = (spec: JsonObject) => objectFor('apps/v1', 'DaemonSet', spec)
const rolling = daemonSet({ updateStrategy: { type: 'RollingUpdate' } })

export const daemonSetScope: Scope = {
  kind: 'DaemonSet',
  rounds: [
    {
      objects: [rolling, daemonSet({ updateStrategy: { type: 'OnDelete' } })],
      states: statesOf([...all(3), ...standard], finished),
      wecs: 2,
    },
    { objects: [rolling], states: statesOf(all(2), finished), wecs: 3 },
    { objects: [daemonSet({})], states: statesOf(all(2), finished), wecs: 2 },
  ],
}
