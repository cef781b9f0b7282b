import {
  evaluate,
  type Json,
  type JsonObject,
  type KubeObject,
  type Settings,
  type Snapshot,
  snapshotOf,
} from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { agent } from '../../generators/agent.ts'
import { itsResources, wdsResources } from '../../generators/vocabulary.ts'
import { written } from '../../generators/writer.ts'

export const settings: Settings = { transport: ocmTransport, limits: { objects: 1 } }
const NAMESPACE = 'shop'
const ROUNDS = 6

/** What is asked of the reports: rows with a filter, and groups with counts. */
const collectors: readonly JsonObject[] = [
  {
    limit: 5,
    filter: 'returned.status.readyReplicas < 3',
    select: [
      { name: 'wec', def: 'inventory.name' },
      { name: 'ready', def: 'returned.status.readyReplicas' },
    ],
  },
  {
    groupBy: [{ name: 'ready', def: 'returned.status.readyReplicas' }],
    combinedFields: [{ name: 'count', type: 'COUNT' }],
  },
]

/** A Deployment in so many WECs, each of which reports a status, and two collectors on it: at rest. */
export function settled(wecs: number, statusOf: (wec: string) => Json): Snapshot {
  const names = Array.from({ length: wecs }, (_, at) => `wec-${at}`)
  const { snapshot } = snapshotOf({
    wdsName: 'wds1',
    now: '2026-01-01T00:00:00Z',
    wds: { resources: wdsResources, objects: workspace() },
    its: { resources: itsResources, objects: names.flatMap(registered) },
  })
  const at = '2026-01-01T00:00:01Z'
  const reports = (_: KubeObject, generation: number, wec: string) => [
    { suffix: '', owner: 'work' as const, status: statusOf(wec), generation, at },
  ]
  let world = snapshot
  for (let round = 0; round < ROUNDS; round++) world = agent(written(evaluate(world, settings)), { reports })
  return world
}

/** The same after its agents did their part with other reports, not yet decided on. */
export function reporting(snapshot: Snapshot, statusOf: (wec: string) => Json): Snapshot {
  const at = '2026-01-01T00:00:02Z'
  return agent(snapshot, {
    reports: (_, generation, wec) => [{ suffix: '', owner: 'work', status: statusOf(wec), generation, at }],
  })
}

function workspace(): readonly KubeObject[] {
  return [
    object('v1', 'Namespace', { name: 'kube-system' }),
    object('v1', 'Namespace', { name: NAMESPACE }),
    object(
      'apps/v1',
      'Deployment',
      { name: 'web', namespace: NAMESPACE, generation: 1 },
      { spec: { replicas: 3 } },
    ),
    ...collectors.map((spec, at) =>
      object('control.kubestellar.io/v1alpha1', 'StatusCollector', { name: `c${at}` }, { spec }),
    ),
    object(
      'control.kubestellar.io/v1alpha1',
      'BindingPolicy',
      { name: 'all' },
      {
        spec: {
          clusterSelectors: [{}],
          downsync: [
            {
              resources: ['deployments'],
              wantMultiWECReportedState: true,
              statusCollectors: collectors.map((_, at) => `c${at}`),
            },
          ],
        },
      },
    ),
  ]
}

/** A WEC in the inventory, and its mailbox. */
function registered(name: string): readonly KubeObject[] {
  const conditions = [{ type: 'ManagedClusterConditionAvailable', status: 'True' }]
  const labels = { region: 'eu' }
  const cluster = ['cluster.open-cluster-management.io/v1', 'ManagedCluster'] as const
  return [
    object(...cluster, { name, labels }, { status: { conditions } }),
    object('v1', 'Namespace', { name }),
  ]
}

function object(apiVersion: string, kind: string, metadata: JsonObject, rest: JsonObject = {}): KubeObject {
  const uid = `uid-${kind}-${String(metadata['name'])}`
  return { apiVersion, kind, metadata: { uid, resourceVersion: '1', ...metadata }, ...rest }
}
