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
export type Seat = Readonly<{ name: string; hub: HubAddress; wec: SpaceClient; connection: AgentConnection }>

/** Registers a WEC and opens the connection of its agent, which has rights in its mailbox and nowhere else (AGT-1). */
export async function joinWec(options: JoinOptions): Promise<Attempt<Seat>> {
  const { name, hub, wec } = options
  const registered = await requestRegistration(options)
  if (!registered.ok) return registered
  const where = `the kubeconfig of the agent of ${name}`
  const connection = await openAgentConnection(registered.value.kubeconfig, where, name)
  return connection.ok ? { ok: true, value: { name, hub, wec, connection: connection.value } } : connection
}

export type AgentOptions = Readonly<{
  /** Registers it; asked once for each start. The agent closes the connection when it ends. */
  seat(signal: AbortSignal): Promise<Attempt<Seat>>
  /** What applies and reports; default: as OCM's agent does. */
  receive?: FleetTransport['receive']
  environment: Environment
  /** Why it cannot go on, when it cannot: nobody lets it in, or the WEC is not registered any more. */
  onEnd(message: string): void
}>

/** Runs the agent of a WEC: registers it, keeps it registered, applies, reports. */
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
    const given = await seat(signal)
    if (signal.aborted) return
    if (!given.ok) return onEnd(given.message)
    const { name, hub, wec, connection } = given.value
    const its = connection.client
    const applying = receive({ its, wec, wecName: name, hubUrl: hub.server, environment })
    agent = applying
    kept = keep(given.value, applying)
  }

  async function keep({ name, wec, connection }: Seat, applying: Running): Promise<void> {
    const its = connection.client
    const ended = await keepRegistered({ its, wec, name, environment, signal, connection })
    // Who is not registered any more has no mailbox; what was applied stays.
    await applying.stop()
    its.close()
    if (!ended.ok) onEnd(ended.message)
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
