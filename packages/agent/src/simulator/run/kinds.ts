import type { KubeObject } from '@downsync/core'
import { decideDaemonSet } from '../daemon-set/decide-daemon-set.ts'
import { decideDeployment } from '../deployment/decide-deployment.ts'
import { decideJob, decideJobPod } from '../job/decide-job.ts'
import { decidePod, type StartDelay } from '../pod/decide-pod.ts'
import { decideReplicaSet } from '../replica-set/decide-replica-set.ts'
import type { Decision } from '../shared/decision.ts'
import {
  CLAIMS,
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  NODES,
  PODS,
  REPLICA_SETS,
  REVISIONS,
  type Resource,
  STATEFUL_SETS,
} from '../shared/resources.ts'
import type { World } from '../shared/world.ts'
import { decideStatefulSet } from '../stateful-set/decide-stateful-set.ts'

/** What is made to behave: workload that makes Pods (Deployments with their ReplicaSets), and Pods themselves. */
export type SimulatedKind = 'Deployment' | 'StatefulSet' | 'DaemonSet' | 'Job' | 'Pod'

export const simulatedKinds: readonly SimulatedKind[] = [
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'Job',
  'Pod',
]

/** What decides about the objects of a resource. */
export type Decider = Readonly<{
  resource: Resource
  decide(world: World, object: KubeObject): Decision
}>

type KindParts = Readonly<{
  deciders: readonly Decider[]
  /** What decisions read besides. */
  reads: readonly Resource[]
}>

export function partsOf(kind: SimulatedKind, startDelay: StartDelay): KindParts {
  switch (kind) {
    case 'Deployment':
      return {
        deciders: [
          { resource: DEPLOYMENTS, decide: decideDeployment },
          { resource: REPLICA_SETS, decide: decideReplicaSet },
        ],
        reads: [PODS],
      }
    case 'StatefulSet':
      return {
        deciders: [{ resource: STATEFUL_SETS, decide: decideStatefulSet }],
        reads: [PODS, REVISIONS, CLAIMS],
      }
    case 'DaemonSet':
      return {
        deciders: [{ resource: DAEMON_SETS, decide: decideDaemonSet }],
        reads: [PODS, REVISIONS, NODES],
      }
    case 'Job':
      return {
        deciders: [
          { resource: JOBS, decide: decideJob },
          { resource: PODS, decide: decideJobPod },
        ],
        reads: [],
      }
    case 'Pod':
      return {
        deciders: [{ resource: PODS, decide: (world, pod) => decidePod(world, pod, startDelay) }],
        reads: [],
      }
  }
}
