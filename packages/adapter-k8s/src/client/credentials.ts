import { type AgentOptions, Agent as HttpAgent, type OutgoingHttpHeaders } from 'node:http'
import { type RequestOptions, Agent as SecureAgent } from 'node:https'
import type { KubeConfig } from '@kubernetes/client-node'

/** What a request needs to reach the server as its user. */
export type Access = Readonly<{ headers: OutgoingHttpHeaders; auth?: string; agent: HttpAgent }>

/** Gives each request what is valid now: tokens are renewed, files and certificates replaced. */
export type Credentials = Readonly<{
  /** Rejects with what the kubeconfig's user, its files or its program lack. */
  access(): Promise<Access>
  /** Breaks all connections. */
  close(): void
}>

const AGENT: AgentOptions = { keepAlive: true, keepAliveMsecs: 30_000, scheduling: 'lifo' }
// What of TLS can change while a kubeconfig is in use; a connection made with one is no good for another.
const MATERIAL = ['ca', 'cert', 'key', 'pfx', 'passphrase', 'rejectUnauthorized', 'servername'] as const

/** Credentials of a kubeconfig's current user for its current cluster. */
export function createCredentials(given: KubeConfig): Credentials {
  const kubeConfig = adapted(given)
  const isSecure = kubeConfig.getCurrentCluster()?.server.startsWith('https:') === true
  const hasProxy = Boolean(kubeConfig.getCurrentCluster()?.proxyUrl)
  const agents = new Map<string, HttpAgent>()
  let underWay: Promise<Access> | undefined

  async function apply(): Promise<Access> {
    const headers: OutgoingHttpHeaders = {}
    const options: RequestOptions = { headers }
    await kubeConfig.applyToHTTPSOptions(options)
    const { auth } = options
    return { headers: trimmed(headers), ...(auth ? { auth } : {}), agent: agentFor(options) }
  }

  function agentFor(options: RequestOptions): HttpAgent {
    const key = JSON.stringify(MATERIAL.map((name) => [name, textOf(options[name])]))
    const known = agents.get(key)
    if (known !== undefined) return known
    for (const old of agents.values()) closeWhenIdle(old)
    agents.clear()
    const agent = newAgent(options)
    agents.set(key, agent)
    return agent
  }

  function newAgent(options: RequestOptions): HttpAgent {
    // A proxy's way of connecting is known to the agent that the kubeconfig makes, and to no other.
    if (hasProxy && options.agent instanceof HttpAgent) return options.agent
    if (!isSecure) return new HttpAgent(AGENT)
    const material = MATERIAL.filter((name) => options[name] !== undefined && options[name] !== null)
    return new SecureAgent({ ...AGENT, ...Object.fromEntries(material.map((name) => [name, options[name]])) })
  }

  return {
    access() {
      // Requests that start together run a credential program once.
      underWay ??= apply().finally(() => {
        underWay = undefined
      })
      return underWay
    },
    close() {
      for (const agent of agents.values()) agent.destroy()
      agents.clear()
    },
  }
}

// The library refuses plain HTTP unless TLS is not to be verified, and trusts no authority where there is no user.
function adapted(kubeConfig: KubeConfig): KubeConfig {
  const context = kubeConfig.getContextObject(kubeConfig.getCurrentContext())
  const clusters = kubeConfig.clusters.map((cluster) =>
    cluster.server.startsWith('http:') ? { ...cluster, skipTLSVerify: true } : cluster,
  )
  const anonymous = { name: 'anonymous, as the context names no user' }
  const isAnonymous = context !== null && !context.user
  const contexts = isAnonymous ? [{ ...context, user: anonymous.name }] : kubeConfig.contexts
  const users = isAnonymous ? [anonymous] : kubeConfig.users
  const copy = Object.create(Object.getPrototypeOf(kubeConfig) as object) as KubeConfig
  return Object.assign(copy, kubeConfig, { clusters, contexts, users })
}

// A file with a token ends with a new line as a rule, which no header may.
function trimmed(headers: OutgoingHttpHeaders): OutgoingHttpHeaders {
  const entries = Object.entries(headers)
  return Object.fromEntries(
    entries.map(([name, value]) => [name, typeof value === 'string' ? value.trim() : value]),
  )
}

function textOf(value: unknown): string {
  if (Buffer.isBuffer(value)) return value.toString('base64')
  return Array.isArray(value) ? value.map(textOf).join(' ') : JSON.stringify(value ?? null)
}

// Requests under way end as they would; nothing is added to the connections that are free.
function closeWhenIdle(agent: HttpAgent): void {
  for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
  agent.maxFreeSockets = 0
}
