import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Json, stringifyJson } from '@downsync/core'
import type { EmbeddedSpace } from '@downsync/space'
import { createSpaceClient } from '../client/create-space-client.ts'
import { loadKubeConfig } from '../client/load-kubeconfig.ts'
import type { SpaceClient } from '../client/types.ts'

/** A client by the text of a kubeconfig, for a test that expects it to be in order. */
export async function clientByKubeconfig(text: string, requestTimeout = 30_000): Promise<SpaceClient> {
  const loaded = await loadKubeConfig(text, { where: 'test.kubeconfig' })
  if (!loaded.ok) throw new Error(loaded.message)
  const client = createSpaceClient(loaded.value, { requestTimeout })
  if (!client.ok) throw new Error(client.message)
  return client.value
}

/** A client of an embedded space, as one of its users. */
export function clientOf(space: EmbeddedSpace, user?: string): Promise<SpaceClient> {
  const text = space.kubeconfig(user)
  if (text === undefined) throw new Error(`the space has no user ${user}`)
  return clientByKubeconfig(text)
}

/** The text of a kubeconfig for any server. */
export function kubeconfigFor(server: string, cluster: Json = {}, user: Json = { token: 'secret' }): string {
  return stringifyJson({
    clusters: [{ name: 'c', cluster: { server, ...(cluster as object) } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'x', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'x',
  })
}

/** A server that does what a test makes it do. */
export type HandMadeServer = Readonly<{ url: string; close(): Promise<void> }>

export async function startHandMadeServer(listener: RequestListener): Promise<HandMadeServer> {
  const server = createServer(listener)
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
