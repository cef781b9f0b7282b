import { createSpaceClient, loadKubeConfig, realEnvironment, type SpaceClient } from '@downsync/adapter-k8s'
import { startEmbeddedFleet } from '@downsync/cli'
import { ITS, WDS, WECS } from './change.ts'
import { prepare, type System } from './system.ts'
import { ocmWay, type Way } from './way.ts'

/** A system on embedded spaces, prepared. */
export async function startEmbeddedSystem(way: Way = ocmWay): Promise<System> {
  const started = await startEmbeddedFleet({
    environment: realEnvironment,
    wdsName: WDS,
    itsName: ITS,
    transport: way,
    wecs: WECS.map((name) => ({ name, labels: { region: 'eu' } })),
  })
  if (!started.ok) throw new Error(started.message)
  const fleet = started.value
  const clients = new Map<string, SpaceClient>()
  for (const { name, kubeconfig } of [fleet.wds, fleet.its, ...fleet.wecs()]) {
    const config = await loadKubeConfig(kubeconfig, { where: name })
    if (!config.ok) throw new Error(config.message)
    const client = createSpaceClient(config.value)
    if (!client.ok) throw new Error(client.message)
    clients.set(name, client.value)
  }
  const system: System = {
    fleet,
    way,
    client(space) {
      const client = clients.get(space)
      if (client === undefined) throw new Error(`there is no space ${space}`)
      return client
    },
    embedded: (space) => fleet.embedded(space),
    async stop() {
      for (const client of clients.values()) client.close()
      await fleet.stop()
    },
  }
  await prepare(system)
  return system
}
