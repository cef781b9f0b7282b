import { stringifyJson } from '@downsync/core'
import type { TokenUser } from './auth/index.ts'

/** PEM texts of a key and its certificate, and of the authority that clients trust; default: the certificate itself. */
export type ServerTls = Readonly<{ key: string; cert: string; authority?: string }>

/** A kubeconfig file with one context; its YAML is written as JSON, which every reader of YAML takes. */
export function kubeconfigText(name: string, server: string, user: TokenUser, tls?: ServerTls): string {
  const trust = tls && {
    'certificate-authority-data': Buffer.from(tls.authority ?? tls.cert).toString('base64'),
  }
  // Its own in each space: who merges files would else have one token for all.
  const account = `${user.name}@${name}`
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, ...trust } }],
    users: [{ name: account, user: { token: user.token } }],
    contexts: [{ name, context: { cluster: name, user: account } }],
    'current-context': name,
  }
  return `${stringifyJson(config, 2)}\n`
}
