import { randomBytes } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attempt, Environment } from '@downsync/adapter-k8s'
import { codeOf, fileProblem, makeFolder, writeTextFile } from '../files/index.ts'
import type { ServerTls } from '../kubeconfig.ts'
import type { Registry, SpaceRecord } from './registry.ts'
import { type Served, serveSpace } from './serve-space.ts'
import { waitUntilReady } from './space-client.ts'
import type { ManagedSpace, SpaceOrder } from './types.ts'

/** Where a manager has its spaces, and what they share. */
export type House = Readonly<{
  /** undefined: everything is in memory. */
  folder: string | undefined
  /** undefined: no kubeconfigs are written. */
  kubeconfigs: string | undefined
  environment: Environment
  registry: Registry
  tls: ServerTls
}>

/** A space that is served and remembered. */
export type KeptSpace = Readonly<{ record: SpaceRecord; served: Served; managed: ManagedSpace }>

/** Makes a space; where that fails, nothing of it is left. */
export async function makeSpace(house: House, { name, port }: SpaceOrder): Promise<Attempt<KeptSpace>> {
  const isNew = await hasNoFolder(house, name)
  if (!isNew.ok) return isNew
  const record: SpaceRecord = {
    name,
    port: port ?? 0,
    isPortAsked: port !== undefined,
    token: randomBytes(24).toString('base64url'),
    isWhole: false,
  }
  // Whatever happens from here on, the next start knows that this is nobody's yet.
  const begun = await house.registry.put(record)
  if (!begun.ok) return begun
  const kept = await startSpace(house, record)
  if (!kept.ok) await clearSpace(house, name)
  return kept
}

/** Serves a space that is remembered, and remembers at which port. */
export async function startSpace(house: House, record: SpaceRecord): Promise<Attempt<KeptSpace>> {
  const served = await serveSpace({
    name: record.name,
    token: record.token,
    port: record.port === 0 ? undefined : record.port,
    isPortFixed: record.isPortAsked,
    folder: folderOf(house, record.name),
    tls: house.tls,
    environment: house.environment,
  })
  if (!served.ok) return served
  const kept = await introduce(house, record, served.value)
  if (!kept.ok) await served.value.stop()
  return kept
}

/** Stops a space, and takes away what it has. */
export async function deleteSpace(house: House, { record, served }: KeptSpace): Promise<Attempt<undefined>> {
  const begun = await house.registry.put({ ...record, isWhole: false })
  if (!begun.ok) return begun
  await served.stop()
  return clearSpace(house, record.name)
}

/** Takes away what there is of a space that is not served; at last the memory of it. */
export async function clearSpace(house: House, name: string): Promise<Attempt<undefined>> {
  const folder = folderOf(house, name)
  const file = kubeconfigFileOf(house, name)
  try {
    if (file !== undefined) await rm(file, { force: true })
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  } catch (error) {
    return { ok: false, message: fileProblem(error, 'remove', folder ?? file ?? name) }
  }
  return house.registry.remove(name)
}

async function introduce(house: House, record: SpaceRecord, served: Served): Promise<Attempt<KeptSpace>> {
  const { space, port } = served
  const kubeconfig = space.kubeconfig() ?? ''
  const file = kubeconfigFileOf(house, space.name)
  const managed: ManagedSpace = {
    kind: 'embedded',
    name: space.name,
    server: space.url,
    kubeconfig,
    ...(file !== undefined && { kubeconfigFile: file }),
    embedded: space,
  }
  const ready = await waitUntilReady(managed)
  if (!ready.ok) return ready
  if (house.kubeconfigs !== undefined && file !== undefined) {
    const made = await makeFolder(house.kubeconfigs)
    if (!made.ok) return made
    const written = await writeTextFile(file, kubeconfig, 0o600)
    if (!written.ok) return written
  }
  const now = { ...record, port, isWhole: true }
  if (record.isWhole && record.port === port) return { ok: true, value: { record, served, managed } }
  const remembered = await house.registry.put(now)
  return remembered.ok ? { ok: true, value: { record: now, served, managed } } : remembered
}

async function hasNoFolder(house: House, name: string): Promise<Attempt<undefined>> {
  const folder = folderOf(house, name)
  if (folder === undefined) return { ok: true, value: undefined }
  try {
    await stat(folder)
    return {
      ok: false,
      message: `space ${name} cannot be made: ${folder} is there already, and belongs to no space that is known; move it away, or choose another name`,
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { ok: true, value: undefined }
    return { ok: false, message: fileProblem(error, 'read', folder) }
  }
}

function folderOf({ folder }: House, name: string): string | undefined {
  return folder && join(folder, 'spaces', name)
}

function kubeconfigFileOf({ kubeconfigs }: House, name: string): string | undefined {
  return kubeconfigs && join(kubeconfigs, `${name}.kubeconfig`)
}
