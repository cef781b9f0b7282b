import { readFileSync } from 'node:fs'
import type { Attempt } from '@downsync/adapter-k8s'
import { type JsonObject, stringifyJson } from '@downsync/core'

/** How an agent reaches the API server of its hub; a cluster of a kubeconfig has this form. */
export type HubAddress = Readonly<{
  server: string
  /** PEM, in base64. */
  caData?: string | undefined
  /** A file with PEM, for who has no `caData`. */
  caFile?: string | undefined
  skipTLSVerify?: boolean | undefined
  tlsServerName?: string | undefined
  proxyUrl?: string | undefined
}>

/** What an agent shows to its hub. */
export type Token = Readonly<{
  token: string
  /** When it runs out; milliseconds since 1970. */
  expires: number
}>

/**
 * The text of a kubeconfig with which an agent works in its mailbox; it holds all that it needs, no file beside it.
 * @returns or why its certificate authority cannot be read
 */
export function agentKubeconfig(hub: HubAddress, wec: string, token: string): Attempt<string> {
  const trust = trustOf(hub)
  if (!trust.ok) return trust
  const cluster: JsonObject = {
    server: hub.server,
    ...trust.value,
    ...(hub.skipTLSVerify === true ? { 'insecure-skip-tls-verify': true } : {}),
    ...(hub.tlsServerName === undefined ? {} : { 'tls-server-name': hub.tlsServerName }),
    ...(hub.proxyUrl === undefined ? {} : { 'proxy-url': hub.proxyUrl }),
  }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'hub', cluster }],
    users: [{ name: wec, user: { token } }],
    contexts: [{ name: 'hub', context: { cluster: 'hub', user: wec, namespace: wec } }],
    'current-context': 'hub',
  }
  return { ok: true, value: `${stringifyJson(config, 2)}\n` }
}

function trustOf({ caData, caFile }: HubAddress): Attempt<JsonObject> {
  if (caData !== undefined && caData !== '')
    return { ok: true, value: { 'certificate-authority-data': caData } }
  if (caFile === undefined || caFile === '') return { ok: true, value: {} }
  try {
    return { ok: true, value: { 'certificate-authority-data': readFileSync(caFile).toString('base64') } }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { ok: false, message: `the certificate authority of the hub cannot be read: ${why}` }
  }
}
