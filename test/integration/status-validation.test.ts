import {
  type ApiRequest,
  createSpaceClient,
  loadKubeConfig,
  resourcePath,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { isKubeObject, isObject, type Json, type JsonObject, type KubeObject, memberOf } from '@downsync/core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aggregate } from '../../packages/core/src/aggregate/index.ts'
import { caseArbitrary, kinds } from '../law/members.arbitrary.ts'
import {
  type Etcd,
  type KubeApiserver,
  lookForAssets,
  startEtcd,
  startKubeApiserver,
} from '../real-servers/index.ts'

const NAMESPACE = 'default'
const CASES = 40
const SEED = 20_260_101

let etcd: Etcd
let server: KubeApiserver
let client: SpaceClient
let made = 0

beforeAll(async () => {
  const assets = lookForAssets()
  if (!('folder' in assets)) throw new Error(assets.why)
  etcd = await startEtcd(assets.folder)
  const users = [{ name: 'admin', groups: ['system:masters'], token: 'secret' }]
  server = await startKubeApiserver({ etcd, name: 'wds', users })
  const loaded = await loadKubeConfig(server.kubeconfig() ?? '', { where: 'real.kubeconfig' })
  if (!loaded.ok) throw new Error(loaded.message)
  const created = createSpaceClient(loaded.value)
  if (!created.ok) throw new Error(created.message)
  client = created.value
})
afterAll(async () => {
  client.close()
  await server.close()
  await etcd.close()
})

/** What a server asks of an object of a kind besides what the cases have. */
const template = (restartPolicy: string): JsonObject => ({
  metadata: { labels: { app: 'web' } },
  spec: { restartPolicy, containers: [{ name: 'web', image: 'web' }] },
})
const selector = { matchLabels: { app: 'web' } }
const required: Readonly<Record<string, JsonObject>> = {
  Deployment: { selector, template: template('Always') },
  ReplicaSet: { selector, template: template('Always') },
  StatefulSet: { selector, template: template('Always'), serviceName: 'web' },
  DaemonSet: { selector, template: template('Always') },
  Job: { template: template('Never') },
}

/** Kinds whose rules are others (AGG-8): a spec, and statuses that WECs report. */
const otherKinds: readonly Readonly<{
  apiVersion: string
  kind: string
  resource: string
  spec: JsonObject
  statuses: readonly JsonObject[]
}>[] = [
  {
    apiVersion: 'v1',
    kind: 'Pod',
    resource: 'pods',
    spec: { containers: [{ name: 'web', image: 'web' }] },
    statuses: ['Pending', 'Running', 'Succeeded', 'Failed'].map((phase) => ({
      phase,
      conditions: [
        {
          type: 'Ready',
          status: phase === 'Running' ? 'True' : 'False',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
      podIP: '10.0.0.1',
      podIPs: [{ ip: '10.0.0.1' }],
      startTime: '2026-01-01T00:00:00Z',
      containerStatuses: [
        {
          name: 'web',
          image: 'web',
          imageID: '',
          ready: phase === 'Running',
          restartCount: 1,
          state: { waiting: {} },
        },
      ],
    })),
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    resource: 'persistentvolumeclaims',
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '2Gi' } } },
    statuses: [
      { phase: 'Pending' },
      { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' } },
      { phase: 'Bound', accessModes: ['ReadWriteOnce'], capacity: { storage: '1Gi' } },
      { phase: 'Lost' },
    ],
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    resource: 'services',
    spec: { type: 'LoadBalancer', ports: [{ port: 80 }] },
    statuses: [
      {},
      { loadBalancer: {} },
      { loadBalancer: { ingress: [{ ip: '192.0.2.1', ipMode: 'VIP' }] } },
      { loadBalancer: { ingress: [{ hostname: 'b.example.com' }] } },
    ],
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    resource: 'ingresses',
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
    statuses: [
      {},
      { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
      { loadBalancer: { ingress: [{ hostname: 'b.example.com', ports: [{ port: 80, protocol: 'TCP' }] }] } },
    ],
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    resource: 'horizontalpodautoscalers',
    spec: { maxReplicas: 9, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
    statuses: [2, 3].flatMap((desiredReplicas) =>
      ['True', 'False'].map((status) => ({
        currentReplicas: 2,
        desiredReplicas,
        observedGeneration: 1,
        lastScaleTime: '2026-01-01T00:00:00Z',
        currentMetrics: [
          {
            type: 'Resource',
            resource: { name: 'cpu', current: { averageUtilization: 50, averageValue: '50m' } },
          },
        ],
        conditions: [
          {
            type: 'AbleToScale',
            status,
            reason: 'Ready',
            message: 'm',
            lastTransitionTime: '2026-01-01T00:00:00Z',
          },
        ],
      })),
    ),
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    resource: 'poddisruptionbudgets',
    spec: { minAvailable: 1, selector },
    statuses: [0, 1, 2].map((disruptionsAllowed) => ({
      currentHealthy: disruptionsAllowed + 1,
      desiredHealthy: 1,
      disruptionsAllowed,
      expectedPods: 3,
      observedGeneration: 1,
      conditions: [
        {
          type: 'DisruptionAllowed',
          status: disruptionsAllowed > 0 ? 'True' : 'False',
          reason: 'SufficientPods',
          message: '',
          lastTransitionTime: '2026-01-01T00:00:00Z',
        },
      ],
    })),
  },
  {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    resource: 'cronjobs',
    spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: template('Never') } } },
    statuses: [
      {},
      {
        lastScheduleTime: '2026-01-01T03:00:00Z',
        active: [{ kind: 'Job', name: 'web-1', namespace: 'default' }],
      },
      { lastScheduleTime: '2026-01-02T03:00:00Z', lastSuccessfulTime: '2026-01-02T03:01:00Z' },
    ],
  },
]

describe('aggregates at a real kube-apiserver', () => {
  it.each(kinds)('AGG-2 are taken as they are, whatever stood there: %s', async (kind) => {
    const cases = fc.sample(caseArbitrary(kind), { numRuns: CASES, seed: SEED })
    let stood = 0
    for (const { object, states, earlier } of cases) {
      const { apiVersion } = object
      const spec = { ...(memberOf(object, 'spec') as JsonObject), ...required[kind] }
      const members = states.map((state, at) => ({ wec: `wec-${at}`, ...state }))
      stood += await judged({ apiVersion, kind, resource: `${kind.toLowerCase()}s`, spec }, members, earlier)
    }
    expect(stood).toBeGreaterThan(CASES / 8)
  })

  it.each(otherKinds)('AGG-2, AGG-8 are taken as they are, whatever stood there: $kind', async (type) => {
    const one = fc.constantFrom(...type.statuses)
    const state = fc.record({
      status: fc.oneof({ weight: 5, arbitrary: one }, fc.constant(undefined)),
      current: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, fc.constant(false)),
    })
    const cases = fc.tuple(
      fc.array(state, { minLength: 2, maxLength: 4 }),
      fc.option(one, { nil: undefined }),
    )
    let stood = 0
    for (const [states, earlier] of fc.sample(cases, { numRuns: CASES / 2, seed: SEED }))
      stood += await judged(
        type,
        states.map((own, at) => ({ wec: `wec-${at}`, ...own })),
        earlier,
      )
    expect(stood).toBeGreaterThan(CASES / 8)
  })
})

type Made = Readonly<{ apiVersion: string; kind: string; resource: string; spec: JsonObject }>

/** Writes an aggregate over what stands, and sees that it stands; 1 where something stood there before. */
async function judged(
  { apiVersion, kind, resource, spec }: Made,
  members: Parameters<typeof aggregate>[1],
  earlier: JsonObject | undefined,
): Promise<number> {
  const [group = '', version = ''] = apiVersion.includes('/') ? apiVersion.split('/') : ['', apiVersion]
  const name = `web-${made++}`
  const path = resourcePath({ group, version, resource }, NAMESPACE)
  const metadata = { name, namespace: NAMESPACE }
  const created = await send('POST', path, { apiVersion, kind, metadata, spec })
  expect([created.code, created.body], kind).toEqual([201, expect.anything()])
  let standing = objectIn(created.body)
  if (earlier !== undefined) {
    const put = await send('PUT', `${path}/${name}/status`, { ...standing, status: earlier })
    if (put.code === 200) standing = objectIn(put.body)
  }
  const before = memberOf(standing, 'status')
  const { status } = aggregate(standing, members, before)
  const answer = await send('PUT', `${path}/${name}/status`, { ...standing, status })
  expect(
    [answer.code, messageOf(answer.body)],
    JSON.stringify([before ?? null, members, status], plain),
  ).toEqual([200, ''])
  // It rests: what is made of what stands now is no other.
  const stands = objectIn(answer.body)
  const again = aggregate(stands, members, memberOf(stands, 'status')).status
  const second = await send('PUT', `${path}/${name}/status`, { ...stands, status: again })
  expect(memberOf(second.body, 'status')).toEqual(memberOf(stands, 'status'))
  return isObject(before) && Object.keys(before).length > 0 ? 1 : 0
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value
}

function messageOf(body: Json): string {
  return memberOf(body, 'kind') === 'Status' ? String(memberOf(body, 'message')) : ''
}

function objectIn(body: Json): KubeObject {
  if (!isKubeObject(body)) throw new Error('the server has answered with no object')
  return body
}

async function send(
  method: ApiRequest['method'],
  path: string,
  body: JsonObject,
): Promise<Readonly<{ code: number; body: Json }>> {
  const answer = await client.request({ method, path, body })
  if (answer.kind !== 'answer') throw new Error(`${method} ${path}: no answer`)
  return { code: answer.code, body: answer.body ?? null }
}
