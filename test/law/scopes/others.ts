import type { JsonObject } from '@downsync/core'
import { condition, type MemberState, objectFor, product, type Scope } from '../scope.ts'

const states = (statuses: readonly JsonObject[]): readonly MemberState[] =>
  statuses.map((status) => ({ status, current: true }))
/** Behind and silent: for kinds in which a judge can see it. */
const odd = (good: JsonObject): readonly MemberState[] => [
  { status: good, current: false },
  { status: undefined, current: true },
]

const ready = [[], [condition('Ready', 'True')], [condition('Ready', 'False')]]
const containers: readonly JsonObject[] = [
  {},
  { state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } } },
  { state: { waiting: { reason: 'ErrImagePull' } } },
  { lastState: { terminated: { exitCode: 1 } } },
]
const scheduled = [[], [condition('PodScheduled', 'False', 'Unschedulable')]]
const pods = product(['Pending', 'Running', 'Succeeded', 'Failed'], ready, containers, scheduled).map(
  ([phase, readiness, container, schedule]) => ({
    phase,
    conditions: [...readiness, ...schedule],
    containerStatuses: [container],
  }),
)
const address: JsonObject = { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } }
const claims = ['Bound', 'Pending', 'Lost', 'Strange'].map((phase) => ({ phase }))
const autoscalers = product(
  ['True', 'False'],
  ['FailedGetScale', 'SucceededRescale'],
  ['True', 'False'],
  ['InvalidSelector', 'ValidMetricFound'],
  ['True', 'False'],
).map(([able, why, active, reason, limited]) => ({
  conditions: [
    condition('AbleToScale', able, why),
    condition('ScalingActive', active, reason),
    condition('ScalingLimited', limited, 'Some'),
  ],
}))
const widgets = product(
  // A WEC without Ready where others have it counts as not ready (AGG-7), though kstatus would pass it by.
  [...ready.slice(1), [condition('Ready', 'Unknown')]],
  [[], [condition('Stalled', 'True')], [condition('Reconciling', 'True')]],
).map(([a, b]) => ({ observedGeneration: 7, conditions: [...a, ...b] }))

/** Kinds with few states (AGG-8, AGG-9): all combinations of two and of three. */
export const smallScopes: readonly Scope[] = [
  {
    kind: 'Pod',
    rounds: [
      {
        objects: ['Always', 'Never'].map((restartPolicy) => objectFor('v1', 'Pod', { restartPolicy })),
        states: [
          ...states(pods),
          ...odd({ phase: 'Running', conditions: [condition('Ready', 'True')] }),
          ...odd({ phase: 'Succeeded' }),
        ],
        wecs: 2,
      },
    ],
  },
  {
    kind: 'PersistentVolumeClaim',
    rounds: [
      {
        objects: [objectFor('v1', 'PersistentVolumeClaim', {})],
        states: [...states([...claims, {}]), ...odd({ phase: 'Bound' })],
        wecs: 3,
      },
    ],
  },
  {
    kind: 'Service',
    rounds: [
      {
        objects: [objectFor('v1', 'Service', { type: 'LoadBalancer', clusterIP: '10.0.0.1' })],
        states: [...states([address, { loadBalancer: {} }, {}]), ...odd(address)],
        wecs: 3,
      },
    ],
  },
  {
    kind: 'HorizontalPodAutoscaler',
    rounds: [
      {
        objects: [objectFor('autoscaling/v2', 'HorizontalPodAutoscaler', {})],
        states: [...states(autoscalers), ...odd(autoscalers[0] ?? {})],
        wecs: 2,
      },
    ],
  },
  {
    kind: 'Widget',
    rounds: [
      {
        objects: [objectFor('example.com/v1', 'Widget', {})],
        // Where no WEC has reported anything, nobody knows whether the kind has conditions.
        states: [...states(widgets), ...odd(widgets[0] ?? {}).slice(0, 1)],
        wecs: 3,
      },
    ],
  },
]
