import type { KindTable, Test } from '../kind-table.ts'

const isAlways: Test = { is: 'spec', path: ['spec', 'restartPolicy'], words: ['Always'] }
const isReady: Test = { is: 'noCondition', type: 'Ready', status: 'True' }
const isRunning: Test = { is: 'word', field: 'phase', words: ['Running'] }
const isStuck: Test = { is: 'waiting', starts: ['Err'], ends: ['Error', 'BackOff'] }
const isLooping: Test = { is: 'waiting', starts: [], ends: ['CrashLoopBackOff'] }
const isUnschedulable: Test = {
  is: 'condition',
  type: 'PodScheduled',
  status: 'False',
  reasons: ['Unschedulable'],
}
const isPending: Test = { is: 'word', field: 'phase', words: ['Pending'] }
const hasFailed: Test = { is: 'word', field: 'phase', words: ['Failed'] }
const phases = ['Pending', 'Running', 'Succeeded', 'Failed']

/** Kinds with a known health that are no workloads of their own (AGG-8). */
export const otherTables: readonly KindTable[] = [
  {
    group: '',
    kind: 'Pod',
    observesGeneration: false,
    fields: [],
    // AGG-1: by Argo CD's rules from Unknown to Healthy; where kstatus sees it otherwise, its own words are added: to it a failed Pod is
    // done, and one that cannot be scheduled has failed.
    worstWec: {
      signs: [
        [{ is: 'otherWord', field: 'phase', words: phases }],
        [isAlways, isLooping, isRunning, isReady],
        [isAlways, isStuck],
        [hasFailed],
        [isAlways, isRunning, isReady, { is: 'died' }],
        [isPending, isUnschedulable],
        [{ is: 'behind' }],
        [isPending],
        [isRunning, isReady],
        [isRunning],
      ],
      also: [
        { type: 'Stalled', sign: [isPending, isUnschedulable] },
        { type: 'Stalled', sign: [isRunning, isLooping, isReady] },
        { type: 'Reconciling', sign: [isPending] },
        { type: 'Reconciling', sign: [isRunning, isReady] },
      ],
    },
  },
  {
    group: 'autoscaling',
    kind: 'HorizontalPodAutoscaler',
    observesGeneration: false,
    fields: [],
    // AGG-1: Argo CD takes the first condition that says anything, so conditions of several WECs cannot be put into one list.
    worstWec: {
      signs: [
        [{ is: 'condition', type: 'AbleToScale', reasons: ['FailedGetScale', 'FailedUpdateScale'] }],
        [
          { is: 'noCondition', type: 'AbleToScale', status: 'True' },
          {
            is: 'condition',
            type: 'ScalingActive',
            reasons: [
              'FailedGetResourceMetric',
              'FailedGetObjectMetric',
              'FailedGetPodsMetric',
              'FailedGetExternalMetric',
              'FailedComputeMetricsReplicas',
              'InvalidSelector',
            ],
          },
        ],
        [{ is: 'behind' }],
        [
          { is: 'noCondition', type: 'AbleToScale', status: 'True' },
          { is: 'noCondition', type: 'ScalingLimited', status: 'True' },
        ],
        [{ is: 'condition', type: 'ScalingActive', status: 'False' }],
      ],
      also: [],
    },
  },
  {
    group: '',
    kind: 'PersistentVolumeClaim',
    observesGeneration: false,
    fields: [
      { op: 'worst', field: 'phase', order: ['Bound', 'Pending', 'Lost'] },
      { op: 'alike', field: 'accessModes' },
      { op: 'alike', field: 'capacity' },
    ],
    conditions: { badNews: ['Resizing', 'FileSystemResizePending'] },
  },
  {
    group: '',
    kind: 'Service',
    observesGeneration: false,
    fields: [{ op: 'united', field: 'loadBalancer.ingress' }],
    conditions: { badNews: [] },
  },
  {
    group: 'networking.k8s.io',
    kind: 'Ingress',
    observesGeneration: false,
    fields: [{ op: 'united', field: 'loadBalancer.ingress' }],
  },
  {
    group: 'policy',
    kind: 'PodDisruptionBudget',
    observesGeneration: true,
    fields: [
      { op: 'least', field: 'disruptionsAllowed', zero: 'written' },
      { op: 'base', field: 'desiredHealthy', zero: 'written' },
      { op: 'relative', field: 'currentHealthy', to: 'desiredHealthy', worst: 'least', zero: 'written' },
      { op: 'most', field: 'expectedPods', zero: 'written' },
    ],
    conditions: {
      badNews: [],
      reasons: { DisruptionAllowed: { decisive: [], fair: ['InsufficientPods'] } },
    },
  },
  {
    group: 'batch',
    kind: 'CronJob',
    observesGeneration: false,
    fields: [
      { op: 'gathered', field: 'active' },
      { op: 'earliest', field: 'lastScheduleTime' },
      { op: 'earliest', field: 'lastSuccessfulTime' },
    ],
  },
]
