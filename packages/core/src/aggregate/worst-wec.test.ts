import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import type { KindTable } from './kind-table.ts'

const object = (kind: string, apiVersion: string, spec: JsonObject = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', generation: 3 },
  spec,
})
const of = (made: KubeObject, statuses: readonly (JsonObject | undefined)[]): JsonObject =>
  aggregate(
    made,
    statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true })),
    undefined,
  ).status

describe('the Pod, and the HorizontalPodAutoscaler, that is worst (AGG-8)', () => {
  const ready = (status: string) => ({ type: 'Ready', status })
  const waiting = (reason: string) => [{ state: { waiting: { reason } } }]
  const running = (status: string, containerStatuses: readonly Json[] = []) => ({
    phase: 'Running',
    conditions: [ready(status)],
    containerStatuses,
  })
  const pods: readonly JsonObject[] = [
    { phase: 'Strange' },
    running('False', waiting('CrashLoopBackOff')),
    { phase: 'Pending', containerStatuses: waiting('ErrImagePull') },
    { phase: 'Failed' },
    running('False', [{ lastState: { terminated: { exitCode: 1 } } }]),
    { phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] },
    { phase: 'Pending', note: 'a' },
    running('False'),
    running('True'),
    { phase: 'Succeeded' },
  ]
  const condition = (type: string, status: string, reason: string) => ({ type, status, reason })
  const autoscaler = (able: string, why: string, active: string, reason: string, limited: string) => ({
    conditions: [
      condition('AbleToScale', able, why),
      condition('ScalingActive', active, reason),
      condition('ScalingLimited', limited, 'Some'),
    ],
  })
  const autoscalers = [
    autoscaler('False', 'FailedGetScale', 'True', 'ValidMetricFound', 'True'),
    autoscaler('False', 'Other', 'False', 'FailedGetPodsMetric', 'True'),
    autoscaler('False', 'Other', 'False', 'Other', 'False'),
    autoscaler('True', 'ReadyForNewScale', 'False', 'ScalingDisabled', 'True'),
    autoscaler('True', 'ReadyForNewScale', 'True', 'ValidMetricFound', 'True'),
  ]
  const always = object('Pod', 'v1', { restartPolicy: 'Always' })

  it.each([
    ['Pod', always, pods, 'phase'],
    ['HorizontalPodAutoscaler', object('HorizontalPodAutoscaler', 'autoscaling/v2'), autoscalers, undefined],
  ] as const)(
    'AGG-8 of any two of %s the worse one is shown, whichever WEC has it',
    (_, made, fromWorst, key) => {
      const essence = (status: JsonObject) =>
        key === undefined
          ? (status['conditions'] as readonly JsonObject[]).map(({ type, status: is, reason }) => [
              type,
              is,
              reason,
            ])
          : [status[key], status['containerStatuses'], status['note']]
      for (const [at, worse] of fromWorst.entries())
        for (const better of fromWorst.slice(at)) {
          const alone = essence(of(made, [worse]))
          expect(essence(of(made, [worse, better]))).toEqual(alone)
          expect(essence(of(made, [better, worse]))).toEqual(alone)
        }
    },
  )

  it.each(['FailedGetScale', 'FailedUpdateScale'])(
    'AGG-1, AGG-8 %s is worse than any metric that fails',
    (why) => {
      const made = object('HorizontalPodAutoscaler', 'autoscaling/v2')
      const worst = autoscaler('True', why, 'True', 'ValidMetricFound', 'True')
      const { conditions } = of(made, [autoscalers[1], worst])
      expect(conditions).toMatchObject([{ type: 'AbleToScale', reason: why }, {}, {}])
    },
  )

  it.each([
    'FailedGetResourceMetric',
    'FailedGetObjectMetric',
    'FailedGetPodsMetric',
    'FailedGetExternalMetric',
    'FailedComputeMetricsReplicas',
    'InvalidSelector',
  ])('AGG-1, AGG-8 %s is worse than a WEC that is silent, and that than any other', (reason) => {
    const made = object('HorizontalPodAutoscaler', 'autoscaling/v2')
    const failing = autoscaler('False', 'Other', 'False', reason, 'True')
    const withSilent = (status: JsonObject | undefined) => of(made, [status, undefined])['conditions']
    expect(withSilent(failing)).toMatchObject([
      { type: 'Reconciling', message: 'w2: it has reported nothing' },
      { type: 'AbleToScale' },
      { type: 'ScalingActive', reason },
      { type: 'ScalingLimited' },
    ])
    expect(withSilent(autoscalers[2])).toMatchObject([{ type: 'Reconciling', reason: 'NotReported' }])
  })

  it('AGG-1 adds the word of a judge that sees another WEC as worse', () => {
    const words = (...statuses: readonly JsonObject[]) => {
      const { status, provenance } = aggregate(
        always,
        statuses.map((one, at) => ({ wec: `w${at + 1}`, status: one, current: true })),
        undefined,
      )
      const [first] = (status['conditions'] ?? []) as readonly JsonObject[]
      return [
        first?.['type'],
        first?.['status'],
        first?.['message'],
        provenance.get(`/conditions/${String(first?.['type'])}`),
      ]
    }
    const [, , , failed = {}, , unschedulable = {}, pending = {}, , good = {}] = pods
    expect(words(failed, unschedulable)).toEqual(['Stalled', 'True', 'w2', ['w1', 'w2']])
    expect(words(pods[1] ?? {}, failed)).toEqual(['Ready', 'False', 'w1', ['w1']])
    expect(words(failed, pending)).toEqual(['Reconciling', 'True', 'w2', ['w1', 'w2']])
    expect(words(failed, running('False'))).toEqual(['Reconciling', 'True', 'w2', ['w1', 'w2']])
    expect(words(failed, good)).toEqual([undefined, undefined, undefined, undefined])
    // The worst has said so itself.
    const stalled = { ...failed, conditions: [{ type: 'Stalled', status: 'True', message: 'own' }] }
    expect(words(stalled, unschedulable)).toEqual(['Stalled', 'True', 'w1: own', ['w1']])
  })

  it('AGG-8 of a Pod that runs once, nothing counts that would be tried again', () => {
    const once = object('Pod', 'v1', { restartPolicy: 'Never' })
    for (const status of [pods[1], pods[2], pods[4]]) {
      expect(of(once, [pods[3], status])).toMatchObject({ phase: 'Failed' })
      expect(of(once, [pods[5], status])['conditions']).toContainEqual(
        expect.objectContaining({ reason: 'Unschedulable' }),
      )
    }
  })

  it('AGG-5, AGG-10 generations in conditions are of the WDS, every field is of the WEC that is shown', () => {
    const bad = { phase: 'Failed', conditions: [{ ...ready('False'), observedGeneration: 9 }], note: 'x' }
    const { status, provenance } = aggregate(
      always,
      [
        { wec: 'east', status: { phase: 'Succeeded' }, current: true },
        { wec: 'west', status: bad, current: true, generation: 9 },
      ],
      undefined,
    )
    expect(status).toEqual({
      phase: 'Failed',
      note: 'x',
      conditions: [{ ...ready('False'), observedGeneration: 3, message: 'west' }],
    })
    expect([...provenance]).toEqual([
      ['/phase', ['west']],
      ['/note', ['west']],
      ['/conditions/Ready', ['west']],
    ])
    const old = aggregate(always, [{ wec: 'west', status: bad, current: true, generation: 10 }], undefined)
    expect(old.status['conditions']).toContainEqual({ ...ready('False'), message: 'west' })
  })

  it('AGG-5, AGG-9 a table of a user may show the worst WEC too: with its generation, and what the WEC lacks', () => {
    const widget = object('Widget', 'example.com/v1')
    const table: KindTable = {
      group: 'example.com',
      kind: 'Widget',
      observesGeneration: true,
      fields: [],
      worstWec: {
        signs: [[{ is: 'condition', type: 'Up', status: 'False' }], [{ is: 'behind' }, { is: 'died' }]],
        also: [],
      },
    }
    const up = (status: string, observedGeneration = 8): JsonObject => ({
      observedGeneration,
      conditions: [{ type: 'Down', status: 'False' }, { type: 'Up', status }, { type: 'Odd' }],
    })
    const aggregated = (earlier: Json | undefined, ...statuses: readonly (JsonObject | undefined)[]) =>
      aggregate(
        widget,
        statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true })),
        earlier,
        [table],
      )
    const whole = aggregated(undefined, up('True'), up('False'))
    expect(whole.status).toEqual({
      observedGeneration: 3,
      conditions: [
        { type: 'Down', status: 'False', message: 'w2' },
        { type: 'Up', status: 'False', message: 'w2' },
        { type: 'Odd', status: 'Unknown', message: 'w2' },
      ],
    })
    expect(whole.provenance.get('/observedGeneration')).toEqual(['w1'])
    expect(whole.problems).toEqual([])
    const died = { ...up('True', 0), containerStatuses: [{}, { lastState: { terminated: {} } }] }
    expect(aggregated({ observedGeneration: 2 }, up('True'), died).status).toEqual({ observedGeneration: 2 })
    expect(aggregated(undefined).status).toEqual({})
    expect(aggregated(undefined, { observedGeneration: 8, x: 1 }).status).toEqual({
      observedGeneration: 3,
      x: 1,
    })
  })
})
