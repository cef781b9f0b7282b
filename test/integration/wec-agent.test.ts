import {
  type ApiRequest,
  createSpaceClient,
  installDefinitions,
  loadKubeConfig,
  realEnvironment,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { hubDefinitions, runWecAgent, type WecAgent, wecDefinitions } from '@downsync/agent'
import { type Json, type JsonObject, listAt, memberOf, stringAt, valueAt } from '@downsync/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ControllerManager,
  type Etcd,
  type KubeApiserver,
  lookForAssets,
  startControllerManager,
  startEtcd,
  startKubeApiserver,
} from '../real-servers/index.ts'

const WEC = 'wec1'
const WORKS = `/apis/work.open-cluster-management.io/v1/namespaces/${WEC}/manifestworks`
const RECORDS = `/apis/control.kubestellar.io/v1alpha1/namespaces/${WEC}/workstatuses`
const SHOP = '/api/v1/namespaces/shop'

let etcd: Etcd
let servers: readonly KubeApiserver[] = []
let manager: ControllerManager
let its: SpaceClient
let wec: SpaceClient
let agent: WecAgent | undefined

beforeAll(async () => {
  const assets = lookForAssets()
  if (!('folder' in assets)) throw new Error(assets.why)
  etcd = await startEtcd(assets.folder)
  const users = [{ name: 'admin', groups: ['system:masters'], token: 'secret' }]
  servers = await Promise.all(['its', 'wec'].map((name) => startKubeApiserver({ etcd, name, users })))
  const clients = await Promise.all(servers.map((server) => clientOf(server)))
  const [first, second] = clients
  if (first === undefined || second === undefined) throw new Error('there are two servers')
  its = first
  wec = second
  manager = await startControllerManager({
    assets: assets.folder,
    kubeconfig: servers[1]?.kubeconfig() ?? '',
    controllers: [
      'namespace-controller',
      'garbage-collector-controller',
      'deployment-controller',
      'replicaset-controller',
      'job-controller',
      'serviceaccount-controller',
      'persistentvolumeclaim-protection-controller',
    ],
  })
  const installed = [
    await installDefinitions(its, hubDefinitions, realEnvironment),
    await installDefinitions(wec, wecDefinitions, realEnvironment),
  ]
  for (const one of installed) if (!one.ok) throw new Error(one.message)
  await send(its, 'POST', '/api/v1/namespaces', namespaceOf(WEC))
})
afterAll(async () => {
  await agent?.stop()
  await manager.close()
  for (const server of servers) await server.close()
  await etcd.close()
})

async function clientOf(server: KubeApiserver): Promise<SpaceClient> {
  const loaded = await loadKubeConfig(server.kubeconfig() ?? '', { where: 'real.kubeconfig' })
  if (!loaded.ok) throw new Error(loaded.message)
  const client = createSpaceClient(loaded.value)
  if (!client.ok) throw new Error(client.message)
  return client.value
}

async function send(
  client: SpaceClient,
  method: ApiRequest['method'],
  path: string,
  body?: Json,
): Promise<Json | undefined> {
  const contentType = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json'
  const answer = await client.request({ method, path, contentType, ...(body === undefined ? {} : { body }) })
  if (answer.kind === 'noAnswer') throw new Error(answer.message)
  if (answer.code === 404) return undefined
  if (answer.code >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

async function until<T>(look: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    await realEnvironment.sleep(20)
  }
}

async function start(): Promise<WecAgent> {
  agent = runWecAgent({ its, wec, wecName: WEC, hubUrl: its.server, environment: realEnvironment })
  await agent.ready
  return agent
}

async function untilApplied(name: string): Promise<Json> {
  return until(async () => {
    const work = await send(its, 'GET', `${WORKS}/${name}`)
    const applied = listAt(work, 'status', 'conditions').find((one) => stringAt(one, 'type') === 'Applied')
    const isOf = memberOf(applied, 'observedGeneration') === valueAt(work, 'metadata', 'generation')
    return isOf && stringAt(applied, 'status') === 'True' && work
  })
}

function namespaceOf(name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

function inShop(apiVersion: string, kind: string, name: string, more: JsonObject): JsonObject {
  return { apiVersion, kind, metadata: { name, namespace: 'shop' }, ...more }
}

const template = (app: string, more: JsonObject = {}): JsonObject => ({
  metadata: { labels: { app } },
  spec: { containers: [{ name: 'c', image: 'registry.example/c', ...more }] },
})

const deployment = (replicas: number, more: JsonObject = {}): JsonObject =>
  inShop('apps/v1', 'Deployment', 'web', {
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: template('web', {
        resources: { requests: { cpu: '1000m', memory: '1024Mi' } },
        env: [{ name: 'A', value: '' }],
      }),
      ...more,
    },
  })

const job = (parallelism: number): JsonObject =>
  inShop('batch/v1', 'Job', 'job', {
    spec: {
      parallelism,
      template: {
        spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'registry.example/c' }] },
      },
    },
  })

const definition: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    names: { plural: 'widgets', kind: 'Widget' },
    scope: 'Cluster',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: { spec: { type: 'object', properties: { size: { type: 'integer', default: 3 } } } },
          },
        },
      },
    ],
  },
}

const manifests = (replicas: number, more: JsonObject = {}): readonly JsonObject[] => [
  namespaceOf('shop'),
  inShop('v1', 'ConfigMap', 'map', { data: { k: 'v' } }),
  inShop('v1', 'Secret', 'secret', { stringData: { k: 'v' } }),
  inShop('v1', 'ServiceAccount', 'sa', {}),
  inShop('v1', 'Service', 'web', {
    spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
  }),
  deployment(replicas, more),
  inShop('apps/v1', 'StatefulSet', 'db', {
    spec: {
      serviceName: 'db',
      selector: { matchLabels: { app: 'db' } },
      template: template('db'),
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
        },
      ],
    },
  }),
  inShop('apps/v1', 'DaemonSet', 'ds', {
    spec: { selector: { matchLabels: { app: 'ds' } }, template: template('ds') },
  }),
  inShop('batch/v1', 'CronJob', 'cron', {
    spec: {
      schedule: '@hourly',
      jobTemplate: {
        spec: { template: { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } } },
      },
    },
  }),
  inShop('autoscaling/v2', 'HorizontalPodAutoscaler', 'hpa', {
    spec: { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  }),
  inShop('networking.k8s.io/v1', 'Ingress', 'ing', {
    spec: { defaultBackend: { service: { name: 'web', port: { number: 80 } } } },
  }),
  inShop('networking.k8s.io/v1', 'NetworkPolicy', 'np', { spec: { podSelector: {}, ingress: [{}] } }),
  inShop('policy/v1', 'PodDisruptionBudget', 'pdb', {
    spec: { minAvailable: 1, selector: { matchLabels: { app: 'web' } } },
  }),
  inShop('rbac.authorization.k8s.io/v1', 'Role', 'role', {
    rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
  }),
  inShop('rbac.authorization.k8s.io/v1', 'RoleBinding', 'role', {
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'role' },
    subjects: [
      { kind: 'ServiceAccount', name: 'sa', namespace: 'shop' },
      { kind: 'User', name: 'u' },
    ],
  }),
  inShop('v1', 'PersistentVolumeClaim', 'pvc', {
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1024Mi' } } },
  }),
  inShop('v1', 'LimitRange', 'lr', { spec: { limits: [{ type: 'Container', default: { cpu: '100m' } }] } }),
  inShop('v1', 'ResourceQuota', 'rq', { spec: { hard: { pods: '10' } } }),
  { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', metadata: { name: 'pc' }, value: 5 },
  {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    metadata: { name: 'sc' },
    provisioner: 'example.com/x',
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name: 'hook' },
    webhooks: [
      {
        name: 'hook.example.com',
        clientConfig: { url: 'https://example.invalid/' },
        sideEffects: 'None',
        admissionReviewVersions: ['v1'],
        failurePolicy: 'Ignore',
        rules: [
          {
            apiGroups: ['example.com'],
            apiVersions: ['v1'],
            resources: ['nothings'],
            operations: ['CREATE'],
          },
        ],
      },
    ],
  },
  job(1),
  definition,
  { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'x' }, spec: { unknown: 1 } },
]

const work = (list: readonly Json[]): JsonObject => ({
  apiVersion: 'work.open-cluster-management.io/v1',
  kind: 'ManifestWork',
  metadata: { name: 'w', namespace: WEC, labels: { 'transport.kubestellar.io/originWdsName': 'wds1' } },
  spec: {
    workload: { manifests: list },
    manifestConfigs: [
      {
        resourceIdentifier: { group: 'batch', resource: 'jobs', namespace: 'shop', name: '*' },
        updateStrategy: { type: 'ServerSideApply', serverSideApply: { force: true } },
      },
      {
        resourceIdentifier: { group: '', resource: 'persistentvolumeclaims', namespace: 'shop', name: '*' },
        updateStrategy: { type: 'ServerSideApply', serverSideApply: { force: true } },
      },
    ],
  },
})

const paths: readonly string[] = [
  SHOP,
  `${SHOP}/configmaps/map`,
  `${SHOP}/secrets/secret`,
  `${SHOP}/serviceaccounts/sa`,
  `${SHOP}/services/web`,
  `${SHOP}/persistentvolumeclaims/pvc`,
  `${SHOP}/limitranges/lr`,
  `${SHOP}/resourcequotas/rq`,
  '/apis/apps/v1/namespaces/shop/deployments/web',
  '/apis/apps/v1/namespaces/shop/statefulsets/db',
  '/apis/apps/v1/namespaces/shop/daemonsets/ds',
  '/apis/batch/v1/namespaces/shop/cronjobs/cron',
  '/apis/batch/v1/namespaces/shop/jobs/job',
  '/apis/autoscaling/v2/namespaces/shop/horizontalpodautoscalers/hpa',
  '/apis/networking.k8s.io/v1/namespaces/shop/ingresses/ing',
  '/apis/networking.k8s.io/v1/namespaces/shop/networkpolicies/np',
  '/apis/policy/v1/namespaces/shop/poddisruptionbudgets/pdb',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/roles/role',
  '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings/role',
  '/apis/scheduling.k8s.io/v1/priorityclasses/pc',
  '/apis/storage.k8s.io/v1/storageclasses/sc',
  '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/hook',
  '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/widgets.example.com',
  '/apis/example.com/v1/widgets/x',
]

/** Who wrote what last, of everything that the work is about: what tells a write of the agent from one of a controller. */
async function writesOfAgent(): Promise<readonly string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      const object = await send(wec, 'GET', path)
      const own = listAt(object, 'metadata', 'managedFields').filter(
        (entry) => stringAt(entry, 'manager') === 'work-agent',
      )
      return own.map((entry) => `${path} ${stringAt(entry, 'operation')} ${stringAt(entry, 'time')}`)
    }),
  )
  return found.flat()
}

describe('AGT-2 the agent on real API servers', () => {
  it('AGT-2 every kind is applied and reported', async () => {
    await start()
    await send(its, 'POST', WORKS, work(manifests(1)))
    const said = await untilApplied('w')
    const entries = listAt(said, 'status', 'resourceStatus', 'manifests')
    expect(entries).toHaveLength(manifests(1).length)
    for (const path of paths) expect(await send(wec, 'GET', path), path).toBeDefined()
    const record = await until(async () => {
      const records = listAt(await send(its, 'GET', RECORDS), 'items')
      const web = records.find((one) => stringAt(one, 'spec', 'sourceRef', 'kind') === 'Deployment')
      return valueAt(web, 'status', 'observedGeneration') === 1 && web
    })
    expect(valueAt(record, 'metadata', 'annotations', 'downsync/generation')).toBe('1')
  })

  it('AGT-2 a restart writes nothing, with all that the server has filled in', async () => {
    await agent?.idle()
    await agent?.stop()
    const before = await writesOfAgent()
    const version = valueAt(await send(its, 'GET', `${WORKS}/w`), 'metadata', 'resourceVersion')
    // Times are in seconds.
    await realEnvironment.sleep(1100)
    const next = await start()
    await next.idle()
    expect(await writesOfAgent()).toEqual(before)
    expect(valueAt(await send(its, 'GET', `${WORKS}/w`), 'metadata', 'resourceVersion')).toBe(version)
  })

  it('AGT-2 an edit in the WDS reaches its object alone, a field that leaves the manifest leaves it', async () => {
    const before = await writesOfAgent()
    await realEnvironment.sleep(1100)
    const edit = (list: readonly Json[]) =>
      send(its, 'PATCH', `${WORKS}/w`, { spec: { workload: { manifests: list } } })
    await edit(manifests(2, { minReadySeconds: 7 }))
    await untilApplied('w')
    const path = '/apis/apps/v1/namespaces/shop/deployments/web'
    expect(valueAt(await send(wec, 'GET', path), 'spec', 'minReadySeconds')).toBe(7)
    await edit(manifests(2))
    await untilApplied('w')
    expect(valueAt(await send(wec, 'GET', path), 'spec', 'minReadySeconds')).toBeUndefined()
    const isOther = (write: string) => !write.startsWith(path)
    expect((await writesOfAgent()).filter(isOther)).toEqual(before.filter(isOther))
  })

  it('AGT-2 what is edited or deleted in the WEC is put back', async () => {
    const path = '/apis/apps/v1/namespaces/shop/deployments/web'
    await send(wec, 'PATCH', path, { spec: { replicas: 9 } })
    await until(async () => valueAt(await send(wec, 'GET', path), 'spec', 'replicas') === 2)
    await send(wec, 'PATCH', `${SHOP}/services/web`, { spec: { ports: [{ port: 81, targetPort: 8080 }] } })
    await until(async () => {
      const [port] = listAt(await send(wec, 'GET', `${SHOP}/services/web`), 'spec', 'ports')
      return memberOf(port, 'port') === 80
    })
    await send(wec, 'DELETE', `${SHOP}/configmaps/map`)
    const map = await until(() => send(wec, 'GET', `${SHOP}/configmaps/map`))
    expect(memberOf(map, 'data')).toEqual({ k: 'v' })
  })

  it('WRP-13 a Job changes by server-side apply', async () => {
    const path = '/apis/batch/v1/namespaces/shop/jobs/job'
    const others = manifests(2).filter((one) => memberOf(one, 'kind') !== 'Job')
    await send(its, 'PATCH', `${WORKS}/w`, { spec: { workload: { manifests: [...others, job(2)] } } })
    await untilApplied('w')
    expect(valueAt(await send(wec, 'GET', path), 'spec', 'parallelism')).toBe(2)
  })

  it('AGT-2 the work is deleted, and everything with it', async () => {
    await send(its, 'DELETE', `${WORKS}/w`)
    await until(async () => (await send(its, 'GET', `${WORKS}/w`)) === undefined)
    for (const path of paths) expect(await send(wec, 'GET', path), path).toBeUndefined()
    expect(listAt(await send(its, 'GET', RECORDS), 'items')).toEqual([])
  })
})
