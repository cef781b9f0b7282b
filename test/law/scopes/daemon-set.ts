import type { JsonObject } from '@downsync/core'
import { condition, deleted, objectFor, product, type Scope, standing, statesOf, upTo } from '../scope.ts'

const all = (most: number): readonly JsonObject[] =>
  product(upTo(most), upTo(most), upTo(most), upTo(most), upTo(most)).map(
    ([desired, current, updated, numberReady, numberAvailable]) => ({
      desiredNumberScheduled: desired,
      currentNumberScheduled: current,
      updatedNumberScheduled: updated,
      numberReady,
      numberAvailable,
      numberUnavailable: Math.max(desired - numberAvailable, 0),
      numberMisscheduled: 0,
    }),
  )
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
// Enough of them for a million combinations.
const isUneven = ({ numberReady, numberAvailable }: JsonObject) =>
  numberReady === numberAvailable || numberReady === 2
const daemonSet = (spec: JsonObject) => objectFor('apps/v1', 'DaemonSet', spec)
const rolling = daemonSet({ updateStrategy: { type: 'RollingUpdate' } })

export const daemonSetScope: Scope = {
  kind: 'DaemonSet',
  rounds: [
    {
      objects: [rolling],
      states: statesOf([...all(3), ...standard], finished),
      wecs: 2,
    },
    {
      objects: [daemonSet({ updateStrategy: { type: 'OnDelete' } }), daemonSet({})],
      states: statesOf(
        [...all(3).filter(({ numberReady }) => numberReady === 3), ...all(1), ...standard],
        finished,
      ),
      wecs: 2,
    },
    { objects: [rolling], states: statesOf(all(2).filter(isUneven), finished), wecs: 3 },
    ...standing.map((earlier) => ({
      objects: [rolling, deleted(rolling)],
      states: statesOf(all(1), finished),
      wecs: 2 as const,
      earlier,
    })),
  ],
}
