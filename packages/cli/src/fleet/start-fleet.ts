import { type Attempt, installDefinitions, runControllers, type SpaceClient } from '@downsync/adapter-k8s'
import { runHub, runWorkloadSimulator, wecDefinitions } from '@downsync/agent'
import type { KubeObject } from '@downsync/core'
import { itsDefinitions, wdsDefinitions } from './definitions.ts'
import { joinWec, runAgent } from './join-wec.ts'
import { ocm } from './ocm.ts'
import { createPart, type Part } from './part.ts'
import type { Fleet, FleetOptions, FleetSpace, FleetWec } from './types.ts'

type Open = Readonly<{ space: FleetSpace; client: SpaceClient }>

/**
 * Starts everything that the system consists of.
 * @returns the fleet; or what could not be had: then nothing of it runs
 */
export async function startFleet(options: FleetOptions): Promise<Attempt<Fleet>> {
  const { environment, wdsName, itsName, limits, controllers, transport: travel = ocm } = options
  const clients: SpaceClient[] = []
  const open = async (name: string, definitions: readonly KubeObject[]): Promise<Attempt<Open>> => {
    const space = await options.spaceOf(name)
    if (!space.ok) return space
    const client = space.value.connect()
    if (!client.ok) return client
    clients.push(client.value)
    const installed = await installDefinitions(client.value, definitions, environment)
    return installed.ok ? { ok: true, value: { space: space.value, client: client.value } } : installed
  }
  const [wds, its] = await Promise.all([open(wdsName, wdsDefinitions), open(itsName, itsDefinitions)])
  if (!wds.ok) return wds
  if (!its.ok) return its

  const { client: itsClient, space: itsSpace } = its.value

  const parts = new Map<string, Part>()
  const wecs = new Map<string, FleetSpace>()
  const add = async (part: Part): Promise<void> => {
    parts.set(part.name, part)
    if (options.starts?.(part.name) ?? true) await part.start()
  }

  async function addWec(wec: FleetWec): Promise<Attempt<void>> {
    const { name, labels, leaseDurationSeconds } = wec
    const opened = await open(name, wecDefinitions)
    if (!opened.ok) return opened
    const { client } = opened.value
    wecs.set(name, opened.value.space)
    if (options.simulates ?? true)
      await add(
        createPart(`workload ${name}`, async () => runWorkloadSimulator({ wec: client, environment })),
      )
    const agent = createPart(`agent ${name}`, async () =>
      runAgent({
        environment,
        receive: travel.receive,
        async seat(signal) {
          const seat = await joinWec({
            its: itsClient,
            hub: itsSpace.address,
            wec: client,
            name,
            accept: true,
            environment,
            signal,
            ...(labels && { labels }),
            ...(leaseDurationSeconds !== undefined && { leaseDurationSeconds }),
          })
          const admission = { its: itsClient, wecName: name, environment, signal }
          const admitted = seat.ok ? await travel.admit?.(admission) : undefined
          return admitted?.ok === false ? admitted : seat
        },
        onEnd: (message) =>
          environment.log({ level: 'error', message: `the agent of ${name} ends: ${message}` }),
      }),
    )
    await add(agent)
    return { ok: true, value: undefined }
  }

  const fleet: Fleet = {
    wds: wds.value.space,
    its: its.value.space,
    wecs: () => [...wecs.values()],
    parts: () => [...parts.values()],
    part: (name) => parts.get(name),
    addWec,
    async idle() {
      // What one part does last is what another begins with: until all are idle in a row.
      for (let calm = 0; calm < 2; calm++) for (const part of parts.values()) await part.idle()
    },
    async stop() {
      await Promise.all([...parts.values()].map((part) => part.stop()))
      for (const client of clients) client.close()
    },
  }
  await add(createPart('hub', async () => runHub({ its: itsClient, environment, acceptAll: true })))
  await add(
    createPart('controllers', async () =>
      runControllers({
        wds: wds.value.client,
        its: itsClient,
        wdsName,
        environment,
        settings: { transport: travel.transport, ...(limits && { limits }) },
        ...(controllers && { controllers }),
      }),
    ),
  )
  const joined = await Promise.all(options.wecs.map(addWec))
  for (const one of joined)
    if (!one.ok) {
      await fleet.stop()
      return one
    }
  return { ok: true, value: fleet }
}
