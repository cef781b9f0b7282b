import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Attempt, type LogEntry, realEnvironment } from '@downsync/adapter-k8s'
import { stringAt } from '@downsync/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSpaceManager, type SpaceManagerOptions } from './open-space-manager.ts'
import { openRegistry } from './registry.ts'
import type { ManagedSpace, SpaceManager } from './types.ts'

const MAPS = '/api/v1/namespaces/default/configmaps'

let folder: string
let open: SpaceManager[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downsync-manager-'))
})
afterEach(async () => {
  for (const manager of open) await manager.close()
  open = []
  await rm(folder, { recursive: true, force: true })
})

function got<T>(attempt: Attempt<T>): T {
  if (!attempt.ok) throw new Error(attempt.message)
  return attempt.value
}

function messageOf(attempt: Attempt<unknown>): string {
  return attempt.ok ? 'went well' : attempt.message
}

async function managerOf(options: SpaceManagerOptions = {}): Promise<SpaceManager> {
  const manager = got(await openSpaceManager(options))
  open.push(manager)
  return manager
}

const embedded = (name: string, port?: number) =>
  ({ kind: 'embedded', name, ...(port !== undefined && { port }) }) as const

async function writeMap(manager: SpaceManager, space: string, name: string): Promise<number> {
  const client = got(await manager.clientOf(space))
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } }
  const answer = await client.request({ method: 'POST', path: MAPS, body })
  client.close()
  return answer.kind === 'answer' ? answer.code : 0
}

async function hasMap(manager: SpaceManager, space: string, name: string): Promise<boolean> {
  const client = got(await manager.clientOf(space))
  const answer = await client.request({ method: 'GET', path: `${MAPS}/${name}` })
  client.close()
  return answer.kind === 'answer' && stringAt(answer.body, 'metadata', 'name') === name
}

async function listenAt(port: number): Promise<Readonly<{ port: number; close(): Promise<void> }>> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function freePort(): Promise<number> {
  const server = await listenAt(0)
  await server.close()
  return server.port
}

const portOf = (space: ManagedSpace): number => Number(new URL(space.server).port)

describe('SPC-1 a manager of embedded spaces', () => {
  it('makes them, lists them, gives clients of them, and takes them away', async () => {
    const manager = await managerOf()
    const made = got(await manager.create(embedded('wds1')))
    expect(made.server).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
    expect(made.kubeconfigFile).toBeUndefined()
    await manager.create(embedded('its1'))
    expect(got(await manager.list()).map(({ name }) => name)).toEqual(['its1', 'wds1'])
    expect(got(await manager.get('wds1'))).toBe(made)
    expect(await writeMap(manager, 'wds1', 'a')).toBe(201)
    expect(await hasMap(manager, 'its1', 'a')).toBe(false)
    expect(messageOf(await manager.delete('its1'))).toBe('went well')
    for (const lost of [manager.get('its1'), manager.clientOf('its1'), manager.delete('its1')])
      expect(messageOf(await lost)).toBe('there is no space its1: there is wds1')
    expect(await hasMap(manager, 'wds1', 'a')).toBe(true)
  })

  it('writes kubeconfigs for their owner alone', async () => {
    const manager = await managerOf({ kubeconfigs: join(folder, 'configs') })
    const made = got(await manager.create(embedded('wds1')))
    const file = join(folder, 'configs', 'wds1.kubeconfig')
    expect(made.kubeconfigFile).toBe(file)
    expect(await readFile(file, 'utf8')).toBe(made.kubeconfig)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await manager.delete('wds1')
    expect(existsSync(file)).toBe(false)
  })

  it('has them again when it is opened again: content, port, token and authority', async () => {
    const first = await managerOf({ folder })
    const before = [
      got(await first.create(embedded('wds1'))),
      got(await first.create(embedded('its1', await freePort()))),
    ]
    expect(await writeMap(first, 'wds1', 'a')).toBe(201)
    await first.close()
    const second = await managerOf({ folder })
    for (const space of before) {
      const after = got(await second.get(space.name))
      expect([after.server, after.kubeconfig]).toEqual([space.server, space.kubeconfig])
    }
    expect(await hasMap(second, 'wds1', 'a')).toBe(true)
    expect(messageOf(await second.delete('wds1'))).toBe('went well')
    expect(existsSync(join(folder, 'spaces', 'wds1'))).toBe(false)
    await second.create(embedded('wds1'))
    expect(await hasMap(second, 'wds1', 'a')).toBe(false)
  })

  it('clears away at its start what was cut short when it was made or deleted', async () => {
    const first = await managerOf({ folder })
    const kept = got(await first.create(embedded('a')))
    const cut = got(await first.create(embedded('b')))
    await first.close()
    const registry = got(await openRegistry(folder))
    for (const record of registry.records())
      if (record.name === 'b') await registry.put({ ...record, isWhole: false })
    await registry.close()
    const second = await managerOf({ folder })
    expect(got(await second.list()).map(({ server }) => server)).toEqual([kept.server])
    expect(existsSync(join(folder, 'spaces', 'b'))).toBe(false)
    expect(existsSync(cut.kubeconfigFile ?? '')).toBe(false)
  })

  it('starts all or none, and says which cannot', async () => {
    const first = await managerOf({ folder })
    const kept = got(await first.create(embedded('a')))
    await first.create(embedded('b'))
    await first.close()
    const key = join(folder, 'spaces', 'b', 'token.key')
    await writeFile(key, 'spoilt')
    expect(messageOf(await openSpaceManager({ folder }))).toBe(
      `space b cannot start: ${key} is not a key of tokens: put a copy of it in its place, or remove it, which makes all tokens of ServiceAccounts invalid`,
    )
    await (await listenAt(portOf(kept))).close()
    await rm(key)
    await managerOf({ folder })
  })
})

describe('SPC-1 what cannot be', () => {
  it.each(['', 'Wds1', 'a_b', '-a', 'a-', '../x', 'a'.repeat(64)])('the name %j', async (name) => {
    const manager = await managerOf()
    expect(messageOf(await manager.create(embedded(name)))).toBe(
      `${JSON.stringify(name)} cannot be the name of a space: it has at most 63 lower-case letters, digits and hyphens, and begins and ends with a letter or digit`,
    )
  })

  it('a second of a name, also at the same time', async () => {
    const manager = await managerOf()
    const [first, second] = await Promise.all([manager.create(embedded('a')), manager.create(embedded('a'))])
    expect(messageOf(first)).toBe('went well')
    expect(messageOf(second)).toBe('space a is just being made or deleted: try again')
    expect(messageOf(await manager.create(embedded('a')))).toBe(
      'there is a space a already: choose another name, or delete it first',
    )
  })

  it.each([0, -1, 65_536, 1.5])('the port %d', async (port) => {
    const manager = await managerOf()
    expect(messageOf(await manager.create(embedded('a', port)))).toBe(
      `${port} is not a port: ports are whole numbers from 1 to 65535`,
    )
  })

  it('a port that somebody has; nothing is left of the space then', async () => {
    const other = await listenAt(0)
    const manager = await managerOf({ folder })
    const said = `space a cannot start: port ${other.port} is in use by another program: stop that program, or give the space another port`
    expect(messageOf(await manager.create(embedded('a', other.port)))).toBe(said)
    expect(existsSync(join(folder, 'spaces', 'a'))).toBe(false)
    await other.close()
    const made = got(await manager.create(embedded('a', other.port)))
    expect(portOf(made)).toBe(other.port)
    await manager.close()
    const again = await listenAt(other.port)
    expect(messageOf(await openSpaceManager({ folder }))).toBe(said)
    await again.close()
    expect(portOf(got(await (await managerOf({ folder })).get('a')))).toBe(other.port)
  })

  it('a port that it took by itself, and that somebody has now: it says so, and takes another', async () => {
    const first = await managerOf({ folder })
    const before = got(await first.create(embedded('a')))
    await first.close()
    const other = await listenAt(portOf(before))
    const said: LogEntry[] = []
    const second = await managerOf({
      folder,
      environment: { ...realEnvironment, log: (entry) => said.push(entry) },
    })
    const after = got(await second.get('a'))
    expect(after.server).not.toBe(before.server)
    expect(said).toMatchObject([
      { level: 'warn', message: expect.stringContaining(`port ${other.port} is in use`) },
    ])
    expect(await readFile(after.kubeconfigFile ?? '', 'utf8')).toContain(after.server)
    await second.close()
    await other.close()
    expect(got(await (await managerOf({ folder })).get('a')).server).toBe(after.server)
  })

  it('a folder that another manager has', async () => {
    await managerOf({ folder })
    expect(messageOf(await openSpaceManager({ folder }))).toBe(
      `${folder} is in use by another process, and serves one at a time: stop that one, or give another folder`,
    )
  })

  it('a folder that is a file, or that holds something else', async () => {
    await writeFile(join(folder, 'notes.txt'), '')
    expect(messageOf(await openSpaceManager({ folder: join(folder, 'notes.txt') }))).toBe(
      `cannot create the folder ${join(folder, 'notes.txt')}: it is a file, not a folder`,
    )
    expect(messageOf(await openSpaceManager({ folder }))).toContain(
      'is not empty, and downsync did not write',
    )
  })

  it('a folder of a space that nobody knows', async () => {
    const manager = await managerOf({ folder })
    await mkdir(join(folder, 'spaces', 'a'), { recursive: true })
    await writeFile(join(folder, 'spaces', 'a', 'precious'), '')
    expect(messageOf(await manager.create(embedded('a')))).toContain('belongs to no space that is known')
    expect(existsSync(join(folder, 'spaces', 'a', 'precious'))).toBe(true)
  })

  it('anything, once it is closed', async () => {
    const manager = await managerOf()
    await manager.create(embedded('a'))
    await manager.close()
    expect(messageOf(await manager.create(embedded('b')))).toBe('the manager of spaces is closed')
    expect(got(await manager.list())).toEqual([])
  })
})
