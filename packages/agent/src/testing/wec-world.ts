import { type ApiRequest, installDefinitions, realEnvironment, type SpaceClient } from '@downsync/adapter-k8s'
import {
  isKubeObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  stringAt,
} from '@downsync/core'
import { type EmbeddedSpace, type SpaceOptions, startEmbeddedSpace, type TokenUser } from '@downsync/space'
import { hubDefinitions, wecDefinitions } from '../definitions/index.ts'
import { runWecAgent, type WecAgent, type WecAgentOptions } from '../wec/index.ts'
import { clientBy, type TestEnvironment, testEnvironment, until } from './hub-world.ts'

/** A space, seen by its master over HTTP; paths are whole, as `/api/v1/namespaces/default/configmaps/a`. */
export type Side = Readonly<{
  space: EmbeddedSpace
  client: SpaceClient
  get(path: string): Promise<KubeObject | undefined>
  list(path: string): Promise<readonly Json[]>
  post(path: string, body: JsonObject): Promise<KubeObject>
  merge(path: string, patch: JsonObject): Promise<KubeObject>
  remove(path: string): Promise<void>
  /** What was written since it was asked last, by anybody but the master: `create configmaps a`. */
  writes(): readonly string[]
  close(): Promise<void>
}>

/** The user as whom the agent comes, so that its requests are told from the test's. */
const AGENT: TokenUser = { name: 'agent', groups: ['system:masters'], token: 'agent-token' }
const MASTER: TokenUser = { name: 'admin', groups: ['system:masters'], token: 'admin-token' }

export const WEC = 'wec1'
export const WORKS = `/apis/work.open-cluster-management.io/v1/namespaces/${WEC}/manifestworks`
export const RECORDS = `/apis/control.kubestellar.io/v1alpha1/namespaces/${WEC}/workstatuses`
export const APPLIED_WORKS = '/apis/work.open-cluster-management.io/v1/appliedmanifestworks'
export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
export const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments'

/** An ITS with the mailbox of one WEC, that WEC, and its agent, which can be started more than once. */
export type WecWorld = Readonly<{
  its: Side
  wec: Side
  environment: TestEnvironment
  start(options?: Partial<WecAgentOptions>): Promise<WecAgent>
  /** Stops whatever agents run, and the spaces. */
  close(): Promise<void>
}>

export async function startWecWorld(wecUsers: readonly TokenUser[] = []): Promise<WecWorld> {
  const [its, wec] = await Promise.all([
    startSide('its', { users: [MASTER, AGENT] }),
    startSide('wec', { users: [MASTER, AGENT, ...wecUsers] }),
  ])
  await Promise.all([install(its, hubDefinitions), install(wec, wecDefinitions)])
  await its.post('/api/v1/namespaces', namespace(WEC))
  const environment = testEnvironment()
  const agents: WecAgent[] = []
  const clients: SpaceClient[] = []
  return {
    its,
    wec,
    environment,
    async start(options = {}) {
      const [toIts, toWec] = await Promise.all(
        [its, wec].map(({ space }) => clientBy(space.kubeconfig(AGENT.name) ?? '')),
      )
      if (toIts === undefined || toWec === undefined) throw new Error('there are two spaces')
      clients.push(toIts, toWec)
      const own = { its: toIts, wec: toWec, wecName: WEC, hubUrl: 'https://hub:6443', environment }
      const agent = runWecAgent({ ...own, ...options })
      agents.push(agent)
      await agent.ready
      return agent
    },
    async close() {
      for (const agent of agents) await agent.stop()
      for (const client of clients) client.close()
      await its.close()
      await wec.close()
    },
  }
}

async function install(side: Side, definitions: readonly KubeObject[]): Promise<void> {
  const installed = await installDefinitions(side.client, definitions, realEnvironment)
  if (!installed.ok) throw new Error(installed.message)
}

async function startSide(name: string, options: Partial<SpaceOptions>): Promise<Side> {
  const space = await startEmbeddedSpace({ name, ...options })
  const client = await clientBy(space.kubeconfig() ?? '')
  async function ask(request: ApiRequest): Promise<Json> {
    const answer = await client.request(request)
    if (answer.kind === 'noAnswer') throw new Error(answer.message)
    if (answer.code === 404 && request.method !== 'POST' && request.method !== 'PATCH') return null
    if (answer.code >= 300)
      throw new Error(`${request.method} ${request.path}: ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  async function object(request: ApiRequest): Promise<KubeObject> {
    const body = await ask(request)
    if (!isKubeObject(body)) throw new Error(`${request.path}: no object`)
    return body
  }
  return {
    space,
    client,
    async get(path) {
      const body = await ask({ method: 'GET', path })
      return isKubeObject(body) ? body : undefined
    },
    async list(path) {
      return listAt(await ask({ method: 'GET', path }), 'items')
    },
    post: (path, body) => object({ method: 'POST', path, body }),
    merge: (path, patch) =>
      object({ method: 'PATCH', path, contentType: 'application/merge-patch+json', body: patch }),
    async remove(path) {
      await ask({ method: 'DELETE', path })
    },
    writes() {
      const writes = space
        .requests()
        .filter(({ method, user }) => method !== 'GET' && user !== MASTER.name)
        .map(({ verb, resource, subresource, name: objectName, code }) =>
          [
            verb,
            subresource === '' ? resource : `${resource}/${subresource}`,
            ...(objectName === '' ? [] : [objectName]),
            ...(code < 300 ? [] : [code]),
          ].join(' '),
        )
      space.forgetRequests()
      return writes
    },
    async close() {
      client.close()
      await space.close()
    },
  }
}

export function namespace(name: string): JsonObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

export function configMap(name: string, data: JsonObject = { k: 'v' }, more: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default', ...more }, data }
}

export function deployment(name: string, spec: JsonObject = {}): JsonObject {
  const labels = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default' },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      ...spec,
    },
  }
}

/** A ManifestWork as this project's transport labels it, so that its objects are reported. */
export function work(name: string, manifests: readonly Json[], spec: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name, namespace: WEC, labels: { 'transport.kubestellar.io/originWdsName': 'wds1' } },
    spec: { workload: { manifests }, ...spec },
  }
}

export { until }

/** An environment in which time stands still until a test moves it. */
export function stillEnvironment(): TestEnvironment {
  let time = Date.UTC(2026, 0, 2, 3, 4, 5)
  const logged: TestEnvironment['logged'][number][] = []
  const sleepers = new Set<() => void>()
  return {
    random: () => 0,
    now: () => time,
    log: (entry) => logged.push(entry),
    logged,
    sleep: (milliseconds, signal) =>
      new Promise((resolve) => {
        const until = time + milliseconds
        const wake = (): void => {
          if (time < until && signal?.aborted !== true) return
          sleepers.delete(wake)
          resolve()
        }
        sleepers.add(wake)
        signal?.addEventListener('abort', wake, { once: true })
        wake()
      }),
    advance(milliseconds) {
      time += milliseconds
      // Who wakes is struck off, which a set allows.
      for (const wake of sleepers) wake()
    },
  }
}

/** The condition of a work, of one of its manifests, of anything with `conditions`. */
export function conditionIn(object: Json | undefined, type: string): Json | undefined {
  const conditions = [...listAt(object, 'status', 'conditions'), ...listAt(object, 'conditions')]
  return conditions.find((condition) => stringAt(condition, 'type') === type)
}

/** What a work says of the manifest at this index. */
export function manifestConditionOf(said: Json | undefined, ordinal: number, type: string): Json | undefined {
  return conditionIn(listAt(said, 'status', 'resourceStatus', 'manifests')[ordinal], type)
}

/** Resolves when a work says that it is applied at this generation. */
export function untilApplied(world: WecWorld, name: string, generation = 1): Promise<KubeObject> {
  return until(async () => {
    const found = await world.its.get(`${WORKS}/${name}`)
    const applied = conditionIn(found, 'Applied')
    const isSo =
      stringAt(applied, 'status') === 'True' && memberOf(applied, 'observedGeneration') === generation
    return isSo && found
  })
}

/** The AppliedManifestWork of a work. */
export async function appliedWork(world: WecWorld, name: string): Promise<KubeObject | undefined> {
  const all = (await world.wec.list(APPLIED_WORKS)).filter(isKubeObject)
  return all.find((one) => stringAt(one, 'spec', 'manifestWorkName') === name)
}
