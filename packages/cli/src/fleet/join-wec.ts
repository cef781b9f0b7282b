import type { Attempt, Environment, SpaceClient } from '@downsync/adapter-k8s'
import {
  type AgentConnection,
  type HubAddress,
  keepRegistered,
  openAgentConnection,
  requestRegistration,
  runWecAgent,
  type WecAgent,
} from '@downsync/agent'
import type { Running } from './part.ts'

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
  /** Registers it; asked once for each start. */
  seat(signal: AbortSignal): Promise<Attempt<Seat>>
  environment: Environment
  /** Why it cannot go on, when it cannot: nobody lets it in, or the WEC is not registered any more. */
  onEnd(message: string): void
}>

/** Runs the agent of a WEC: registers it, keeps it registered, applies, reports. */
export function runAgent({
  seat,
  environment,
  onEnd,
}: AgentOptions): Running & Readonly<{ joined: Promise<void> }> {
  const ending = new AbortController()
  const { signal } = ending
  let agent: WecAgent | undefined
  let kept: Promise<unknown> = Promise.resolve()
  const joined = join()

  async function join(): Promise<void> {
    const given = await seat(signal)
    if (signal.aborted) return
    if (!given.ok) return onEnd(given.message)
    const { name, hub, wec, connection } = given.value
    const its = connection.client
    agent = runWecAgent({ its, wec, wecName: name, hubUrl: hub.server, environment })
    kept = keep(given.value)
  }

  async function keep({ name, wec, connection }: Seat): Promise<void> {
    const its = connection.client
    const ended = await keepRegistered({ its, wec, name, environment, signal, connection })
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
      await agent?.stop()
      await kept
    },
  }
}
