import type { Environment, SpaceClient } from '@downsync/adapter-k8s'
import { type KubeObject, nameOf } from '@downsync/core'
import { leaseSecondsOf } from '../hub/decide-availability.ts'
import { createHubWriter } from '../hub/hub-writer.ts'
import { lookAgainAt } from '../hub/look-again.ts'
import { resources } from '../hub/names.ts'
import type { Verdict } from '../wec/loop/work-queue.ts'
import { decideAgentStatus, type WecFacts } from './decide-agent-status.ts'
import { readHealth, readVersion, readWecId } from './wec-facts.ts'

/** What came of keeping a status. */
export type StatusKept =
  /** `cluster`: as it stands now, where it was written. */
  | Readonly<{ kind: 'kept'; verdict: Verdict; cluster?: KubeObject }>
  | Readonly<{ kind: 'taken'; message: string }>

export type StatusKeeperOptions = Readonly<{
  its: SpaceClient
  wec: SpaceClient
  environment: Environment
  signal: AbortSignal
}>

// OCM's (v1.3): a failure is told when it has lasted, and is looked at more often until it is over.
const FAILURE_LASTS = 20_000
const FAILURE_LOOK = 5000

/** Keeps the status of a ManagedCluster as the agent has it to say; looks at the WEC as often as the lease is renewed. */
export function createStatusKeeper(
  options: StatusKeeperOptions,
): (cluster: KubeObject) => Promise<StatusKept> {
  const { its, wec, environment, signal } = options
  const { now } = environment
  const writer = createHubWriter(its, { wrote: () => undefined }, environment, signal)
  let facts: WecFacts = {}
  let failingSince: number | undefined
  let lookAt = 0

  async function look(): Promise<void> {
    const { id, version } = facts
    const known = { ...(id === undefined ? {} : { id }), ...(version === undefined ? {} : { version }) }
    const health = await readHealth(wec, signal)
    if (signal.aborted) return
    if (health.kind === 'unwell') {
      failingSince ??= now()
      facts = now() - failingSince >= FAILURE_LASTS ? { ...known, health } : known
      return
    }
    failingSince = undefined
    const [readId, readNow] = await Promise.all([
      id === undefined ? readWecId(wec, signal) : { ok: true as const, value: id },
      readVersion(wec, signal),
    ])
    for (const read of [readId, readNow]) if (!read.ok) warn(read.message)
    facts = {
      ...known,
      health,
      ...(readId.ok ? { id: readId.value } : {}),
      ...(readNow.ok ? { version: readNow.value } : {}),
    }
  }

  function warn(message: string): void {
    if (!signal.aborted) environment.log({ level: 'warn', message })
  }

  return async (cluster) => {
    if (now() >= lookAt) {
      await look()
      lookAt = now() + (failingSince === undefined ? leaseSecondsOf(cluster) * 1000 : FAILURE_LOOK)
    }
    const wait = lookAgainAt(lookAt, now())
    const decision = decideAgentStatus(cluster, facts, now())
    if (decision.kind === 'taken') return decision
    if (decision.kind === 'none') return { kind: 'kept', verdict: wait }
    const result = await writer.patch(resources.clusters, cluster, { status: decision.status }, 'status')
    switch (result.kind) {
      case 'done':
        return { kind: 'kept', verdict: wait, ...(result.object && { cluster: result.object }) }
      case 'conflict':
        // The watch is about to tell what has changed.
        return { kind: 'kept', verdict: wait }
      case 'refused':
      case 'failed': {
        warn(`the status of ManagedCluster ${nameOf(cluster)} cannot be written: ${result.message}`)
        const retryAfter = result.kind === 'failed' ? result.retryAfter : undefined
        const retry: Verdict = { kind: 'retry', ...(retryAfter === undefined ? {} : { retryAfter }) }
        return { kind: 'kept', verdict: result.kind === 'refused' ? { kind: 'refused' } : retry }
      }
    }
  }
}
