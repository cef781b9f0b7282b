import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseJson, stringAt, valueAt } from '@downsync/core'
import { startEmbeddedSpace, type TokenUser } from '@downsync/space'
import { type Etcd, startControllerManager, startEtcd, startKubeApiserver } from '../real-servers/index.ts'
import type { Target } from './raw-http.ts'

/** An API server that plays scenarios. */
export type Player = Readonly<{ target: Target; close(): Promise<void> }>

const TOKENS = { admin: 'admin-token', bob: 'bob-token', nobody: '', stranger: 'nobody-knows-this' } as const
const users: readonly TokenUser[] = [
  { name: 'admin', groups: ['system:masters'], token: TOKENS.admin },
  { name: 'bob', groups: ['devs'], token: TOKENS.bob },
]

/** What an embedded space does by itself, and so must the real one. */
const CONTROLLERS = [
  'garbage-collector-controller',
  'namespace-controller',
  'serviceaccount-controller',
  'root-ca-certificate-publisher-controller',
]

export async function startEmbeddedPlayer(): Promise<Player> {
  const space = await startEmbeddedSpace({ name: 'parity', users })
  return {
    target: {
      server: space.url,
      tokens: TOKENS,
      async compact() {
        space.faults.compact()
      },
    },
    close: () => space.close(),
  }
}

/** @param assets the folder with the binaries */
export async function startRealPlayer(assets: string): Promise<Player> {
  const etcd = await startEtcd(assets)
  const server = await startKubeApiserver({ etcd, name: 'parity', users })
  const folder = mkdtempSync(join(tmpdir(), 'parity-'))
  const authority = join(folder, 'authority.pem')
  writeFileSync(authority, server.authority)
  const manager = await startControllerManager({
    assets,
    kubeconfig: server.kubeconfig() ?? '',
    controllers: CONTROLLERS,
    flags: [`--root-ca-file=${authority}`],
  })
  return {
    target: {
      server: server.url,
      certificateAuthority: server.authority,
      tokens: TOKENS,
      compact: () => compact(etcd),
    },
    async close() {
      await manager.close()
      await server.close()
      await etcd.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// By etcd's JSON gateway.
async function compact(etcd: Etcd): Promise<void> {
  const call = async (path: string, body: unknown) => {
    const answer = await fetch(`${etcd.url}/v3/kv/${path}`, { method: 'POST', body: JSON.stringify(body) })
    if (!answer.ok) throw new Error(`etcd: ${path}: ${answer.status} ${await answer.text()}`)
    const read = parseJson(await answer.text())
    return read.ok ? read.value : null
  }
  const looked = await call('range', { key: 'AA==' })
  await call('compaction', { revision: stringAt(valueAt(looked, 'header'), 'revision'), physical: true })
}
