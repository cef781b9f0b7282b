import type { Environment, SpaceClient } from '@downsync/adapter-k8s'
import { createWorkQueue } from '../wec/loop/work-queue.ts'
import { startHubView } from './hub-view.ts'
import { createHubWriter } from './hub-writer.ts'
import { reconcileCluster } from './reconcile-cluster.ts'

export type HubOptions = Readonly<{
  /** The ITS, with rights on ManagedClusters, Namespaces, Leases, ServiceAccounts, RBAC objects and ManifestWorks. */
  its: SpaceClient
  environment: Environment
  /** Accepts every ManagedCluster, once; without it, somebody sets `spec.hubAcceptsClient`. */
  acceptAll?: boolean
  /** Stops the hub. */
  signal?: AbortSignal
}>

/** The hub side of registration, for as long as it runs. */
export type Hub = Readonly<{
  /** Resolves when everything that it decides by has been seen once, or it was stopped. */
  ready: Promise<void>
  /** Resolves when nothing is to be done, under way or waiting to be tried again. */
  idle(): Promise<void>
  /** Begins nothing more, and waits for the writes under way. */
  stop(): Promise<void>
}>

const CONCURRENCY = 8

/**
 * Does for the ManagedClusters of an ITS what OCM's registration does where it is not installed (AGT-1): mailboxes and rights
 * for those that are accepted, silence of their agents, cleaning up after those that leave. All it knows is in the space: it may be
 * stopped and started at any time.
 */
export function runHub({ its, environment, acceptAll = false, signal }: HubOptions): Hub {
  const stopping = new AbortController()
  const queue = createWorkQueue({
    environment,
    concurrency: CONCURRENCY,
    work: (wec) => reconcileCluster({ view, writer, environment, acceptAll }, wec),
  })
  const view = startHubView({ client: its, environment, onChange: (wec) => queue.add(wec) })
  const writer = createHubWriter(its, view, environment, stopping.signal)

  async function stop(): Promise<void> {
    view.stop()
    await queue.stop()
    stopping.abort()
  }

  signal?.addEventListener('abort', () => void stop(), { once: true })
  if (signal?.aborted === true) void stop()
  return {
    ready: view.ready,
    async idle() {
      await view.ready
      await queue.idle()
    },
    stop,
  }
}
