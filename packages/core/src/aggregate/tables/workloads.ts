import type { KindTable } from '../kind-table.ts'

/** What runs pods and does not end. */
export const workloadTables: readonly KindTable[] = [
  {
    group: 'apps',
    kind: 'Deployment',
    observesGeneration: true,
    nesting: [
      { inner: 'availableReplicas', outer: 'readyReplicas', mend: 'inner' },
      { inner: 'readyReplicas', outer: 'replicas', mend: 'outer' },
      { inner: 'updatedReplicas', outer: 'replicas', mend: 'outer' },
    ],
    // AGG-1: a shortfall below zero counts as well (old pods that are ready, while new ones come up), and while some WEC has too
    // few updated pods, all else is the plain worst: no verdict hangs on it then, and nothing that runs is hidden.
    fields: [
      {
        op: 'base',
        field: 'updatedReplicas',
        desired: { path: ['spec', 'replicas'], otherwise: 1 },
        zero: 'omitted',
      },
      { op: 'relative', field: 'replicas', to: 'updatedReplicas', worst: 'most', zero: 'omitted' },
      { op: 'relative', field: 'readyReplicas', to: 'updatedReplicas', worst: 'least', zero: 'omitted' },
      { op: 'relative', field: 'availableReplicas', to: 'updatedReplicas', worst: 'least', zero: 'omitted' },
      { op: 'most', field: 'unavailableReplicas', zero: 'omitted' },
      { op: 'most', field: 'terminatingReplicas', zero: 'reported' },
      { op: 'rising', field: 'collisionCount' },
    ],
    conditions: {
      badNews: [],
      // AGG-1: kstatus takes a rollout as finished by the reason of Progressing, which one WEC must not give for another.
      reasons: {
        Progressing: { decisive: ['ProgressDeadlineExceeded'], fair: ['NewReplicaSetAvailable'] },
      },
    },
  },
  {
    group: 'apps',
    kind: 'ReplicaSet',
    observesGeneration: true,
    nesting: [
      { inner: 'availableReplicas', outer: 'readyReplicas', mend: 'inner' },
      { inner: 'readyReplicas', outer: 'replicas', mend: 'outer' },
      { inner: 'fullyLabeledReplicas', outer: 'replicas', mend: 'outer' },
    ],
    fields: [
      { op: 'most', field: 'replicas', zero: 'written' },
      { op: 'least', field: 'fullyLabeledReplicas', zero: 'omitted' },
      { op: 'least', field: 'readyReplicas', zero: 'omitted' },
      { op: 'least', field: 'availableReplicas', zero: 'omitted' },
      { op: 'most', field: 'terminatingReplicas', zero: 'reported' },
    ],
    conditions: { badNews: [] },
  },
  {
    group: 'apps',
    kind: 'StatefulSet',
    observesGeneration: true,
    nesting: [
      { inner: 'availableReplicas', outer: 'readyReplicas', mend: 'inner' },
      { inner: 'readyReplicas', outer: 'replicas', mend: 'outer' },
      { inner: 'currentReplicas', outer: 'replicas', mend: 'outer' },
      { inner: 'updatedReplicas', outer: 'replicas', mend: 'outer' },
    ],
    fields: [
      { op: 'most', field: 'replicas', zero: 'written' },
      { op: 'least', field: 'readyReplicas', zero: 'omitted' },
      { op: 'least', field: 'currentReplicas', zero: 'omitted' },
      { op: 'least', field: 'updatedReplicas', zero: 'omitted' },
      { op: 'least', field: 'availableReplicas', zero: 'written' },
      {
        op: 'together',
        fields: ['currentRevision', 'updateRevision'],
        differ: ['currentRevision', 'updateRevision'],
      },
      { op: 'rising', field: 'collisionCount' },
    ],
    conditions: { badNews: [] },
  },
  {
    group: 'apps',
    kind: 'DaemonSet',
    observesGeneration: true,
    fields: [
      { op: 'base', field: 'desiredNumberScheduled', zero: 'written', silent: 1 },
      {
        op: 'relative',
        field: 'currentNumberScheduled',
        to: 'desiredNumberScheduled',
        worst: 'least',
        zero: 'written',
      },
      {
        op: 'relative',
        field: 'numberReady',
        to: 'desiredNumberScheduled',
        worst: 'least',
        zero: 'written',
      },
      {
        op: 'relative',
        field: 'updatedNumberScheduled',
        to: 'desiredNumberScheduled',
        worst: 'least',
        zero: 'omitted',
      },
      {
        op: 'relative',
        field: 'numberAvailable',
        to: 'desiredNumberScheduled',
        worst: 'least',
        zero: 'omitted',
      },
      { op: 'most', field: 'numberUnavailable', zero: 'omitted' },
      { op: 'most', field: 'numberMisscheduled', zero: 'written' },
      { op: 'rising', field: 'collisionCount' },
    ],
    conditions: { badNews: [] },
  },
  {
    group: 'batch',
    kind: 'Job',
    observesGeneration: false,
    nesting: [{ inner: 'ready', outer: 'active', mend: 'inner' }],
    fields: [
      { op: 'most', field: 'active', zero: 'omitted' },
      { op: 'least', field: 'ready', zero: 'reported' },
      { op: 'most', field: 'terminating', zero: 'reported' },
      { op: 'least', field: 'succeeded', zero: 'omitted', keeps: 'unlessResized' },
      { op: 'most', field: 'failed', zero: 'omitted', keeps: 'always' },
    ],
    conditions: { badNews: [] },
    ends: {
      complete: 'Complete',
      succeeding: 'SuccessCriteriaMet',
      failed: 'Failed',
      failing: 'FailureTarget',
      suspended: 'Suspended',
      startTime: 'startTime',
      completionTime: 'completionTime',
      running: ['active', 'ready', 'terminating'],
    },
  },
]
