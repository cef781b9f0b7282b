import { join } from 'node:path'
import type { Attempt } from '@downsync/adapter-k8s'
import { memberOf, stringAt } from '@downsync/core'
import {
  claimFolder,
  corruptText,
  type Level,
  levelProblem,
  openLevel,
  readRecord,
  recordOf,
} from '../durable/index.ts'

/** What is remembered of a space besides its content. */
export type SpaceRecord = Readonly<{
  name: string
  port: number
  /** Whether somebody wanted this very port. */
  isPortAsked: boolean
  /** Of its master. */
  token: string
  /** False while it is being made or deleted: what is found so at a start is cleared away. */
  isWhole: boolean
}>

/** The spaces of a manager, remembered as long as its folder is there. */
export type Registry = Readonly<{
  records(): readonly SpaceRecord[]
  put(record: SpaceRecord): Promise<Attempt<undefined>>
  remove(name: string): Promise<Attempt<undefined>>
  close(): Promise<void>
}>

const FORMAT = 'downsync spaces 1'
const SPACES = 'space/'

/** Nothing is remembered beyond the process. */
export function createRegistry(): Registry {
  return registryOver(
    new Map(),
    async () => ({ ok: true, value: undefined }),
    async () => undefined,
  )
}

/** Opens the registry in a folder for spaces, which it takes for this process alone. */
export async function openRegistry(folder: string): Promise<Attempt<Registry>> {
  const claimed = await claimFolder(folder, FORMAT)
  if (!claimed.ok) return claimed
  const opened = await openLevel(join(folder, 'registry'), folder)
  if (!opened.ok) return opened
  const level = opened.value
  const records = await readRecords(level, folder)
  if (!records.ok) {
    await level.close()
    return records
  }
  async function write(name: string, record: SpaceRecord | undefined): Promise<Attempt<undefined>> {
    try {
      if (record === undefined) await level.del(SPACES + name, { sync: true })
      else await level.put(SPACES + name, recordOf({ ...record }), { sync: true })
      return { ok: true, value: undefined }
    } catch (error) {
      return { ok: false, message: levelProblem(error, 'write to', folder) }
    }
  }
  return { ok: true, value: registryOver(records.value, write, () => level.close()) }
}

function registryOver(
  records: Map<string, SpaceRecord>,
  write: (name: string, record: SpaceRecord | undefined) => Promise<Attempt<undefined>>,
  close: () => Promise<void>,
): Registry {
  return {
    records: () => [...records.values()],
    async put(record) {
      const written = await write(record.name, record)
      if (written.ok) records.set(record.name, record)
      return written
    },
    async remove(name) {
      const written = await write(name, undefined)
      if (written.ok) records.delete(name)
      return written
    },
    close,
  }
}

async function readRecords(level: Level, folder: string): Promise<Attempt<Map<string, SpaceRecord>>> {
  const records = new Map<string, SpaceRecord>()
  try {
    for await (const [key, text] of level.iterator({ gte: SPACES, lt: 'space0' })) {
      const record = readSpace(text)
      if (record === undefined)
        return { ok: false, message: corruptText(folder, `the record ${JSON.stringify(key)}`) }
      records.set(record.name, record)
    }
    return { ok: true, value: records }
  } catch (error) {
    return { ok: false, message: levelProblem(error, 'read', folder) }
  }
}

function readSpace(text: string): SpaceRecord | undefined {
  const value = readRecord(text)
  const [name, token, port] = [stringAt(value, 'name'), stringAt(value, 'token'), memberOf(value, 'port')]
  if (name === undefined || token === undefined || typeof port !== 'number') return undefined
  const isPortAsked = memberOf(value, 'isPortAsked') === true
  return { name, token, port, isPortAsked, isWhole: memberOf(value, 'isWhole') === true }
}
