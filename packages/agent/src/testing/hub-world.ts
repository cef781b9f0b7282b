import {
  createSpaceClient,
  type Environment,
  failureText,
  installDefinitions,
  type LogEntry,
  loadKubeConfig,
  objectPath,
  realEnvironment,
  type SpaceClient,
} from '@downsync/adapter-k8s'
import { isKubeObject, type Json, type JsonObject, type KubeObject } from '@downsync/core'
import { type EmbeddedSpace, startEmbeddedSpace, type TokenUser } from '@downsync/space'
import { hubDefinitions } from '../definitions/index.ts'
import type { HubResource } from '../hub/names.ts'

/** The real environment with a clock that a test moves; who sleeps wakes when the clock gets there. */
export type TestEnvironment = Environment &
  Readonly<{
    advance(milliseconds: number): void
    logged: readonly LogEntry[]
  }>

export function testEnvironment(): TestEnvironment {
  let offset = 0
  const logged: LogEntry[] = []
  const sleepers = new Set<() => void>()
  const now = (): number => Date.now() + offset
  return {
    random: () => 0,
    now,
    log: (entry) => logged.push(entry),
    logged,
    async sleep(milliseconds, signal) {
      const until = now() + milliseconds
      while (now() < until && signal?.aborted !== true) {
        const moved = new AbortController()
        const wake = (): void => moved.abort()
        sleepers.add(wake)
        signal?.addEventListener('abort', wake, { once: true })
        await realEnvironment.sleep(until - now(), moved.signal)
        signal?.removeEventListener('abort', wake)
        sleepers.delete(wake)
      }
    },
    advance(milliseconds) {
      offset += milliseconds
      for (const wake of sleepers) wake()
    },
  }
}

const MASTER: TokenUser = { name: 'admin', groups: ['system:masters'], token: 'admin-token' }

/** An embedded space, as its master and over HTTP. */
export type TestSpace = Readonly<{
  space: EmbeddedSpace
  client: SpaceClient
  get(resource: HubResource, namespace: string, name: string): Promise<KubeObject | undefined>
  create(resource: HubResource, object: JsonObject, namespace?: string): Promise<KubeObject>
  /** A merge patch. */
  change(
    resource: HubResource,
    namespace: string,
    name: string,
    change: Json,
    sub?: string,
  ): Promise<KubeObject>
  remove(resource: HubResource, namespace: string, name: string): Promise<void>
  /** A client of one of its users. */
  as(user: string): Promise<SpaceClient>
  /** The writes since `forgetRequests`, as `create rolebindings`. */
  writes(): readonly string[]
  close(): Promise<void>
}>

/** A space for an ITS with its definitions. */
export async function startTestIts(users: readonly TokenUser[] = []): Promise<TestSpace> {
  const its = await startTestSpace('its', users)
  const installed = await installDefinitions(its.client, hubDefinitions, realEnvironment)
  if (!installed.ok) throw new Error(installed.message)
  return its
}

export async function startTestSpace(name: string, users: readonly TokenUser[] = []): Promise<TestSpace> {
  const space = await startEmbeddedSpace({ name, users: [MASTER, ...users] })
  const client = await clientBy(space.kubeconfig() ?? '')
  const clients = [client]
  const ask = async (...[request]: Parameters<SpaceClient['request']>): Promise<KubeObject | undefined> => {
    const answer = await client.request(request)
    if (answer.kind === 'noAnswer') throw new Error(answer.message)
    if (answer.code === 404 && request.method === 'GET') return undefined
    if (answer.code >= 300)
      throw new Error(`${request.method} ${request.path}: ${answer.code} ${failureText(answer)}`)
    return isKubeObject(answer.body) ? answer.body : undefined
  }
  const wanted = async (...request: Parameters<SpaceClient['request']>): Promise<KubeObject> => {
    const object = await ask(...request)
    if (object === undefined) throw new Error('there is no object')
    return object
  }
  return {
    space,
    client,
    get: (resource, namespace, objectName) =>
      ask({ method: 'GET', path: objectPath(resource, namespace, objectName) }),
    create: (resource, object, namespace = '') =>
      wanted({
        method: 'POST',
        path: objectPath(resource, namespace, ''),
        body: { apiVersion: apiVersionOf(resource), kind: resource.kind, ...object },
      }),
    change: (resource, namespace, objectName, change, sub = '') =>
      wanted({
        method: 'PATCH',
        path: objectPath(resource, namespace, objectName, sub),
        contentType: 'application/merge-patch+json',
        body: change,
      }),
    async remove(resource, namespace, objectName) {
      await ask({ method: 'DELETE', path: objectPath(resource, namespace, objectName) })
    },
    async as(user) {
      const other = await clientBy(space.kubeconfig(user) ?? '')
      clients.push(other)
      return other
    },
    writes: () =>
      space
        .requests()
        .filter(({ method }) => method !== 'GET')
        .map(({ verb, resource, subresource, code }) =>
          [
            verb,
            subresource === '' ? resource : `${resource}/${subresource}`,
            ...(code < 300 ? [] : [code]),
          ].join(' '),
        ),
    async close() {
      for (const one of clients) one.close()
      await space.close()
    },
  }
}

export async function clientBy(kubeconfig: string): Promise<SpaceClient> {
  const loaded = await loadKubeConfig(kubeconfig, { where: 'test.kubeconfig' })
  if (!loaded.ok) throw new Error(loaded.message)
  const client = createSpaceClient(loaded.value)
  if (!client.ok) throw new Error(client.message)
  return client.value
}

/** Resolves when something has come to be so; a test's own time limit ends the waiting. */
export async function until<T>(
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  for (;;) {
    const seen = await look()
    if (seen !== undefined && seen !== false) return seen
    await realEnvironment.sleep(5)
  }
}

function apiVersionOf({ group, version }: HubResource): string {
  return group === '' ? version : `${group}/${version}`
}
