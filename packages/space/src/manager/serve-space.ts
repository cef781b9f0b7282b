import { join } from 'node:path'
import type { Attempt, Environment } from '@downsync/adapter-k8s'
import { type DurableStore, openDurableStore } from '../durable/index.ts'
import { type EmbeddedSpace, type SpaceOptions, startEmbeddedSpace } from '../embedded-space.ts'
import { codeOf, makeFolder } from '../files/index.ts'
import type { ServerTls } from '../kubeconfig.ts'
import { openTokenKey } from '../tokens/index.ts'

/** How to serve a space. */
export type Service = Readonly<{
  name: string
  token: string
  /** undefined: any free one. */
  port: number | undefined
  /** Whether it must be that port, and no other. */
  isPortFixed: boolean
  /** Where its content is; undefined: in memory. */
  folder: string | undefined
  tls: ServerTls
  environment: Environment
}>

export type Served = Readonly<{ space: EmbeddedSpace; port: number; stop(): Promise<void> }>

// Below what systems give to outgoing connections, so that a port stays free while it is not served.
const LOWEST_PORT = 20_000
const HIGHEST_PORT = 32_000
const TRIES = 50

/** Serves a space until it is stopped, with its content of before where it has a folder. */
export async function serveSpace(service: Service): Promise<Attempt<Served>> {
  const content = await openContent(service)
  if (!content.ok) return { ok: false, message: `space ${service.name} cannot start: ${content.message}` }
  const { durable, tokenKey } = content.value
  const started = await startAtPort(service, {
    name: service.name,
    users: [{ name: 'admin', groups: ['system:masters'], token: service.token }],
    tls: service.tls,
    world: { now: service.environment.now },
    ...(tokenKey && { tokenKey }),
    ...(durable && { store: durable.store }),
  })
  if (!started.ok) {
    await durable?.close()
    return started
  }
  const space = started.value
  return {
    ok: true,
    value: {
      space,
      port: Number(new URL(space.url).port),
      async stop() {
        await space.close()
        await durable?.close()
      },
    },
  }
}

type Content = Readonly<{ durable?: DurableStore; tokenKey?: Uint8Array }>

async function openContent({ folder, name, environment }: Service): Promise<Attempt<Content>> {
  if (folder === undefined) return { ok: true, value: {} }
  const made = await makeFolder(folder)
  if (!made.ok) return made
  const key = await openTokenKey(join(folder, 'token.key'))
  if (!key.ok) return key
  const durable = await openDurableStore(join(folder, 'store'), {
    onFailure: (message) =>
      environment.log({
        level: 'error',
        message: `space ${name} refuses every write from now on: ${message}`,
      }),
  })
  return durable.ok ? { ok: true, value: { durable: durable.value, tokenKey: key.value } } : durable
}

async function startAtPort(service: Service, options: SpaceOptions): Promise<Attempt<EmbeddedSpace>> {
  const { port, isPortFixed, name, environment } = service
  if (port !== undefined) {
    const asked = await tryPort(options, port)
    if (asked.kind === 'started') return { ok: true, value: asked.space }
    if (asked.kind === 'failed') return { ok: false, message: `space ${name} cannot start: ${asked.message}` }
    if (isPortFixed) return { ok: false, message: `space ${name} cannot start: ${asked.message}` }
    environment.log({
      level: 'warn',
      message: `space ${name} takes another port, and its kubeconfig is written anew: ${asked.message}`,
    })
  }
  for (let count = 0; count < TRIES; count++) {
    const any = LOWEST_PORT + Math.floor(environment.random() * (HIGHEST_PORT - LOWEST_PORT))
    const tried = await tryPort(options, any)
    if (tried.kind === 'started') return { ok: true, value: tried.space }
    if (tried.kind === 'failed') return { ok: false, message: `space ${name} cannot start: ${tried.message}` }
  }
  return {
    ok: false,
    message: `space ${name} cannot start: no free port was found between ${LOWEST_PORT} and ${HIGHEST_PORT}; give it one`,
  }
}

type Tried =
  | Readonly<{ kind: 'started'; space: EmbeddedSpace }>
  /** Another port may do. */
  | Readonly<{ kind: 'taken'; message: string }>
  | Readonly<{ kind: 'failed'; message: string }>

async function tryPort(options: SpaceOptions, port: number): Promise<Tried> {
  try {
    return { kind: 'started', space: await startEmbeddedSpace({ ...options, port }) }
  } catch (error) {
    switch (codeOf(error)) {
      case 'EADDRINUSE':
        return {
          kind: 'taken',
          message: `port ${port} is in use by another program: stop that program, or give the space another port`,
        }
      case 'EACCES':
        return {
          kind: 'taken',
          message: `port ${port} needs rights that this program does not have: give the space a port above 1023`,
        }
      default:
        return { kind: 'failed', message: error instanceof Error ? error.message : String(error) }
    }
  }
}
