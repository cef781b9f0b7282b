import {
  type ApiRequest,
  createSpaceClient,
  loadKubeConfig,
  realEnvironment,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { startEmbeddedFleet, yamlText } from '@downsync/cli'
import {
  isKubeObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  objectOf,
  withMember,
} from '@downsync/core'
import { admit, configMapTransport, isMarked, runConfigMapAgent } from './index.ts'
import { isRecord } from './transport/record.ts'

/** What a user has: a Deployment, and a policy that sends it to every WEC of a region and wants its state back. */
const workload: readonly (readonly [path: string, object: KubeObject])[] = [
  ['/api/v1/namespaces/shop', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }],
  [
    '/apis/apps/v1/namespaces/shop/deployments/web',
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'shop' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: { containers: [{ name: 'main', image: 'example.com/web:1' }] },
        },
      },
    },
  ],
  [
    '/apis/control.kubestellar.io/v1alpha1/bindingpolicies/web',
    {
      apiVersion: 'control.kubestellar.io/v1alpha1',
      kind: 'BindingPolicy',
      metadata: { name: 'web' },
      spec: {
        clusterSelectors: [{ matchLabels: { region: 'eu' } }],
        downsync: [
          { objectNames: ['shop'], resources: ['namespaces'] },
          { namespaces: ['shop'], resources: ['deployments'], wantSingletonReportedState: true },
        ],
      },
    },
  ],
]

/** What is where in the end: what travelled, and what came of it. */
export type Seen = Readonly<{
  /** The ConfigMaps of the mailbox that are wrapped objects, and those that are records. */
  wrapped: readonly KubeObject[]
  records: readonly KubeObject[]
  /** The Deployment in the WEC, and in the WDS. */
  there: KubeObject
  here: KubeObject
  isOwned: boolean
}>

/** Starts a system on embedded spaces with this transport, lets it deliver one Deployment, and looks at both ends. */
export async function deliverOne(): Promise<Seen> {
  const started = await startEmbeddedFleet({
    environment: realEnvironment,
    wdsName: 'wds1',
    itsName: 'its1',
    wecs: [{ name: 'berlin', labels: { region: 'eu' } }],
    transport: { transport: configMapTransport, admit, receive: runConfigMapAgent },
  })
  if (!started.ok) throw new Error(started.message)
  const fleet = started.value
  const [wec] = fleet.wecs()
  const clients = await Promise.all(
    [fleet.wds, fleet.its, ...(wec ? [wec] : [])].map(({ name, kubeconfig }) => clientOf(name, kubeconfig)),
  )
  const [wds, its, berlin] = clients
  if (wds === undefined || its === undefined || berlin === undefined) throw new Error('there are no spaces')
  try {
    for (const [path, object] of workload) await apply(wds, path, object)
    const [, [deployment = '']] = [workload[0], workload[1] ?? []]
    // Until the state has come back, which is the last thing to happen.
    for (;;) {
      await fleet.idle()
      const here = await get(wds, deployment)
      if (memberOf(memberOf(here, 'status'), 'readyReplicas') === 2) {
        const configMaps = await list(its, '/api/v1/namespaces/berlin/configmaps')
        const there = await get(berlin, deployment)
        return {
          wrapped: configMaps.filter((one) => configMapTransport.deliveryOf(one).length > 0),
          records: configMaps.filter(isRecord),
          there,
          here,
          isOwned: isMarked(there),
        }
      }
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  } finally {
    for (const client of clients) client.close()
    await fleet.stop()
  }
}

/** ConfigMaps as the README shows them: without what differs from run to run. */
export function shown(objects: readonly KubeObject[]): string {
  return objects
    .map(({ apiVersion, kind, metadata, ...rest }) => {
      const kept = ['name', 'namespace', 'labels']
      const meta = objectOf(Object.entries(metadata).filter(([key]) => kept.includes(key)))
      return yamlText({ apiVersion, kind, metadata: meta, data: memberOf(rest, 'data') ?? {} })
    })
    .join('---\n')
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/g, '2026-01-01T00:00:00Z')
    .replace(/record-[0-9a-f]{32}/g, 'record-5a0c…')
}

async function clientOf(name: string, kubeconfig: string): Promise<SpaceClient> {
  const config = await loadKubeConfig(kubeconfig, { where: name })
  if (!config.ok) throw new Error(config.message)
  const client = createSpaceClient(config.value)
  if (!client.ok) throw new Error(client.message)
  return client.value
}

async function ask(client: SpaceClient, request: ApiRequest) {
  const answer = await client.request(request)
  if (answer.kind === 'noAnswer' || answer.code >= 300)
    throw new Error(`${request.method} ${request.path}: ${JSON.stringify(answer)}`)
  return answer.body
}

async function apply(client: SpaceClient, path: string, body: KubeObject): Promise<void> {
  const contentType = 'application/apply-patch+yaml'
  await ask(client, { method: 'PATCH', path, query: { fieldManager: 'user' }, contentType, body })
}

async function get(client: SpaceClient, path: string): Promise<KubeObject> {
  const object = await ask(client, { method: 'GET', path })
  if (!isKubeObject(object)) throw new Error(`${path} is no object`)
  return object
}

async function list(client: SpaceClient, path: string): Promise<readonly KubeObject[]> {
  const head = { apiVersion: 'v1', kind: 'ConfigMap' }
  return listAt(await ask(client, { method: 'GET', path }), 'items')
    .map((item) =>
      withMember({ ...head, metadata: memberOf(item, 'metadata') ?? {} }, 'data', memberOf(item, 'data')),
    )
    .filter(isKubeObject)
    .sort((a, b) => (namespaceOf(a) + nameOf(a) < namespaceOf(b) + nameOf(b) ? -1 : 1))
}
