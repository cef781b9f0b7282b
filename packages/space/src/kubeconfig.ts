import { stringifyJson } from '@downsync/core'
import type { TokenUser } from './auth/index.ts'

/** A kubeconfig file with one context; its YAML is written as JSON, which every reader of YAML takes. */
export function kubeconfigText(name: string, server: string, user: TokenUser): string {
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server } }],
    users: [{ name: user.name, user: { token: user.token } }],
    contexts: [{ name, context: { cluster: name, user: user.name } }],
    'current-context': name,
  }
  return `${stringifyJson(config, 2)}\n`
}
