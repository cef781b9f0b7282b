import { isKubeObject, isList, isObject, type Json, type KubeObject, parseJson } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daemonSet, deployment, job, statefulSet, template } from '../../testing/workload.ts'
import { decideDaemonSet } from '../daemon-set/decide-daemon-set.ts'
import { decideDeployment } from '../deployment/decide-deployment.ts'
import { decideJob, decideJobPod } from '../job/decide-job.ts'
import { decidePod } from '../pod/decide-pod.ts'
import { decideReplicaSet } from '../replica-set/decide-replica-set.ts'
import {
  DAEMON_SETS,
  DEPLOYMENTS,
  JOBS,
  NODES,
  PODS,
  REPLICA_SETS,
  REVISIONS,
  STATEFUL_SETS,
} from '../shared/resources.ts'
import { decideStatefulSet } from '../stateful-set/decide-stateful-set.ts'
import { createObjectIndex } from './object-index.ts'

function read(text: string): Json {
  const parsed = parseJson(text)
  return parsed.ok ? parsed.value : null
}

function next<T>(stream: Iterator<T>): T | undefined {
  const { value, done } = stream.next() as IteratorResult<T, undefined>
  return done ? undefined : value
}

const nasty = (): fc.Arbitrary<Json> =>
  fc.oneof(
    fc.jsonValue().map((value) => read(JSON.stringify(value))),
    fc.constantFrom<Json>(null, -1, 2 ** 53, 10n ** 30n, 0.5, '', 'True', '25%', '999999999999%', [], {}, [
      null,
    ]),
    fc.constant(read('{"__proto__": {"toString": 1}, "constructor": "x"}')),
  )

/** The value with some members, wherever they are, replaced by anything. */
function spoilt(value: Json, pick: () => number, replacement: () => Json): Json {
  if (pick() === 0) return replacement()
  if (isList(value)) return value.map((item) => spoilt(item, pick, replacement))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, spoilt(member, pick, replacement)]),
  )
}

const owner = (kind: string) => ({
  apiVersion: 'apps/v1',
  kind,
  name: 'web',
  uid: `uid-${kind}`,
  controller: true,
})
const whole = (object: Json, uid: string, more: Json = {}): Json => {
  const metadata = isObject(object) && isObject(object['metadata']) ? object['metadata'] : {}
  const rest = isObject(more) ? more : {}
  const labels = { app: 'web' }
  const creationTimestamp = '2026-01-01T00:00:00Z'
  return {
    ...(isObject(object) ? object : {}),
    metadata: { ...metadata, uid, labels, creationTimestamp, generation: 2, resourceVersion: '5', ...rest },
    status: {
      replicas: 3,
      phase: 'Running',
      conditions: [
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', lastUpdateTime: 'x' },
      ],
      containerStatuses: [
        { name: 'main', restartCount: 1, state: { running: { startedAt: creationTimestamp } } },
      ],
      completedIndexes: '0-2',
      uncountedTerminatedPods: { succeeded: ['a'], failed: ['b'] },
    },
  }
}

const templates: readonly Json[] = [
  whole(deployment(), 'uid-Deployment'),
  whole({ ...deployment(), kind: 'ReplicaSet' }, 'uid-ReplicaSet', {
    ownerReferences: [owner('Deployment')],
  }),
  whole(statefulSet(), 'uid-StatefulSet'),
  whole(daemonSet(), 'uid-DaemonSet'),
  whole(job({ completions: 3, completionMode: 'Indexed' }), 'uid-Job'),
  whole(
    {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'a' },
      spec: { taints: [{ key: 'a', effect: 'NoExecute' }] },
    },
    'uid-Node',
  ),
  ...['ReplicaSet', 'StatefulSet', 'DaemonSet', 'Job'].map((kind, at) =>
    whole(
      { ...template(), apiVersion: 'v1', kind: 'Pod', metadata: { name: `web-${at}` } },
      `uid-pod-${kind}`,
      {
        ownerReferences: [owner(kind)],
        finalizers: ['batch.kubernetes.io/job-tracking'],
        annotations: { 'batch.kubernetes.io/job-completion-index': '1' },
      },
    ),
  ),
  whole(
    {
      apiVersion: 'apps/v1',
      kind: 'ControllerRevision',
      metadata: { name: 'web-1' },
      data: { spec: { template: template() } },
      revision: 1,
    },
    'uid-revision',
    { ownerReferences: [owner('StatefulSet')] },
  ),
]
const resources = [DEPLOYMENTS, REPLICA_SETS, STATEFUL_SETS, DAEMON_SETS, JOBS, NODES, PODS, REVISIONS]

describe('decisions about workload', () => {
  it('P-3 come of whatever stands in a space', () => {
    const seen = new Set<string>()
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(40)), fc.infiniteStream(nasty()), (picks, values) => {
        const pick = (): number => next(picks) ?? 1
        const replacement = (): Json => next(values) ?? null
        const objects = templates
          .map((object) => spoilt(object, pick, replacement))
          .filter((object): object is KubeObject => isKubeObject(object) && isObject(object['metadata']))
        const index = createObjectIndex()
        for (const object of objects) {
          const resource = resources.find(({ kind }) => kind === object.kind)
          if (resource !== undefined) index.put(resource, object, 0)
        }
        const world = index.world(Date.UTC(2026, 1, 1), { verb: 'create', message: 'no' })
        for (const object of objects)
          for (const decide of [
            decideDeployment,
            decideReplicaSet,
            decideStatefulSet,
            decideDaemonSet,
            decideJob,
            decideJobPod,
          ])
            for (const { verb, resource } of decide(world, object).writes)
              seen.add(`${verb} ${resource.kind}`)
        for (const pod of index.all(PODS)) decidePod(world, pod, () => 0)
      }),
      { numRuns: 300 },
    )
    // They do decide something.
    expect([...seen]).toEqual(expect.arrayContaining(['create Pod', 'update Pod', 'updateStatus Job']))
  })
})
