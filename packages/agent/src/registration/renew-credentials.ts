import type { Environment } from '@downsync/adapter-k8s'
import { lookAgainAt } from '../hub/look-again.ts'
import type { Verdict } from '../wec/loop/work-queue.ts'
import type { AgentConnection } from './agent-connection.ts'
import { requestToken } from './request-token.ts'
import { renewalTimeOf } from './token-life.ts'

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
): Promise<Verdict> {
  const { log, now } = environment
  const life = connection.life()
  if (life === undefined) return { kind: 'done' }
  if (now() < renewalTimeOf(life, now())) return again(connection, now())
  const answer = await requestToken(connection.client, wec, signal)
  if (answer.kind !== 'token') {
    if (!signal.aborted)
      log({ level: 'warn', message: `the credentials of ${wec} are not renewed: ${answer.message}` })
    if (answer.kind === 'refused') return { kind: 'refused' }
    return { kind: 'retry', ...(answer.retryAfter === undefined ? {} : { retryAfter: answer.retryAfter }) }
  }
  const renewed = await connection.renew(answer.token)
  if (!renewed.ok) {
    log({ level: 'error', message: `the new credentials of ${wec} cannot be used: ${renewed.message}` })
    return { kind: 'refused' }
  }
  onRenewed(connection.kubeconfig())
  return again(connection, now())
}

function again(connection: AgentConnection, now: number): Verdict {
  const at = renewalTimeOf(connection.life() ?? {}, now)
  return lookAgainAt(Math.max(at, now + SHORTEST_WAIT), now)
}
