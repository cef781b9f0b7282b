import { createSpaceClient, loadKubeConfig, realEnvironment, type SpaceClient } from '@downsync/adapter-k8s'
import { runWorkloadSimulator, type SimulatedKind } from '@downsync/agent'
import { isKubeObject, isObject, type Json, type KubeObject, listAt, stringAt } from '@downsync/core'
import { startEmbeddedSpace } from '@downsync/space'
import {
  lookForAssets,
  startControllerManager,
  startEtcd,
  startKubeApiserver,
} from '../../real-servers/index.ts'

/** A space in which workload behaves, and its user. */
export type Stage = Readonly<{
  client: SpaceClient
  /** Sends one request; throws unless it is done. */
  send(method: Method, path: string, body?: Json): Promise<Json>
  /** All objects of these kinds in namespace `default`, and the cluster's. */
  objects(): Promise<readonly KubeObject[]>
  close(): Promise<void>
}>

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** What is made to move, and what comes of it. */
export const paths = {
  Deployment: '/apis/apps/v1/namespaces/default/deployments',
  ReplicaSet: '/apis/apps/v1/namespaces/default/replicasets',
  StatefulSet: '/apis/apps/v1/namespaces/default/statefulsets',
  DaemonSet: '/apis/apps/v1/namespaces/default/daemonsets',
  ControllerRevision: '/apis/apps/v1/namespaces/default/controllerrevisions',
  Job: '/apis/batch/v1/namespaces/default/jobs',
  PersistentVolumeClaim: '/api/v1/namespaces/default/persistentvolumeclaims',
  Pod: '/api/v1/namespaces/default/pods',
} as const
export const NODES = '/api/v1/nodes'

/** Whose behaviour is the measure; Pods are the simulator's here, too, for there is no node. */
const controllers = [
  'deployment-controller',
  'replicaset-controller',
  'statefulset-controller',
  'daemonset-controller',
  'job-controller',
  'ttl-after-finished-controller',
  'garbage-collector-controller',
  'namespace-controller',
]

/** A real API server and kube-controller-manager, with the Pod part of the simulator alone. */
export async function startRealStage(): Promise<Stage> {
  const assets = lookForAssets()
  if (!('folder' in assets)) throw new Error(assets.why)
  const etcd = await startEtcd(assets.folder)
  const server = await startKubeApiserver({ etcd, name: 'wec' })
  const kubeconfig = server.kubeconfig() ?? ''
  const manager = await startControllerManager({
    assets: assets.folder,
    kubeconfig,
    controllers,
    flags: ['--kube-api-qps=1000', '--kube-api-burst=1000'],
  })
  return stageOf(kubeconfig, ['Pod'], async () => {
    await manager.close()
    await server.close()
    await etcd.close()
  })
}

/** An embedded space with the whole simulator. */
export async function startEmbeddedStage(): Promise<Stage> {
  const space = await startEmbeddedSpace({ name: 'wec' })
  return stageOf(space.kubeconfig() ?? '', undefined, () => space.close())
}

async function stageOf(
  kubeconfig: string,
  kinds: readonly SimulatedKind[] | undefined,
  close: () => Promise<void>,
): Promise<Stage> {
  const config = await loadKubeConfig(kubeconfig, { where: 'the kubeconfig of the stage' })
  const made = config.ok ? createSpaceClient(config.value) : config
  if (!made.ok) throw new Error(made.message)
  const client = made.value
  const environment = realEnvironment
  const simulator = runWorkloadSimulator({ wec: client, environment, ...(kinds && { kinds }) })

  async function send(method: Method, path: string, body?: Json): Promise<Json> {
    const answer = await client.request({
      method,
      path,
      ...(body === undefined ? {} : { body }),
      ...(method === 'PATCH' ? { contentType: 'application/merge-patch+json' } : {}),
    })
    if (answer.kind === 'answer' && answer.code < 300) return answer.body
    throw new Error(`${method} ${path}: ${JSON.stringify(answer)}`)
  }

  return {
    client,
    send,
    async objects() {
      const lists = await Promise.all(
        Object.entries(paths).map(async ([kind, path]) => {
          const list = await send('GET', path)
          const apiVersion = stringAt(list, 'apiVersion') ?? ''
          return listAt(list, 'items').map((item) => (isObject(item) ? { ...item, apiVersion, kind } : item))
        }),
      )
      return lists.flat().filter(isKubeObject)
    },
    async close() {
      await simulator.stop()
      client.close()
      await close()
    },
  }
}
