import type { Environment, SpaceClient } from '@downsync/adapter-k8s'
import { type KubeObject, uidOf } from '@downsync/core'
import { secondsText } from '../hub/conditions.ts'
import { createHubWriter } from '../hub/hub-writer.ts'
import { lookAgainAt } from '../hub/look-again.ts'
import { resources } from '../hub/names.ts'
import type { Verdict } from '../wec/loop/work-queue.ts'
import type { AgentConnection } from './agent-connection.ts'
import { requestToken, type TokenAnswer } from './request-token.ts'
import { renewalTimeOf, type TokenLife } from './token-life.ts'

/** What came of looking after credentials. */
export type CredentialsKept =
  | Readonly<{ kind: 'kept'; verdict: Verdict }>
  /** They are worth nothing any more, and nobody who may be asked gives new ones. */
  | Readonly<{ kind: 'over'; message: string }>

export type CredentialsKeeperOptions = Readonly<{
  connection: AgentConnection
  /** The ITS as who registered the WEC, asked where the hub does not know the agent any more. */
  registrar?: SpaceClient
  /** The name under which the WEC is registered. */
  wec: string
  environment: Environment
  signal: AbortSignal
  /** Takes the kubeconfig with new ones. */
  onRenewed(kubeconfig: string): void
}>

/** Looks after the credentials of an agent. */
export type CredentialsKeeper = Readonly<{
  /**
   * Renews them when it is time, or when they are doubted; the verdict says when to look again.
   * @param cluster the ManagedCluster that they are for, where it was seen
   */
  keep(cluster: KubeObject | undefined): Promise<CredentialsKept>
  /** The server did not know them; whether that is news. */
  doubt(): boolean
}>

const SHORTEST_WAIT = 1000

/** Renews credentials with the agent's own rights; with those of who registered it where its own are not known any more. */
export function createCredentialsKeeper(options: CredentialsKeeperOptions): CredentialsKeeper {
  const { connection, registrar, wec, environment, signal, onRenewed } = options
  const { log, now } = environment
  let isDoubted = false
  let renewedAt = Number.NEGATIVE_INFINITY

  // When they are to be renewed. Doubted again and again they are not renewed without end.
  function dueAt(life: TokenLife): number {
    return isDoubted ? renewedAt + SHORTEST_WAIT : renewalTimeOf(life, now())
  }

  async function ask(cluster: KubeObject | undefined): Promise<TokenAnswer | Gone> {
    const own = await requestToken(connection.client, wec, signal)
    if (own.kind !== 'unauthorized' || registrar === undefined) return own
    log({
      level: 'info',
      message: `the hub does not know the credentials of ${wec} any more; asking for new ones as who registered it`,
    })
    const reader = createHubWriter(registrar, { wrote: () => undefined }, environment, signal)
    const there = await reader.read(resources.clusters, { namespace: '', name: wec })
    const isAnother = typeof there === 'object' && cluster !== undefined && uidOf(there) !== uidOf(cluster)
    if (there === 'absent' || isAnother) return { kind: 'gone', message: goneText(wec) }
    return requestToken(registrar, wec, signal)
  }

  async function keep(cluster: KubeObject | undefined): Promise<CredentialsKept> {
    const life = connection.life()
    if (life === undefined) return { kind: 'kept', verdict: { kind: 'done' } }
    const due = dueAt(life)
    if (now() < due) return { kind: 'kept', verdict: lookAgainAt(due, now()) }
    const answer = await ask(cluster)
    if (answer.kind === 'token') {
      const renewed = await connection.renew(answer.token)
      if (renewed.ok) {
        isDoubted = false
        renewedAt = now()
        onRenewed(connection.kubeconfig())
        const next = Math.max(renewalTimeOf(connection.life() ?? {}, now()), now() + SHORTEST_WAIT)
        return { kind: 'kept', verdict: lookAgainAt(next, now()) }
      }
      log({ level: 'error', message: `the new credentials of ${wec} cannot be used: ${renewed.message}` })
      return { kind: 'kept', verdict: { kind: 'refused' } }
    }
    if (answer.kind === 'gone') return { kind: 'over', message: answer.message }
    const { expires } = life
    if (answer.kind === 'unauthorized' && expires !== undefined && expires <= now())
      return {
        kind: 'over',
        message: `the credentials of ${wec} ran out at ${secondsText(expires)}: the cluster has to be registered again`,
      }
    if (!signal.aborted)
      log({ level: 'warn', message: `the credentials of ${wec} are not renewed: ${answer.message}` })
    if (answer.kind === 'refused' || answer.kind === 'unauthorized')
      return { kind: 'kept', verdict: { kind: 'refused' } }
    const retryAfter = answer.kind === 'failed' ? answer.retryAfter : undefined
    return {
      kind: 'kept',
      verdict: { kind: 'retry', ...(retryAfter === undefined ? {} : { retryAfter }) },
    }
  }

  return {
    keep,
    doubt() {
      const isNews = !isDoubted
      isDoubted = true
      return isNews
    },
  }
}

/** Why who was registered cannot go on. */
export function goneText(wec: string): string {
  return `ManagedCluster ${wec} is gone: the cluster is not registered any more`
}

type Gone = Readonly<{ kind: 'gone'; message: string }>
