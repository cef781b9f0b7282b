import { describe, expect, it } from 'vitest'
import type { Json, JsonObject, KubeObject } from '../kube/index.ts'
import { aggregate } from './aggregate.ts'
import type { Member } from './types.ts'

const object = (kind: string, apiVersion: string, spec: JsonObject = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', generation: 3 },
  spec,
})
const deployment = object('Deployment', 'apps/v1', { replicas: 2 })
const job = object('Job', 'batch/v1')
const widget = object('Widget', 'example.com/v1')
const members = (...statuses: readonly (Json | undefined)[]): readonly Member[] =>
  statuses.map((status, at) => ({ wec: `w${at + 1}`, status, current: true }))
const counts = (replicas: number, updated: number, available: number): JsonObject => ({
  replicas,
  updatedReplicas: updated,
  readyReplicas: available,
  availableReplicas: available,
  observedGeneration: 9,
})
const said = (type: string, status: string, more: JsonObject = {}): JsonObject => ({ type, status, ...more })

describe('aggregates of workloads', () => {
  it('AGG-3 count a number that is left out as 0', () => {
    const { status } = aggregate(
      deployment,
      members(counts(2, 2, 2), { replicas: 2, observedGeneration: 1 }),
      undefined,
    )
    expect(status).toEqual({ replicas: 2, observedGeneration: 3 })
  })

  it('AGG-6 tell of a Deployment that rolls out the worst of each count', () => {
    const { status } = aggregate(deployment, members(counts(2, 2, 2), counts(3, 1, 2)), undefined)
    expect(status).toEqual({ ...counts(3, 1, 2), observedGeneration: 3 })
  })

  it('AGG-6 do not take more in one WEC as being behind in another', () => {
    const { status, provenance } = aggregate(deployment, members(counts(3, 3, 3), counts(2, 2, 2)), undefined)
    expect(status).toEqual({ ...counts(3, 3, 3), observedGeneration: 3 })
    expect(provenance.get('/updatedReplicas')).toEqual(['w1'])
  })

  it('AGG-4, AGG-5 are of no present generation while a WEC is silent, and say so where none is left to show it', () => {
    const mixed = members(counts(2, 2, 2), undefined)
    expect(aggregate(deployment, mixed, { observedGeneration: 1 }).status).toEqual({
      replicas: 2,
      observedGeneration: 1,
    })
    // It was reached before: another WEC joined since.
    expect(aggregate(deployment, mixed, { observedGeneration: 3 }).status['observedGeneration']).toBe(2)
    expect(aggregate(deployment, mixed, undefined).status).toEqual({
      replicas: 2,
      conditions: [
        said('Reconciling', 'True', { reason: 'NotReported', message: 'w2: it has reported nothing' }),
      ],
    })
  })

  it('AGG-6 count a silent WEC as short of one where the desired number is its own', () => {
    const daemonSet = object('DaemonSet', 'apps/v1')
    const { status } = aggregate(
      daemonSet,
      members({ desiredNumberScheduled: 0, observedGeneration: 1 }, undefined),
      undefined,
    )
    expect(status).toMatchObject({ desiredNumberScheduled: 1, numberReady: 0 })
  })
})

describe('conditions of several WECs', () => {
  const merged = (...lists: readonly (readonly JsonObject[])[]) =>
    aggregate(
      deployment,
      members(...lists.map((conditions) => ({ conditions, observedGeneration: 1 }))),
      undefined,
    ).status['conditions']

  it('AGG-7 are False where any is, True where all are, else Unknown', () => {
    expect(merged([said('Available', 'True')], [said('Available', 'False')])).toEqual([
      said('Available', 'False', { message: 'w2' }),
    ])
    expect(merged([said('Available', 'True')], [said('Available', 'True')])).toEqual([
      said('Available', 'True', { message: 'w1' }),
    ])
    expect(merged([said('Available', 'True')], [])).toMatchObject([{ type: 'Available', status: 'Unknown' }])
  })

  it('AGG-7 are True where any is, of those that are bad news', () => {
    expect(merged([said('ReplicaFailure', 'True')], [])).toMatchObject([{ status: 'True' }])
    expect(merged([said('ReplicaFailure', 'False')], [])).toMatchObject([{ status: 'False' }])
  })

  it('AGG-7 have the words of the WEC with the latest transition, and its name', () => {
    const at = (hour: number) => ({ lastTransitionTime: `2024-02-20T0${hour}:00:00Z`, message: `at ${hour}` })
    expect(merged([said('Available', 'False', at(1))], [said('Available', 'False', at(2))])).toMatchObject([
      { message: 'w2: at 2' },
    ])
  })

  it('AGG-1, AGG-7 keep a deadline that was exceeded anywhere, and take a rollout as done only where all are', () => {
    const progressing = (reason: string, status = 'True') => said('Progressing', status, { reason })
    const done = progressing('NewReplicaSetAvailable')
    expect(merged([done], [progressing('ProgressDeadlineExceeded', 'False')])).toMatchObject([
      { status: 'False', reason: 'ProgressDeadlineExceeded' },
    ])
    expect(merged([done], [progressing('ReplicaSetUpdated')])).toMatchObject([
      { reason: 'ReplicaSetUpdated' },
    ])
  })
})

describe('aggregates of Jobs', () => {
  const START = '2024-02-20T03:00:00Z'
  const END = '2024-02-20T05:00:00Z'
  const complete: JsonObject = {
    startTime: START,
    completionTime: END,
    succeeded: 1,
    conditions: [said('SuccessCriteriaMet', 'True'), said('Complete', 'True')],
  }
  const failed: JsonObject = {
    startTime: START,
    failed: 1,
    conditions: [said('FailureTarget', 'True'), said('Failed', 'True')],
  }
  const typesOf = ({ status }: { status: JsonObject }) =>
    (status['conditions'] as readonly JsonObject[]).map(
      (one) => `${String(one['type'])}=${String(one['status'])}`,
    )

  it('AGG-6 are complete when all are', () => {
    expect(typesOf(aggregate(job, members(complete, complete), undefined))).toEqual([
      'Complete=True',
      'SuccessCriteriaMet=True',
    ])
    expect(aggregate(job, members(complete, { startTime: START, active: 1 }), undefined).status).toEqual({
      active: 1,
      startTime: START,
    })
  })

  it('AGG-1 have failed for the judges at once, and for upstream only when all have ended', () => {
    expect(typesOf(aggregate(job, members(failed, { startTime: START, active: 1 }), undefined))).toEqual([
      'Stalled=True',
      'Failed=Unknown',
    ])
    expect(typesOf(aggregate(job, members(failed, complete), undefined))).toEqual([
      'Failed=True',
      'FailureTarget=True',
    ])
  })

  it('AGG-2 stay complete when a WEC joins, and say that this is not so any more', () => {
    const before = aggregate(job, members(complete, complete), undefined).status
    const after = aggregate(job, members(complete, complete, undefined), before)
    expect(typesOf(after)).toEqual(['Reconciling=True', 'Complete=True', 'SuccessCriteriaMet=True'])
    expect(after.problems.map(({ path }) => path)).toEqual([
      '/conditions/Complete',
      '/startTime',
      '/succeeded',
    ])
  })
})

describe('aggregates of kinds that nobody knows', () => {
  it('AGG-9 have what all have in common', () => {
    const { status, provenance } = aggregate(
      widget,
      members(
        { size: 3, isOpen: true, phase: 'Up', tier: 'a', parts: [1, 2], inner: { count: 1, other: 'x' } },
        { size: 2, isOpen: false, phase: 'Up', tier: 'b', parts: [1], inner: { count: 4 } },
      ),
      undefined,
    )
    expect(status).toEqual({ inner: { count: 1 }, isOpen: false, phase: 'Up', size: 2 })
    expect(provenance.get('/inner/count')).toEqual(['w1'])
  })

  it('AGG-9 take as good news what does not sound bad', () => {
    const of = (...conditions: readonly JsonObject[]) => ({ conditions })
    const { status } = aggregate(
      widget,
      members(
        of(said('Ready', 'True'), said('SyncFailed', 'True')),
        of(said('Ready', 'False'), said('SyncFailed', 'False')),
      ),
      undefined,
    )
    expect(status).toMatchObject({ conditions: [said('Ready', 'False'), said('SyncFailed', 'True')] })
  })
})
