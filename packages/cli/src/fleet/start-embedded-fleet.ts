import { type Attempt, createSpaceClient, type Environment, loadKubeConfig } from '@downsync/adapter-k8s'
import { type EmbeddedSpace, openSpaceManager, type SpaceManager } from '@downsync/space'
import { startFleet } from './start-fleet.ts'
import type { Fleet, FleetOptions, FleetSpace } from './types.ts'

export type EmbeddedFleetOptions = Omit<FleetOptions, 'spaceOf'> &
  Readonly<{
    /** Where everything lasts; default: nothing lasts. */
    folder?: string
  }>

/** A fleet whose spaces are embedded ones, in this process too. */
export type EmbeddedFleet = Fleet &
  Readonly<{
    /** The API server of a space, with its faults and the requests that it has had; undefined for a space that is none. */
    embedded(name: string): EmbeddedSpace | undefined
  }>

/** Starts a fleet on embedded spaces; with a folder, as it was when it stopped. */
export async function startEmbeddedFleet(options: EmbeddedFleetOptions): Promise<Attempt<EmbeddedFleet>> {
  const { folder, environment } = options
  const manager = await openSpaceManager({ environment, ...(folder !== undefined && { folder }) })
  if (!manager.ok) return manager
  const embedded = new Map<string, EmbeddedSpace>()
  const started = await startFleet({
    ...options,
    async spaceOf(name) {
      const space = await findOrMake(manager.value, name, environment)
      if (space.ok) embedded.set(name, space.value.embedded)
      return space
    },
  })
  if (!started.ok) {
    await manager.value.close()
    return started
  }
  const fleet = started.value
  return {
    ok: true,
    value: {
      ...fleet,
      embedded: (name) => embedded.get(name),
      async idle() {
        // What was written last may not have been told yet.
        for (let before = -1, after = writesIn(embedded); before !== after; ) {
          before = after
          await fleet.idle()
          await environment.sleep(TELLING)
          after = writesIn(embedded)
        }
      },
      async stop() {
        await fleet.stop()
        await manager.value.close()
      },
    },
  }
}

/** Milliseconds in which what is written in this process is told to whoever watches it in this process. */
const TELLING = 50

// Leases apart: they are renewed for ever.
function writesIn(spaces: ReadonlyMap<string, EmbeddedSpace>): number {
  let writes = 0
  for (const space of spaces.values())
    for (const { method, resource } of space.requests())
      if (method !== 'GET' && resource !== 'leases') writes++
  return writes
}

async function findOrMake(
  manager: SpaceManager,
  name: string,
  environment: Environment,
): Promise<Attempt<FleetSpace & Readonly<{ embedded: EmbeddedSpace }>>> {
  const all = await manager.list()
  if (!all.ok) return all
  const known = all.value.find((one) => one.name === name)
  const space =
    known === undefined
      ? await manager.create({ kind: 'embedded', name })
      : { ok: true as const, value: known }
  if (!space.ok) return space
  const { server, kubeconfig, embedded } = space.value
  environment.log({ level: 'debug', message: `space ${name} serves at ${server}` })
  const config = await loadKubeConfig(kubeconfig, { where: `the kubeconfig of ${name}` })
  if (!config.ok) return config
  const address = config.value.getCurrentCluster() ?? { server }
  return {
    ok: true,
    value: {
      name,
      url: server,
      kubeconfig,
      embedded,
      address,
      connect: () => createSpaceClient(config.value),
    },
  }
}
