import { createSpaceClient, loadKubeConfig, type SpaceClient } from '@downsync/adapter-k8s'
import {
  isKubeObject,
  isObject,
  type Json,
  type KubeObject,
  memberOf,
  nameOf,
  namespaceOf,
  stringAt,
} from '@downsync/core'
import { createMemoryStore, type EmbeddedSpace, type ObjectStore, startEmbeddedSpace } from '@downsync/space'
import { runWorkloadSimulator, type SimulatorOptions, type WorkloadSimulator } from '../simulator/index.ts'
import { type TestEnvironment, testEnvironment } from './hub-world.ts'

/** An embedded space with its simulator, and a user of it. */
export type SimulatedSpace = Readonly<{
  space: EmbeddedSpace
  /** The space's own, where changes are seen as they happen. */
  store: ObjectStore
  environment: TestEnvironment
  client: SpaceClient
  simulator(): WorkloadSimulator
  /** Sends one request and expects it to be done. */
  send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET', path: string, body?: Json): Promise<KubeObject>
  /** All objects of a kind, by name. */
  list(kind: string): readonly KubeObject[]
  /** The object of a kind in namespace `default`. */
  get(kind: string, name: string): KubeObject
  /** The requests so far that are to change something. */
  writes(): number
  /** Resolves when nothing moves any more. */
  settled(): Promise<void>
  restart(options?: Partial<SimulatorOptions>): Promise<void>
  close(): Promise<void>
}>

export async function startSimulatedSpace(options: Partial<SimulatorOptions> = {}): Promise<SimulatedSpace> {
  const environment = testEnvironment()
  const store = createMemoryStore()
  const space = await startEmbeddedSpace({ name: 'wec1', store, world: { now: environment.now } })
  const config = await loadKubeConfig(space.kubeconfig() ?? '', { where: 'the kubeconfig of the space' })
  if (!config.ok) throw new Error(config.message)
  const made = createSpaceClient(config.value)
  if (!made.ok) throw new Error(made.message)
  const client = made.value
  const run = (more: Partial<SimulatorOptions> = {}) =>
    runWorkloadSimulator({ wec: client, environment, ...options, ...more })
  let simulator = run()
  const list = (kind: string) =>
    space
      .objects()
      .filter((object) => object.kind === kind)
      .sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1))
  const versions = () =>
    JSON.stringify(space.objects().map((object) => memberOf(object.metadata, 'resourceVersion') ?? null))

  async function send(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'GET', path: string, body?: Json) {
    const answer = await client.request({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
    })
    if (answer.kind !== 'answer' || answer.code >= 300)
      throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
    if (isObject(answer.body) && stringAt(answer.body, 'kind') === 'Status')
      return { apiVersion: 'v1', kind: 'Status', metadata: {} }
    if (!isKubeObject(answer.body)) throw new Error(`${method} ${path}: no object`)
    return answer.body
  }

  return {
    space,
    store,
    environment,
    client,
    simulator: () => simulator,
    send,
    list,
    get(kind, name) {
      const found = list(kind).find((object) => nameOf(object) === name && namespaceOf(object) === 'default')
      if (found === undefined) throw new Error(`there is no ${kind} ${name}`)
      return found
    },
    writes: () => space.requests().filter(({ method }) => method !== 'GET').length,
    async settled() {
      // A change may still be on its way to the simulator: quiet is what stays so over some exchanges with the server.
      for (let quiet = 0; quiet < 5; ) {
        const before = versions()
        await space.settled()
        await simulator.idle()
        await client.request({ method: 'GET', path: '/readyz' })
        quiet = versions() === before ? quiet + 1 : 0
      }
    },
    async restart(more) {
      await simulator.stop()
      simulator = run(more)
    },
    async close() {
      await simulator.stop()
      client.close()
      await space.close()
    },
  }
}
