import { stringifyJson } from '@downsync/core'
import type { TokenUser } from './auth/index.ts'

/** PEM texts of a key and a certificate that is its own authority, or is followed by it. */
export type ServerTls = Readonly<{ key: string; cert: string }>

/** A kubeconfig file with one context; its YAML is written as JSON, which every reader of YAML takes. */
export function kubeconfigText(name: string, server: string, user: TokenUser, tls?: ServerTls): string {
  const trust = tls && { 'certificate-authority-data': Buffer.from(tls.cert).toString('base64') }
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...trust } }],
    users: [{ name: user.name, user: { token: user.token } }],
    contexts: [{ name, context: { cluster: name, user: user.name } }],
    'current-context': name,
  }
  return `${stringifyJson(config, 2)}\n`
}
