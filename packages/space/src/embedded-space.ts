import { createServer, type RequestListener } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { KubeObject } from '@downsync/core'
import { createAuthenticator, type TokenUser } from './auth/index.ts'
import { startControllers } from './controllers/index.ts'
import {
  createFaultDesk,
  createRequestLog,
  type Faults,
  handleRequest,
  type ServedRequest,
} from './http/index.ts'
import { kubeconfigText, type ServerTls } from './kubeconfig.ts'
import { createCatalog } from './resources/index.ts'
import { seedSpace } from './seed.ts'
import { createMemoryStore, type ObjectStore } from './store/index.ts'
import { createTokenSigner } from './tokens/index.ts'
import { realWorld, type World } from './world.ts'

export type SpaceOptions = Readonly<{
  /** The name of its cluster and context in kubeconfigs. */
  name: string
  /** Default: any free one. It listens on 127.0.0.1 alone. */
  port?: number
  /** Who may come; default: `admin`, a master, with a token of its own. */
  users?: readonly TokenUser[]
  /** Clock, uids and the ends of generated names; default: the real ones. */
  world?: Partial<World>
  /**
   * With it, HTTPS is spoken, and kubeconfigs trust its authority; `openSpaceTls` makes one. Clients made with client-go,
   * kubectl among them, send no token over plain HTTP.
   */
  tls?: ServerTls
  /** 32 bytes that sign the tokens of ServiceAccounts: with the same, they outlive a restart; default: new ones. */
  tokenKey?: Uint8Array
  /** Where objects are kept; default: in memory. */
  store?: ObjectStore
  /** Milliseconds between the bookmarks of a watch; default one minute. */
  bookmarkInterval?: number
}>

/** An API server in this process. */
export type EmbeddedSpace = Readonly<{
  name: string
  /** `http://127.0.0.1:<port>`, `https:` with `tls`. */
  url: string
  /** A kubeconfig file for one of its users, default the first; undefined for a name that is none. */
  kubeconfig(user?: string): string | undefined
  /** Everything stored, at one instant. */
  objects(): readonly KubeObject[]
  faults: Faults
  /** The latest requests (10,000 at most), oldest first, with who asked and the code of the answer. */
  requests(): readonly ServedRequest[]
  /** Starts `requests` anew. */
  forgetRequests(): void
  /** Resolves once no controller has anything left to do. */
  settled(): Promise<void>
  /** Stops listening and breaks what is open. */
  close(): Promise<void>
}>

/**
 * Starts an API server that behaves as kube-apiserver does, with its garbage collector and namespace controller (SPC-2).
 * Rejects with Node's error (`EADDRINUSE`) where it cannot have the port.
 * @example
 * const space = await startEmbeddedSpace({ name: 'wds1' })
 * await fetch(`${space.url}/readyz`)
 * await space.close()
 */
export async function startEmbeddedSpace(options: SpaceOptions): Promise<EmbeddedSpace> {
  const world = { ...realWorld, ...options.world }
  const users = options.users ?? [{ name: 'admin', groups: ['system:masters'], token: world.uid() }]
  const store = options.store ?? createMemoryStore()
  const signer = createTokenSigner(options.tokenKey)
  const site = { store, catalog: createCatalog(store), world }
  seedSpace(site)
  const controllers = startControllers(site, options.tls?.authority ?? options.tls?.cert ?? '')
  await controllers.settled()
  const faultDesk = createFaultDesk(() => store.compact())
  const requestLog = createRequestLog()
  const settings = {
    authenticator: createAuthenticator(users, store, signer, world.now),
    signer,
    bookmarkInterval: options.bookmarkInterval ?? 60_000,
    faultDesk,
    requestLog,
  }
  const listener: RequestListener = (request, response) => {
    void handleRequest(site, settings, request, response)
  }
  const { tls } = options
  const server =
    tls === undefined
      ? createServer(listener)
      : createSecureServer({ key: tls.key, cert: tls.cert }, listener)
  // Clients keep connections for a while; who closes first must not be the server, just as a request is sent.
  server.keepAliveTimeout = 90_000
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => {
      controllers.stop()
      reject(error)
    })
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  // Listening on a port, not on a pipe.
  const { port } = server.address() as AddressInfo
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  return {
    name: options.name,
    url,
    kubeconfig(name = users[0]?.name) {
      const user = users.find((one) => one.name === name)
      return user && kubeconfigText(options.name, url, user, tls)
    },
    objects: () => [...store.objects()],
    faults: faultDesk.faults,
    requests: requestLog.all,
    forgetRequests: requestLog.clear,
    settled: controllers.settled,
    close() {
      controllers.stop()
      faultDesk.closeAll()
      return new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
    },
  }
}
