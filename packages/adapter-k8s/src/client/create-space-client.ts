import type { KubeConfig } from '@kubernetes/client-node'
import type { Attempt } from '../attempt.ts'
import { createCredentials } from './credentials.ts'
import { createLifelines } from './lifeline.ts'
import { type Line, sendRequest } from './send-request.ts'
import { streamWatch } from './stream-watch.ts'
import type { SpaceClient } from './types.ts'

export type ClientOptions = Readonly<{
  /** Default `downsync`. */
  userAgent?: string
  /** Milliseconds until a request is given up that says nothing of its own; default 30,000. */
  requestTimeout?: number
}>

/**
 * A client for the server of a kubeconfig's current context, as its user. Nothing is sent yet; tokens, files and programs of
 * the kubeconfig are asked again for each request.
 * @returns the client, or what the kubeconfig lacks
 */
export function createSpaceClient(kubeConfig: KubeConfig, options: ClientOptions = {}): Attempt<SpaceClient> {
  const server = kubeConfig.getCurrentCluster()?.server
  if (server === undefined)
    return { ok: false, message: 'the kubeconfig has no cluster for its current context' }
  if (!URL.canParse(server)) return { ok: false, message: `"${server}" is not the URL of a server` }
  const base = new URL(server)
  if (base.protocol !== 'https:' && base.protocol !== 'http:')
    return { ok: false, message: `${server} is neither an https nor an http server` }
  const credentials = createCredentials(kubeConfig)
  const lifelines = createLifelines(server)
  const line: Line = {
    base,
    server,
    userAgent: options.userAgent ?? 'downsync',
    requestTimeout: options.requestTimeout ?? 30_000,
    credentials,
    lifelines,
  }
  const client: SpaceClient = {
    server,
    request: (request, signal) => sendRequest(line, request, signal),
    watch: (request, onLine, signal, onOpen) => streamWatch(line, request, onLine, signal, onOpen),
    close() {
      lifelines.close()
      credentials.close()
    },
  }
  return { ok: true, value: client }
}
