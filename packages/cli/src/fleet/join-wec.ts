import type { Attempt, Environment, SpaceClient } from '@downsync/adapter-k8s'
import {
  type AgentConnection,
  type HubAddress,
  keepRegistered,
  openAgentConnection,
  requestRegistration,
} from '@downsync/agent'
import { ocm } from './ocm.ts'
import type { Running } from './part.ts'
import type { FleetTransport } from './types.ts'

export type JoinOptions = Readonly<{
  /** The ITS, as somebody who may register clusters. */
  its: SpaceClient
  /** How the agent reaches the ITS. */
  hub: HubAddress
  wec: SpaceClient
  name: string
  labels?: Readonly<Record<string, string>>
  /** Registers it as accepted; otherwise somebody at the hub accepts it. */
  accept?: boolean
  leaseDurationSeconds?: number
  environment: Environment
  signal?: AbortSignal
}>

/** A WEC that is registered, with the connection of its agent. */
export type Seat = Readonly<{
  name: string
  hub: HubAddress
  wec: SpaceClient
  connection: AgentConnection
  /** As who it was registered. */
  registrar: SpaceClient
  /** It is being deleted, and its agent only has to finish what was delivered before. */
  isLeaving: boolean
}>

/** Registers a WEC and opens the connection of its agent, which has rights in its mailbox and nowhere else (AGT-1). */
export async function joinWec(options: JoinOptions): Promise<Attempt<Seat>> {
  const { its: registrar, name, hub, wec } = options
  const registered = await requestRegistration(options)
  if (!registered.ok) return registered
  const where = `the kubeconfig of the agent of ${name}`
  const connection = await openAgentConnection(registered.value.kubeconfig, where, name)
  if (!connection.ok) return connection
  const { isLeaving } = registered.value
  return { ok: true, value: { name, hub, wec, connection: connection.value, registrar, isLeaving } }
}

export type AgentOptions = Readonly<{
  /** Registers it; asked for each start, and again after it has left. The agent closes the connection when it ends. */
  seat(signal: AbortSignal): Promise<Attempt<Seat>>
  /** What applies and reports; default: as OCM's agent does. */
  receive?: FleetTransport['receive']
  environment: Environment
  /** Why it cannot go on, when it cannot: nobody lets it in, or the WEC is not registered any more. */
  onEnd(message: string): void
}>

/** Runs the agent of a WEC: registers it, keeps it registered, applies, reports. One that finds itself leaving does so first. */
export function runAgent({
  seat,
  receive = ocm.receive,
  environment,
  onEnd,
}: AgentOptions): Running & Readonly<{ joined: Promise<void> }> {
  const ending = new AbortController()
  const { signal } = ending
  let agent: Running | undefined
  let kept: Promise<void> = Promise.resolve()
  const joined = join()

  async function join(): Promise<void> {
    for (;;) {
      const given = await seat(signal)
      if (signal.aborted) return given.ok ? given.value.connection.client.close() : undefined
      if (!given.ok) return onEnd(given.message)
      if (!given.value.isLeaving) {
        kept = serve(given.value).then((ended) => (ended.ok ? undefined : onEnd(ended.message)))
        return
      }
      // However it ends, what there is to do then shows when it is registered again.
      const ended = await serve(given.value)
      if (signal.aborted) return
      if (!ended.ok) environment.log({ level: 'info', message: `${ended.message}; registering it again` })
    }
  }

  async function serve({ name, hub, wec, connection, registrar }: Seat): Promise<Attempt<undefined>> {
    const its = connection.client
    const applying = receive({ its, wec, wecName: name, hubUrl: hub.server, environment })
    agent = applying
    const ended = await keepRegistered({ its, wec, name, environment, signal, connection, registrar })
    // Who is not registered any more has no mailbox; what was applied stays.
    await applying.stop()
    its.close()
    return ended
  }

  return {
    joined,
    async idle() {
      await joined
      await agent?.idle()
    },
    async stop() {
      ending.abort()
      await joined
      await kept
    },
  }
}
