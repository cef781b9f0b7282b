import { createSpaceClient, loadKubeConfig, realEnvironment, type SpaceClient } from '@downsync/adapter-k8s'
import { startFleet } from '@downsync/cli'
import { startControllerManager, startEtcd, startKubeApiserver } from '../real-servers/index.ts'
import { ITS, WDS, WECS } from './change.ts'
import { prepare, type System } from './system.ts'
import { ocmWay } from './way.ts'

/** What every cluster has, and an API server alone has not. */
const CONTROLLERS = [
  'garbagecollector',
  'namespace',
  'serviceaccount',
  'clusterrole-aggregation',
  'pvc-protection',
]

/**
 * A system on real kube-apiservers with the controllers that every cluster has; the workload in WECs is simulated, for there are no nodes.
 * @param assets the folder with the programs
 */
export async function startRealSystem(assets: string): Promise<System> {
  const etcd = await startEtcd(assets)
  const closing: (() => Promise<void>)[] = []
  const clients = new Map<string, SpaceClient>()
  const started = await startFleet({
    environment: realEnvironment,
    wdsName: WDS,
    itsName: ITS,
    transport: ocmWay,
    wecs: WECS.map((name) => ({ name, labels: { region: 'eu' } })),
    async spaceOf(name) {
      const server = await startKubeApiserver({ etcd, name })
      closing.push(server.close)
      const kubeconfig = server.kubeconfig() ?? ''
      const manager = await startControllerManager({ assets, kubeconfig, controllers: CONTROLLERS })
      closing.push(manager.close)
      const config = await loadKubeConfig(kubeconfig, { where: name })
      if (!config.ok) return config
      const client = createSpaceClient(config.value)
      if (!client.ok) return client
      clients.set(name, client.value)
      const address = config.value.getCurrentCluster() ?? { server: server.url }
      return {
        ok: true,
        value: { name, url: server.url, kubeconfig, address, connect: () => createSpaceClient(config.value) },
      }
    },
  })
  if (!started.ok) throw new Error(started.message)
  const fleet = started.value
  const system: System = {
    fleet,
    way: ocmWay,
    client(space) {
      const client = clients.get(space)
      if (client === undefined) throw new Error(`there is no space ${space}`)
      return client
    },
    embedded: () => undefined,
    async stop() {
      await fleet.stop()
      for (const client of clients.values()) client.close()
      for (const close of closing.reverse()) await close()
      await etcd.close()
    },
  }
  await prepare(system)
  return system
}
