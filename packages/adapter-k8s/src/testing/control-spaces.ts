import { type JsonObject, type KubeObject, nameOf, names } from '@downsync/core'
import { controlCrds } from '@downsync/core/crds'
import { createMemoryStore, type EmbeddedSpace, startEmbeddedSpace } from '@downsync/space'
import { failureText } from '../client/failure.ts'
import type { ApiRequest, SpaceClient } from '../client/types.ts'
import { itsDefinitions } from './its-definitions.ts'
import { clientOf } from './test-client.ts'

/** An embedded space, and its master, who sets the scene of a test. */
export type TestSpace = Readonly<{
  /** The server as it runs now. */
  readonly space: EmbeddedSpace
  down(): Promise<void>
  /** The server is there again, with all that it held, under the same address. */
  up(): Promise<void>
  client: SpaceClient
  /** Sends what must go well; returns the body. */
  send(request: ApiRequest): Promise<JsonObject>
  /** Changes an object by a merge patch. */
  merge(path: string, body: JsonObject): Promise<JsonObject>
  /** The writes that controllers have sent, as `verb resource`, since `space.forgetRequests`. */
  writes(): readonly string[]
}>

/** A WDS and an ITS, with their definitions served. */
export type ControlSpaces = Readonly<{ wds: TestSpace; its: TestSpace; close(): Promise<void> }>

export const PATHS = {
  definitions: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions',
  namespaces: '/api/v1/namespaces',
  policies: '/apis/control.kubestellar.io/v1alpha1/bindingpolicies',
  bindings: '/apis/control.kubestellar.io/v1alpha1/bindings',
  managedClusters: '/apis/cluster.open-cluster-management.io/v1/managedclusters',
  works: '/apis/work.open-cluster-management.io/v1/manifestworks',
}

/** The path of the ConfigMaps of a Namespace. */
export function configMapsIn(namespace: string): string {
  return `${PATHS.namespaces}/${namespace}/configmaps`
}

export async function startControlSpaces(): Promise<ControlSpaces> {
  const [wds, its] = await Promise.all([startTestSpace('wds'), startTestSpace('its')])
  for (const crd of controlCrds()) {
    const owner = nameOf(crd).startsWith('workstatuses.') ? its : wds
    await owner.send({ method: 'POST', path: PATHS.definitions, body: crd })
  }
  for (const crd of itsDefinitions) await its.send({ method: 'POST', path: PATHS.definitions, body: crd })
  await its.send({ method: 'POST', path: PATHS.namespaces, body: namespace(names.PROPERTIES_NAMESPACE) })
  await Promise.all([wds.space.settled(), its.space.settled()])
  return {
    wds,
    its,
    async close() {
      for (const { client } of [wds, its]) client.close()
      await Promise.all([wds.space.close(), its.space.close()])
    },
  }
}

const users = [
  { name: 'author', groups: ['system:masters'], token: 'of-the-author' },
  { name: 'controller', groups: ['system:masters'], token: 'of-the-controller' },
  { name: 'other', groups: ['system:masters'], token: 'of-the-other' },
  // May do what the roles of a test say.
  { name: 'limited', groups: ['limited'], token: 'of-the-limited' },
]

async function startTestSpace(name: string): Promise<TestSpace> {
  const store = createMemoryStore()
  let space = await startEmbeddedSpace({ name, store, users })
  const client = await clientOf(space, 'author')
  const send: TestSpace['send'] = async (request) => {
    const answer = await client.request(request)
    if (answer.kind === 'noAnswer' || answer.code >= 300)
      throw new Error(`${request.method} ${request.path}: ${failureText(answer)}`)
    // Everything that a server answers well with is an object.
    return answer.body as JsonObject
  }
  return {
    get space() {
      return space
    },
    down: () => space.close(),
    async up() {
      space = await startEmbeddedSpace({ name, store, users, port: Number(new URL(space.url).port) })
    },
    client,
    send,
    merge(path, body) {
      const contentType = 'application/merge-patch+json'
      return send({ method: 'PATCH', path, contentType, body })
    },
    writes: () =>
      space
        .requests()
        .filter(({ user, verb }) => user !== 'author' && !['get', 'list', 'watch'].includes(verb))
        .map(({ verb, resource, subresource }) =>
          [verb, subresource === '' ? resource : `${resource}/${subresource}`].join(' '),
        ),
  }
}

/** A WEC: its ManagedCluster and its mailbox. */
export async function addWec(its: TestSpace, name: string, labels: JsonObject = {}): Promise<void> {
  await its.send({
    method: 'POST',
    path: PATHS.managedClusters,
    body: {
      apiVersion: 'cluster.open-cluster-management.io/v1',
      kind: 'ManagedCluster',
      metadata: { name, labels },
    },
  })
  await its.send({ method: 'POST', path: PATHS.namespaces, body: namespace(name) })
}

/** Makes what a test starts from: Namespace `shop`, ConfigMaps labelled `app: web`, WECs labelled `site: edge`, policy `p`. */
export async function setScene(
  { wds, its }: ControlSpaces,
  { objects, wecs }: Readonly<{ objects: readonly string[]; wecs: readonly string[] }>,
): Promise<void> {
  for (const wec of wecs) await addWec(its, wec, { site: 'edge' })
  await wds.send({ method: 'POST', path: PATHS.namespaces, body: namespace('shop') })
  for (const name of objects)
    await wds.send({ method: 'POST', path: configMapsIn('shop'), body: configMap(name, 'web') })
  await wds.send({ method: 'POST', path: PATHS.policies, body: policy('p', 'web', 'edge') })
}

export function namespace(name: string): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
}

/** A policy that sends ConfigMaps with this label `app` to every WEC with that label `site`. */
export function policy(name: string, app: string, site: string): KubeObject {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name },
    spec: {
      clusterSelectors: [{ matchLabels: { site } }],
      downsync: [{ resources: ['configmaps'], objectSelectors: [{ matchLabels: { app } }] }],
    },
  }
}

export function configMap(name: string, app: string, data: JsonObject = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, labels: { app } }, data }
}
