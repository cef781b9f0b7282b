import type { JsonObject, KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { statusFaults } from '../oracles/index.ts'
import { condition, type MemberState, objectFor } from './scope.ts'

/** An object of a kind, what WECs report of it, and what stands: beyond the small scopes, but such as servers take. */
export type Case = Readonly<{
  object: KubeObject
  states: readonly MemberState[]
  earlier: JsonObject | undefined
}>

const API: Readonly<Record<string, string>> = {
  Deployment: 'apps/v1',
  ReplicaSet: 'apps/v1',
  StatefulSet: 'apps/v1',
  DaemonSet: 'apps/v1',
  Job: 'batch/v1',
}
const COUNTS: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['replicas', 'readyReplicas', 'availableReplicas', 'updatedReplicas', 'unavailableReplicas'],
  ReplicaSet: ['replicas', 'readyReplicas', 'availableReplicas', 'fullyLabeledReplicas'],
  StatefulSet: ['replicas', 'readyReplicas', 'availableReplicas', 'currentReplicas', 'updatedReplicas'],
  DaemonSet: [
    'desiredNumberScheduled',
    'numberReady',
    'numberAvailable',
    'currentNumberScheduled',
    'updatedNumberScheduled',
    'numberMisscheduled',
  ],
  Job: ['active', 'ready', 'succeeded', 'failed'],
}

/** The kinds for which the law is tried. */
export const kinds = Object.keys(API)

const count = fc.oneof(fc.nat(4), fc.constantFrom(0, 1, 100, 1_000_000_000))
const replicas = fc.option(fc.oneof(fc.nat(4), fc.constantFrom(100, 1_000_000_000)), { nil: undefined })
const time = fc.constantFrom('2024-02-20T03:00:00Z', '2024-02-20T04:00:00Z', '2024-02-21T03:00:00+01:00')

const conditions = fc
  .uniqueArray(
    fc.record({
      type: fc.constantFrom('Available', 'Progressing', 'ReplicaFailure', 'Stalled', 'Reconciling', 'Other'),
      status: fc.constantFrom('True', 'False', 'Unknown'),
      reason: fc.constantFrom('NewReplicaSetAvailable', 'ProgressDeadlineExceeded', 'ReplicaSetUpdated'),
      lastTransitionTime: time,
      message: fc.constantFrom('', 'some words'),
    }),
    { selector: ({ type }) => type, maxLength: 5 },
  )
  .map((list) => list.map((one) => (one.type === 'Progressing' ? one : { ...one, reason: 'Some' })))

const ends: readonly (readonly JsonObject[])[] = [
  [],
  [condition('SuccessCriteriaMet', 'True'), condition('Complete', 'True')],
  [condition('FailureTarget', 'True'), condition('Failed', 'True')],
  [condition('Suspended', 'True')],
  [condition('Suspended', 'False')],
  [condition('FailureTarget', 'True')],
  [condition('SuccessCriteriaMet', 'True')],
]

/** A status that a server takes for a new object of the kind. */
export function statusArbitrary(kind: string): fc.Arbitrary<JsonObject> {
  const names = COUNTS[kind] ?? []
  const counts = fc.tuple(...names.map(() => fc.option(count, { nil: undefined }))).map((values) => {
    const own = new Map(names.map((name, at) => [name, values[at] ?? 0]))
    const cap = (name: string, by: string) =>
      own.has(name) && own.set(name, Math.min(own.get(name) ?? 0, own.get(by) ?? 0))
    if (own.has('replicas'))
      for (const name of names) if (name !== 'unavailableReplicas') cap(name, 'replicas')
    cap('availableReplicas', 'readyReplicas')
    if (kind === 'Job') cap('ready', 'active')
    // As servers do: a zero is often left out.
    return Object.fromEntries([...own].filter(([name]) => kind === 'DaemonSet' || own.get(name) !== 0))
  })
  if (kind === 'Job')
    return fc
      .record({ counts, end: fc.constantFrom(...ends), startTime: fc.option(time, { nil: undefined }) })
      .map(({ counts: own, end, startTime }) => ({
        ...own,
        conditions: [...end],
        ...(startTime !== undefined && { startTime }),
        ...(end === ends[1] && { completionTime: '2024-02-22T03:00:00Z' }),
      }))
      .filter((status) => statusFaults({}, objectWith('Job', status)).length === 0)
  return fc
    .record({ counts, list: conditions, revisions: fc.constantFrom('', 'x-1', 'x-2') })
    .map(({ counts: own, list, revisions }) => ({
      ...own,
      conditions: list,
      observedGeneration: 7,
      ...(kind === 'StatefulSet' &&
        revisions !== '' && { currentRevision: 'x-1', updateRevision: revisions }),
    }))
}

function objectWith(kind: string, status: JsonObject): JsonObject {
  return { kind, spec: {}, status }
}

/** A case of a kind with up to six WECs, many of them alike. */
export function caseArbitrary(kind: string): fc.Arbitrary<Case> {
  const status = statusArbitrary(kind)
  const object = fc
    .record({ replicas, strategy: fc.constantFrom('RollingUpdate', 'OnDelete'), deadline: fc.boolean() })
    .map(({ replicas: wanted, strategy, deadline }) =>
      objectFor(API[kind] ?? '', kind, {
        ...(wanted !== undefined && kind !== 'DaemonSet' && kind !== 'Job' && { replicas: wanted }),
        ...((kind === 'DaemonSet' || kind === 'StatefulSet') && { updateStrategy: { type: strategy } }),
        ...(deadline && kind === 'Deployment' && { progressDeadlineSeconds: 600 }),
        ...(deadline && kind === 'Job' && { suspend: true }),
      }),
    )
  const state = status.chain((own) =>
    fc.record({
      status: fc.oneof({ weight: 9, arbitrary: fc.constant(own) }, fc.constant(undefined)),
      current: fc.oneof({ weight: 9, arbitrary: fc.constant(true) }, fc.constant(false)),
    }),
  )
  const states = fc.oneof(
    fc.array(state, { minLength: 2, maxLength: 6 }),
    fc.array(state, { minLength: 1, maxLength: 2 }).map((few) => [...few, ...few]),
  )
  return fc.record({ object, states, earlier: fc.option(status.map(standing), { nil: undefined }) })
}

// What stands has the WDS's generations.
function standing(status: JsonObject): JsonObject {
  return 'observedGeneration' in status ? { ...status, observedGeneration: 2 } : status
}
