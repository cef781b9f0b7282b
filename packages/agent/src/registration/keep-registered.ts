import type { Attempt, Environment, SpaceClient } from '@downsync/adapter-k8s'
import type { KubeObject } from '@downsync/core'
import { leaseSecondsOf } from '../hub/decide-availability.ts'
import { createWorkQueue, type Verdict } from '../wec/loop/work-queue.ts'
import type { AgentConnection } from './agent-connection.ts'
import { type CredentialsKept, createCredentialsKeeper, goneText } from './credentials-keeper.ts'
import { isAccepted } from './decide-agent-status.ts'
import { followCluster } from './follow-cluster.ts'
import { renewLease } from './renew-lease.ts'
import { createStatusKeeper, type StatusKept } from './status-keeper.ts'

export type KeepOptions = Readonly<{
  /** The ITS, as the agent. */
  its: SpaceClient
  /** The WEC, as somebody who may read its namespace kube-system, its version and its health. */
  wec: SpaceClient
  /** The name under which the WEC is registered. */
  name: string
  environment: Environment
  /** Ends it. */
  signal: AbortSignal
  /** The connection that `its` is the client of: its credentials are renewed before they run out. */
  connection?: AgentConnection
  /**
   * The ITS as who registered the WEC: gives new credentials where the hub does not know those of the agent any more, because it
   * was away for too long or its ServiceAccount was made anew.
   */
  registrar?: SpaceClient
  /** New credentials are in use: the kubeconfig with them, to be kept for the next start. */
  onRenewed?(kubeconfig: string): void
}>

/**
 * Keeps a WEC registered for as long as its agent runs (AGT-1): renews the lease, says how the API server of the WEC is, its
 * id and its version, renews credentials. What fails is tried again.
 * @returns when the signal aborts; or why it cannot go on: the WEC is not registered any more, another one by its name is, or credentials ran out
 */
export async function keepRegistered(options: KeepOptions): Promise<Attempt<undefined>> {
  const { its, wec, name, environment, signal } = options
  const stopping = new AbortController()
  let cluster: KubeObject | undefined
  let end: (attempt: Attempt<undefined>) => void = () => undefined
  const ended = new Promise<Attempt<undefined>>((resolve) => {
    end = resolve
  })
  const stop = (): void => {
    stopping.abort()
    end({ ok: true, value: undefined })
  }

  function settled(kept: StatusKept | CredentialsKept): Verdict {
    if (kept.kind === 'kept') return kept.verdict
    end({ ok: false, message: kept.message })
    return { kind: 'done' }
  }

  const keeper =
    options.connection &&
    createCredentialsKeeper({
      connection: options.connection,
      wec: name,
      environment,
      signal: stopping.signal,
      onRenewed: (text) => options.onRenewed?.(text),
      ...(options.registrar && { registrar: options.registrar }),
    })
  const keepStatus = createStatusKeeper({ its, wec, environment, signal: stopping.signal })
  const works: Readonly<Record<string, () => Promise<Verdict>>> = {
    async lease() {
      if (cluster === undefined || !isAccepted(cluster)) return { kind: 'done' }
      return renewLease(its, cluster, environment, stopping.signal)
    },
    async status() {
      if (cluster === undefined) return { kind: 'done' }
      const seen = cluster
      const kept = await keepStatus(seen)
      // Unless the watch has told something newer meanwhile.
      if (kept.kind === 'kept' && cluster === seen) cluster = kept.cluster ?? seen
      return settled(kept)
    },
    async credentials() {
      return keeper === undefined ? { kind: 'done' } : settled(await keeper.keep(cluster))
    },
  }
  const queue = createWorkQueue({
    environment,
    concurrency: 3,
    work: async (key) => works[key]?.() ?? { kind: 'done' },
  })
  const reflector = followCluster(its, name, environment, (seen) => {
    if (seen === 'absent') return end({ ok: false, message: goneText(name) })
    const before = cluster
    cluster = seen
    queue.add('status')
    if (pulseOf(before) !== pulseOf(seen)) queue.add('lease')
  })
  queue.add('credentials')
  options.connection?.onUnknown(() => {
    if (keeper?.doubt() === true) queue.add('credentials')
  })
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  const outcome = await ended
  signal.removeEventListener('abort', stop)
  reflector.stop()
  stopping.abort()
  await queue.stop()
  return outcome
}

// How often a lease is renewed; 0 while there is none.
function pulseOf(cluster: KubeObject | undefined): number {
  return cluster !== undefined && isAccepted(cluster) ? leaseSecondsOf(cluster) : 0
}
