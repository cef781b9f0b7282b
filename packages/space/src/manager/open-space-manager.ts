import { join } from 'node:path'
import { type Attempt, type Environment, realEnvironment } from '@downsync/adapter-k8s'
import { openSpaceTls } from '../certificates/index.ts'
import { clearSpace, deleteSpace, type House, type KeptSpace, makeSpace, startSpace } from './keep-space.ts'
import { createRegistry, openRegistry } from './registry.ts'
import { clientOfSpace } from './space-client.ts'
import type { SpaceManager, SpaceOrder } from './types.ts'

export type SpaceManagerOptions = Readonly<{
  /** Where spaces last, with certificates and kubeconfigs; one process at a time. Default: everything is in memory. */
  folder?: string
  /** Where a kubeconfig file for each space is written; default: `kubeconfigs` in the folder; without a folder none is. */
  kubeconfigs?: string
  /** Default: the machine's clock and randomness, and no log. */
  environment?: Environment
}>

/**
 * A manager of spaces. In a folder, the spaces that it had before are started first: with their content, at their ports,
 * and with their certificate authority, so that kubeconfigs stay good.
 * @returns the manager, or why it cannot be: then nothing of it runs
 * @example
 * const manager = await openSpaceManager({ folder: 'data' })
 * if (manager.ok) await manager.value.create({ kind: 'embedded', name: 'wds1' })
 */
export async function openSpaceManager(options: SpaceManagerOptions = {}): Promise<Attempt<SpaceManager>> {
  const { folder, environment = realEnvironment } = options
  const registry: Awaited<ReturnType<typeof openRegistry>> =
    folder === undefined ? { ok: true, value: createRegistry() } : await openRegistry(folder)
  if (!registry.ok) return registry
  const tls = await openSpaceTls(environment.now(), folder && join(folder, 'certificates'))
  if (!tls.ok) {
    await registry.value.close()
    return tls
  }
  const house: House = {
    folder,
    kubeconfigs: options.kubeconfigs ?? (folder && join(folder, 'kubeconfigs')),
    environment,
    registry: registry.value,
    tls: tls.value,
  }
  const kept = await startAll(house)
  if (kept.ok) return { ok: true, value: managerOf(house, kept.value) }
  await registry.value.close()
  return kept
}

async function startAll(house: House): Promise<Attempt<Map<string, KeptSpace>>> {
  const spaces = new Map<string, KeptSpace>()
  for (const record of house.registry.records()) {
    const { name } = record
    // Cut short when it was made or deleted.
    const started = record.isWhole ? await startSpace(house, record) : await clearSpace(house, name)
    if (!started.ok) {
      await stopAll(spaces)
      return started
    }
    if (started.value !== undefined) spaces.set(name, started.value)
  }
  return { ok: true, value: spaces }
}

function managerOf(house: House, spaces: Map<string, KeptSpace>): SpaceManager {
  // What is under way, by name: nothing else may happen to that space meanwhile.
  const underWay = new Map<string, Promise<unknown>>()
  let isClosed = false

  async function alone<T>(name: string, work: () => Promise<Attempt<T>>): Promise<Attempt<T>> {
    if (isClosed) return refusal('the manager of spaces is closed')
    if (underWay.has(name)) return refusal(`space ${name} is just being made or deleted: try again`)
    const done = work()
    underWay.set(name, done)
    try {
      return await done
    } finally {
      underWay.delete(name)
    }
  }

  function find(name: string): Attempt<KeptSpace> {
    const found = spaces.get(name)
    if (found !== undefined) return { ok: true, value: found }
    const others = [...spaces.keys()].sort().join(', ')
    return refusal(
      `there is no space ${name}: ${others === '' ? 'there is none at all' : `there is ${others}`}`,
    )
  }

  return {
    async list() {
      const all = [...spaces.values()].map(({ managed }) => managed)
      return { ok: true, value: all.sort((a, b) => (a.name < b.name ? -1 : 1)) }
    },
    async get(name) {
      const found = find(name)
      return found.ok ? { ok: true, value: found.value.managed } : found
    },
    create: (order) =>
      alone(order.name, async () => {
        const wrong = faultOf(order)
        if (wrong !== undefined) return refusal(wrong)
        if (spaces.has(order.name))
          return refusal(`there is a space ${order.name} already: choose another name, or delete it first`)
        const made = await makeSpace(house, order)
        if (!made.ok) return made
        spaces.set(order.name, made.value)
        return { ok: true, value: made.value.managed }
      }),
    delete: (name) =>
      alone(name, async () => {
        const found = find(name)
        if (!found.ok) return found
        const deleted = await deleteSpace(house, found.value)
        if (deleted.ok) spaces.delete(name)
        return deleted
      }),
    async clientOf(name) {
      const found = find(name)
      return found.ok ? clientOfSpace(found.value.managed) : found
    },
    async close() {
      isClosed = true
      await Promise.allSettled(underWay.values())
      await stopAll(spaces)
      await house.registry.close()
    },
  }
}

async function stopAll(spaces: Map<string, KeptSpace>): Promise<void> {
  await Promise.all([...spaces.values()].map(({ served }) => served.stop()))
  spaces.clear()
}

function faultOf({ name, port }: SpaceOrder): string | undefined {
  if (!/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name))
    return `${JSON.stringify(name)} cannot be the name of a space: it has at most 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit`
  if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536))
    return `${port} is not a port: ports are whole numbers from 1 to 65535`
  return undefined
}

function refusal(message: string): Readonly<{ ok: false; message: string }> {
  return { ok: false, message }
}
