import type { Environment } from '@downsync/adapter-k8s'
import { secondsText } from '../hub/conditions.ts'
import { lookAgainAt } from '../hub/look-again.ts'
import type { Verdict } from '../wec/loop/work-queue.ts'
import type { AgentConnection } from './agent-connection.ts'
import { requestToken } from './request-token.ts'
import { renewalTimeOf } from './token-life.ts'

/** What came of looking after credentials. */
export type CredentialsKept =
  | Readonly<{ kind: 'kept'; verdict: Verdict }>
  /** They have run out, and nothing that the agent may do brings new ones. */
  | Readonly<{ kind: 'over'; message: string }>

const SHORTEST_WAIT = 1000

/**
 * Renews the credentials of an agent when it is time, with its own rights; the verdict says when that is.
 * @param onRenewed takes the kubeconfig with the new ones
 */
export async function renewCredentials(
  connection: AgentConnection,
  wec: string,
  environment: Environment,
  signal: AbortSignal,
  onRenewed: (kubeconfig: string) => void,
): Promise<CredentialsKept> {
  const { log, now } = environment
  const life = connection.life()
  if (life === undefined) return { kind: 'kept', verdict: { kind: 'done' } }
  if (now() < renewalTimeOf(life, now())) return again(connection, now())
  const answer = await requestToken(connection.client, wec, signal)
  if (answer.kind === 'token') {
    const renewed = await connection.renew(answer.token)
    if (renewed.ok) {
      onRenewed(connection.kubeconfig())
      return again(connection, now())
    }
    log({ level: 'error', message: `the new credentials of ${wec} cannot be used: ${renewed.message}` })
    return { kind: 'kept', verdict: { kind: 'refused' } }
  }
  const { expires } = life
  if (answer.kind === 'unauthorized' && expires !== undefined && expires <= now())
    return {
      kind: 'over',
      message: `the credentials of ${wec} ran out at ${secondsText(expires)}: the cluster has to be registered again`,
    }
  if (!signal.aborted)
    log({ level: 'warn', message: `the credentials of ${wec} are not renewed: ${answer.message}` })
  if (answer.kind !== 'failed') return { kind: 'kept', verdict: { kind: 'refused' } }
  const { retryAfter } = answer
  return {
    kind: 'kept',
    verdict: { kind: 'retry', ...(retryAfter === undefined ? {} : { retryAfter }) },
  }
}

function again(connection: AgentConnection, now: number): CredentialsKept {
  const at = renewalTimeOf(connection.life() ?? {}, now)
  return { kind: 'kept', verdict: lookAgainAt(Math.max(at, now + SHORTEST_WAIT), now) }
}
