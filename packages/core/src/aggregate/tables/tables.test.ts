import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '../../kube/index.ts'
import { aggregate } from '../aggregate.ts'

const object = (kind: string, apiVersion: string, spec: JsonObject = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', generation: 3 },
  spec,
})
const of = (made: KubeObject, statuses: readonly (JsonObject | undefined)[], earlier?: Json): JsonObject =>
  aggregate(
    made,
    statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true })),
    earlier,
  ).status
const TWO = { replicas: 2 }
const seen = { observedGeneration: 8 }
const now = { observedGeneration: 3 }
const START = '2026-01-01T00:00:00Z'
const LATER = '2026-01-02T00:00:00Z'

describe('every field of a kind by its rule (AGG-6, AGG-8)', () => {
  it.each<readonly [KubeObject, JsonObject, JsonObject, JsonObject]>([
    [
      object('Deployment', 'apps/v1', TWO),
      {
        ...seen,
        replicas: 3,
        updatedReplicas: 2,
        readyReplicas: 3,
        availableReplicas: 2,
        unavailableReplicas: 1,
      },
      {
        ...seen,
        replicas: 3,
        updatedReplicas: 3,
        readyReplicas: 1,
        availableReplicas: 1,
        terminatingReplicas: 0,
      },
      {
        ...now,
        replicas: 4,
        updatedReplicas: 3,
        readyReplicas: 1,
        availableReplicas: 1,
        unavailableReplicas: 1,
        terminatingReplicas: 0,
      },
    ],
    [
      object('ReplicaSet', 'apps/v1', TWO),
      {
        ...seen,
        replicas: 2,
        fullyLabeledReplicas: 2,
        readyReplicas: 1,
        availableReplicas: 1,
        terminatingReplicas: 4,
      },
      { ...seen, replicas: 3, fullyLabeledReplicas: 1, readyReplicas: 3, availableReplicas: 2 },
      {
        ...now,
        replicas: 3,
        fullyLabeledReplicas: 1,
        readyReplicas: 1,
        availableReplicas: 1,
        terminatingReplicas: 4,
      },
    ],
    [
      object('StatefulSet', 'apps/v1', TWO),
      {
        ...seen,
        replicas: 2,
        readyReplicas: 1,
        currentReplicas: 2,
        updatedReplicas: 2,
        availableReplicas: 1,
        currentRevision: 'a',
        updateRevision: 'a',
      },
      {
        ...seen,
        replicas: 3,
        readyReplicas: 3,
        currentReplicas: 1,
        updatedReplicas: 1,
        availableReplicas: 2,
        currentRevision: 'b',
        updateRevision: 'c',
        collisionCount: 1,
      },
      {
        ...now,
        replicas: 3,
        readyReplicas: 1,
        currentReplicas: 1,
        updatedReplicas: 1,
        availableReplicas: 1,
        currentRevision: 'b',
        updateRevision: 'c',
        collisionCount: 1,
      },
    ],
    [
      object('DaemonSet', 'apps/v1'),
      {
        ...seen,
        desiredNumberScheduled: 4,
        currentNumberScheduled: 3,
        numberReady: 4,
        updatedNumberScheduled: 4,
        numberAvailable: 2,
        numberUnavailable: 2,
        numberMisscheduled: 1,
      },
      {
        ...seen,
        desiredNumberScheduled: 3,
        currentNumberScheduled: 3,
        numberReady: 1,
        updatedNumberScheduled: 2,
        numberAvailable: 3,
        numberMisscheduled: 0,
        collisionCount: 2,
      },
      {
        ...now,
        desiredNumberScheduled: 4,
        currentNumberScheduled: 3,
        numberReady: 2,
        updatedNumberScheduled: 3,
        numberAvailable: 2,
        numberUnavailable: 2,
        numberMisscheduled: 1,
        collisionCount: 2,
      },
    ],
    [
      object('Job', 'batch/v1'),
      { active: 2, ready: 1, terminating: 0, succeeded: 2, failed: 1, startTime: LATER },
      { active: 1, ready: 0, succeeded: 3, failed: 2, startTime: START },
      { active: 2, ready: 0, terminating: 0, succeeded: 2, failed: 2, startTime: START },
    ],
    [
      object('PersistentVolumeClaim', 'v1'),
      { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } },
      { phase: 'Pending', accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' } },
      { phase: 'Pending', accessModes: ['ReadWriteOnce'] },
    ],
    [
      object('PodDisruptionBudget', 'policy/v1'),
      { ...seen, disruptionsAllowed: 1, desiredHealthy: 3, currentHealthy: 3, expectedPods: 4 },
      { ...seen, disruptionsAllowed: 0, desiredHealthy: 2, currentHealthy: 1, expectedPods: 3 },
      { ...now, disruptionsAllowed: 0, desiredHealthy: 3, currentHealthy: 2, expectedPods: 4 },
    ],
    [
      object('CronJob', 'batch/v1'),
      { active: [{ name: 'b' }], lastScheduleTime: START, lastSuccessfulTime: LATER },
      { active: [{ name: 'a' }], lastScheduleTime: LATER, lastSuccessfulTime: START },
      { active: [{ name: 'a' }, { name: 'b' }], lastScheduleTime: START, lastSuccessfulTime: START },
    ],
    [
      object('Ingress', 'networking.k8s.io/v1'),
      { loadBalancer: { ingress: [{ ip: '192.0.2.2' }] } },
      { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
      { loadBalancer: { ingress: [{ ip: '192.0.2.1' }, { ip: '192.0.2.2' }] } },
    ],
    [
      object('Service', 'v1'),
      { loadBalancer: { ingress: [{ ip: '192.0.2.2' }] }, conditions: [{ type: 'Ready', status: 'True' }] },
      { loadBalancer: { ingress: [{ ip: '192.0.2.2' }] } },
      {
        loadBalancer: { ingress: [{ ip: '192.0.2.2' }] },
        conditions: [
          {
            type: 'Ready',
            status: 'Unknown',
            reason: 'NotReported',
            message: 'w2: it has not reported Ready',
          },
        ],
      },
    ],
  ])('AGG-6, AGG-8 of two: %j', (made, one, other, whole) => {
    expect(of(made, [one, other])).toEqual(whole)
    expect(
      of(made, [
        { ...one, unknown: 1 },
        { ...other, unknown: 1 },
      ]),
    ).toEqual(whole)
  })

  it('AGG-3 writes a zero as upstream does: some always, some never, some where a WEC does', () => {
    const zeros = (made: KubeObject, status: JsonObject) => of(made, [{ ...seen, ...status }])
    expect(zeros(object('Deployment', 'apps/v1'), {})).toEqual(now)
    expect(zeros(object('Deployment', 'apps/v1'), { unavailableReplicas: 0 })).toEqual(now)
    expect(zeros(object('ReplicaSet', 'apps/v1'), {})).toEqual({ ...now, replicas: 0 })
    expect(zeros(object('ReplicaSet', 'apps/v1'), { terminatingReplicas: 0 })).toEqual({
      ...now,
      replicas: 0,
      terminatingReplicas: 0,
    })
    expect(zeros(object('StatefulSet', 'apps/v1'), {})).toEqual({ ...now, replicas: 0, availableReplicas: 0 })
    expect(zeros(object('DaemonSet', 'apps/v1'), {})).toEqual({
      ...now,
      desiredNumberScheduled: 0,
      currentNumberScheduled: 0,
      numberReady: 0,
      numberMisscheduled: 0,
    })
    expect(of(object('Job', 'batch/v1'), [{}])).toEqual({})
    expect(of(object('Job', 'batch/v1'), [{ active: 0, ready: 0, terminating: 0, failed: 0 }])).toEqual({
      ready: 0,
      terminating: 0,
    })
    expect(zeros(object('PodDisruptionBudget', 'policy/v1'), {})).toEqual({
      ...now,
      disruptionsAllowed: 0,
      desiredHealthy: 0,
      currentHealthy: 0,
      expectedPods: 0,
    })
  })

  it('AGG-2 mends counts that do not nest, as no server lets them come', () => {
    expect(
      of(object('Deployment', 'apps/v1', TWO), [
        { ...seen, replicas: 1, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 3 },
      ]),
    ).toEqual({ ...now, replicas: 2, updatedReplicas: 2, readyReplicas: 2, availableReplicas: 2 })
    expect(
      of(object('ReplicaSet', 'apps/v1', TWO), [
        { ...seen, replicas: 1, fullyLabeledReplicas: 3, readyReplicas: 2, availableReplicas: 3 },
      ]),
    ).toEqual({ ...now, replicas: 3, fullyLabeledReplicas: 3, readyReplicas: 2, availableReplicas: 2 })
    for (const field of ['readyReplicas', 'currentReplicas', 'updatedReplicas'])
      expect(of(object('StatefulSet', 'apps/v1', TWO), [{ ...seen, replicas: 1, [field]: 2 }])).toMatchObject(
        {
          replicas: 2,
          [field]: 2,
        },
      )
    expect(of(object('Job', 'batch/v1'), [{ active: 1, ready: 2 }])).toEqual({ active: 1, ready: 1 })
  })

  it('AGG-2 lets collisions and failures not fall', () => {
    for (const [kind, field] of [
      ['Deployment', 'collisionCount'],
      ['StatefulSet', 'collisionCount'],
      ['DaemonSet', 'collisionCount'],
    ] as const) {
      const made = object(kind, 'apps/v1')
      expect(of(made, [{ ...seen, [field]: 1 }], { [field]: 4 })[field]).toBe(4)
      expect(of(made, [{ ...seen, [field]: 5 }], { [field]: 4 })[field]).toBe(5)
      expect(of(made, [seen], { [field]: 0 })[field]).toBe(0)
      expect(of(made, [seen])[field]).toBeUndefined()
    }
    const indexed = { completionMode: 'Indexed', completions: 3, parallelism: 3 }
    const stood = { failed: 3, succeeded: 3 }
    expect(of(object('Job', 'batch/v1'), [{ failed: 1 }], stood)).toEqual(stood)
    expect(of(object('Job', 'batch/v1', indexed), [{ failed: 1 }], stood)).toEqual({ failed: 3 })
    expect(of(object('Job', 'batch/v1', { ...indexed, parallelism: 2 }), [{}], stood)).toEqual(stood)
  })

  it('AGG-7 knows which conditions are bad news, and which reasons give way or decide', () => {
    const condition = (type: string, status: string, reason: string): JsonObject => ({ type, status, reason })
    const first = (made: KubeObject, ...lists: readonly (readonly JsonObject[])[]) =>
      (
        of(
          made,
          lists.map((conditions) => ({ ...seen, conditions })),
        )['conditions'] as readonly JsonObject[]
      )[0]
    const claim = object('PersistentVolumeClaim', 'v1')
    for (const type of ['Resizing', 'FileSystemResizePending'])
      expect(first(claim, [condition(type, 'True', '')], [])).toMatchObject({ type, status: 'True' })
    const [few, failed] = ['InsufficientPods', 'SyncFailed'].map((reason) => [
      condition('DisruptionAllowed', 'False', reason),
    ])
    expect(first(object('PodDisruptionBudget', 'policy/v1'), few ?? [], failed ?? [])).toMatchObject({
      reason: 'SyncFailed',
    })
    const overdue = condition('Progressing', 'False', 'ProgressDeadlineExceeded')
    expect(
      first(object('Deployment', 'apps/v1'), [condition('Reconciling', 'True', '')], [overdue]),
    ).toMatchObject({
      type: 'Stalled',
      reason: 'ProgressDeadlineExceeded',
    })
  })
})
