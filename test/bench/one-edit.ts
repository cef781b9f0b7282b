/**
 * One edit of one object, among 200 objects that go to 10 WECs with one wrapped object each: how many ManifestWorks are written, and
 * how long until the last of the ten is seen. On embedded spaces, and on real API servers where there are any. What KubeStellar needs for
 * the same is 2,009 writes and 12.8 s with its rate limit lifted.
 */
import {
  createSpaceClient,
  type Environment,
  installDefinitions,
  loadKubeConfig,
  realEnvironment,
  resourcePath,
  runControllers,
  type SpaceClient,
  startReflector,
} from '@downsync/adapter-k8s'
import { hubDefinitions } from '@downsync/agent'
import { type JsonObject, listAt, nameOf, namespaceOf, stringAt } from '@downsync/core'
import { controlCrds } from '@downsync/core/crds'
import { startEmbeddedSpace } from '@downsync/space'
import { ocmTransport } from '@downsync/transport-ocm'
import { findAssets, startEtcd, startKubeApiserver } from '../real-servers/index.ts'

const OBJECTS = 200
const WECS = Array.from({ length: 10 }, (_, index) => `wec${index}`)
const EDITS = 30
const NAMESPACE = 'shop'
const works = { group: 'work.open-cluster-management.io', version: 'v1', resource: 'manifestworks' }
const configMaps = { group: '', version: 'v1', resource: 'configmaps' }
const policies = { group: 'control.kubestellar.io', version: 'v1alpha1', resource: 'bindingpolicies' }
const clusters = { group: 'cluster.open-cluster-management.io', version: 'v1', resource: 'managedclusters' }
const environment: Environment = realEnvironment

type Bench = Readonly<{ name: string; wds: string; its: string; stop(): Promise<void> }>

await measure(await embedded())
const assets = await findAssets()
if ('folder' in assets) await measure(await real(assets.folder))
else print(`real API servers: NOT RUN: ${assets.why}`)

async function embedded(): Promise<Bench> {
  const [wds, its] = await Promise.all([
    startEmbeddedSpace({ name: 'wds1' }),
    startEmbeddedSpace({ name: 'its1' }),
  ])
  const stop = async () => void (await Promise.all([wds.close(), its.close()]))
  return { name: 'embedded spaces', wds: wds.kubeconfig() ?? '', its: its.kubeconfig() ?? '', stop }
}

async function real(folder: string): Promise<Bench> {
  const etcd = await startEtcd(folder)
  const [wds, its] = await Promise.all([
    startKubeApiserver({ etcd, name: 'wds1' }),
    startKubeApiserver({ etcd, name: 'its1' }),
  ])
  const stop = async () => {
    await Promise.all([wds.close(), its.close()])
    await etcd.close()
  }
  return { name: 'real kube-apiservers', wds: wds.kubeconfig() ?? '', its: its.kubeconfig() ?? '', stop }
}

async function measure(bench: Bench): Promise<void> {
  const [wds, its] = [await connect(bench.wds), await connect(bench.its)]
  const counted = counting(its)
  const countedWds = counting(wds)
  await must(installDefinitions(wds, controlCrds(), environment))
  await must(installDefinitions(its, hubDefinitions, environment))
  await create(wds, its)
  const run = () =>
    runControllers({
      wds: countedWds.client,
      its: counted.client,
      wdsName: 'wds1',
      environment,
      settings: { transport: ocmTransport, limits: { objects: 1 } },
    })
  const written = new Map<string, number>()
  const seen = new Map<string, string>()
  const watcher = startReflector({
    client: its,
    target: { ...works, kind: 'ManifestWork', namespaced: true },
    environment,
    onEvents(events) {
      for (const event of events) {
        if (event.kind !== 'put') continue
        const [content] = listAt(event.object, 'spec', 'workload', 'manifests')
        const key = `${namespaceOf(event.object)} ${stringAt(content, 'metadata', 'name') ?? nameOf(event.object)}`
        written.set(key, performance.now())
        seen.set(key, stringAt(content, 'data', 'value') ?? '')
      }
    },
  })
  const started = performance.now()
  let controllers = run()
  await until(() => seen.size === OBJECTS * WECS.length)
  const all = performance.now() - started
  await controllers.idle()
  const first = counted.writes() + countedWds.writes()
  print(`${bench.name}:`)
  print(
    `  ${OBJECTS} objects × ${WECS.length} WECs delivered in ${(all / 1000).toFixed(1)} s, ${first} writes`,
  )

  const latencies: number[] = []
  let [worksWritten, others] = [0, 0]
  for (let edit = 0; edit < EDITS; edit++) {
    counted.forget()
    countedWds.forget()
    const name = `item-${(edit * 7) % OBJECTS}`
    const value = `edit-${edit}`
    const since = performance.now()
    await send(wds, 'PATCH', resourcePath(configMaps, NAMESPACE, name), { data: { value } })
    await until(() => WECS.every((wec) => seen.get(`${wec} ${name}`) === value))
    latencies.push(Math.max(...WECS.map((wec) => written.get(`${wec} ${name}`) ?? 0)) - since)
    await controllers.idle()
    worksWritten += counted.writes()
    others += countedWds.writes()
  }
  latencies.sort((a, b) => a - b)
  const at = (share: number) =>
    `${(latencies[Math.floor(share * (latencies.length - 1))] ?? 0).toFixed(0)} ms`
  print(
    `  an edit of one object, n=${EDITS}: ${worksWritten / EDITS} ManifestWork writes, ${others / EDITS} writes in the WDS; ` +
      `to the last of ${WECS.length}: p50 ${at(0.5)}, p90 ${at(0.9)}, most ${at(1)}`,
  )
  await controllers.stop()
  counted.forget()
  countedWds.forget()
  controllers = run()
  await controllers.ready
  await controllers.idle()
  print(`  restart: ${counted.writes() + countedWds.writes()} writes`)
  counted.forget()
  countedWds.forget()
  await new Promise((resolve) => setTimeout(resolve, 5000))
  print(
    `  at rest, 5 s: ${counted.writes() + countedWds.writes()} writes, ${counted.requests() + countedWds.requests()} requests`,
  )
  await controllers.stop()
  watcher.stop()
  for (const client of [wds, its]) client.close()
  await bench.stop()
}

async function create(wds: SpaceClient, its: SpaceClient): Promise<void> {
  const namespaces = { group: '', version: 'v1', resource: 'namespaces' }
  for (const wec of WECS) {
    await send(its, 'POST', resourcePath(namespaces), {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: wec },
    })
    await send(its, 'POST', resourcePath(clusters), {
      apiVersion: 'cluster.open-cluster-management.io/v1',
      kind: 'ManagedCluster',
      metadata: { name: wec, labels: { tier: 'prod' } },
      spec: { hubAcceptsClient: true },
    })
  }
  await send(wds, 'POST', resourcePath(namespaces), {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: NAMESPACE },
  })
  for (let index = 0; index < OBJECTS; index++)
    await send(wds, 'POST', resourcePath(configMaps, NAMESPACE), {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `item-${index}`, labels: { app: 'shop' } },
      data: { value: 'first' },
    })
  await send(wds, 'POST', resourcePath(policies), {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name: 'shop' },
    spec: {
      clusterSelectors: [{ matchLabels: { tier: 'prod' } }],
      downsync: [{ resources: ['configmaps'], objectSelectors: [{ matchLabels: { app: 'shop' } }] }],
    },
  })
}

async function connect(kubeconfig: string): Promise<SpaceClient> {
  const config = await loadKubeConfig(kubeconfig, { where: 'the bench' })
  if (!config.ok) throw new Error(config.message)
  const client = createSpaceClient(config.value)
  if (!client.ok) throw new Error(client.message)
  return client.value
}

function counting(client: SpaceClient) {
  let [writes, requests] = [0, 0]
  const counted: SpaceClient = {
    server: client.server,
    request(request, signal) {
      requests++
      if (request.method !== 'GET') writes++
      return client.request(request, signal)
    },
    watch(...args) {
      requests++
      return client.watch(...args)
    },
    close: () => undefined,
  }
  return {
    client: counted,
    writes: () => writes,
    requests: () => requests,
    forget() {
      writes = 0
      requests = 0
    },
  }
}

async function send(
  client: SpaceClient,
  method: 'POST' | 'PATCH',
  path: string,
  body: JsonObject,
): Promise<void> {
  const answer = await client.request({
    method,
    path,
    body,
    ...(method === 'PATCH' && { contentType: 'application/merge-patch+json' }),
  })
  if (answer.kind !== 'answer' || answer.code >= 300)
    throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
}

async function must(installing: ReturnType<typeof installDefinitions>): Promise<void> {
  const installed = await installing
  if (!installed.ok) throw new Error(installed.message)
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 5))
}

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}
