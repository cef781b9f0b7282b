import { failureText, resourcePath, type SpaceClient } from '@downsync/adapter-k8s'
import { stringAt } from '@downsync/core'
import { AGENT_NAME, resources } from '../hub/names.ts'
import type { Token } from './hub-address.ts'

/** What came of asking for a token. */
export type TokenAnswer =
  | Readonly<{ kind: 'token'; token: Token }>
  /** Asking again does not help; `unauthorized`: who asks is not known, or no longer. */
  | Readonly<{ kind: 'refused' | 'unauthorized'; message: string }>
  /** There is no agent to ask for: the hub has not let it in, or not yet. */
  | Readonly<{ kind: 'absent'; message: string }>
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

// Thirty days: an agent that is away for longer has to be registered anew. Servers may give less.
const LIFETIME_SECONDS = 30 * 86_400

/** Asks for a token of the ServiceAccount of an agent, which has rights in its mailbox and nowhere else. */
export async function requestToken(its: SpaceClient, wec: string, signal: AbortSignal): Promise<TokenAnswer> {
  const path = resourcePath(resources.accounts, wec, AGENT_NAME, 'token')
  const body = {
    apiVersion: 'authentication.k8s.io/v1',
    kind: 'TokenRequest',
    spec: { expirationSeconds: LIFETIME_SECONDS },
  }
  const answer = await its.request({ method: 'POST', path, body }, signal)
  if (answer.kind === 'noAnswer') return { kind: 'failed', message: answer.message }
  const { code, retryAfter } = answer
  if (code >= 200 && code < 300) {
    const token = stringAt(answer.body, 'status', 'token')
    const expires = Date.parse(stringAt(answer.body, 'status', 'expirationTimestamp') ?? '')
    return token === undefined || Number.isNaN(expires)
      ? { kind: 'failed', message: `${its.server} answered a request for a token with something else` }
      : { kind: 'token', token: { token, expires } }
  }
  const message = failureText(answer)
  switch (code) {
    case 401:
      return { kind: 'unauthorized', message: `no credentials for the agent: ${message}` }
    case 403:
      return {
        kind: 'refused',
        message: `no permission to get credentials for the agent: ${message}; it takes the right to create serviceaccounts/token in namespace ${wec}`,
      }
    case 404:
      return {
        kind: 'absent',
        message: `the hub of ${its.server} has made no ServiceAccount ${AGENT_NAME} in namespace ${wec} (${message})`,
      }
    default: {
      const isForNow = code === 408 || code === 429 || code >= 500
      if (!isForNow) return { kind: 'refused', message: `no credentials for the agent: ${message}` }
      return { kind: 'failed', message, ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
  }
}
