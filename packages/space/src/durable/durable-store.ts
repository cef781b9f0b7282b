import { join } from 'node:path'
import type { Attempt } from '@downsync/adapter-k8s'
import { type Commit, createMemoryStore, type ObjectStore, type StoredState } from '../store/index.ts'
import { claimFolder } from './claim-folder.ts'
import { createLevelJournal } from './journal.ts'
import { BASE, type Base, baseRecord, commitKeys, objectKeys, readBase, readCommit } from './layout.ts'
import { corruptText, type Level, levelProblem, openLevel } from './level.ts'

export type DurableStoreOptions = Readonly<{
  /** How many changes are remembered, for watches and pages of lists; default 20,000. They survive a restart too. */
  history?: number
  /** Told once, when from now on no write can be kept: each is then refused until the folder is opened anew. */
  onFailure?: (message: string) => void
}>

export type DurableStore = Readonly<{
  store: ObjectStore
  /** Keeps what is still on its way, and lets go of the folder. */
  close(): Promise<void>
}>

const FORMAT = 'downsync space 1'
const EMPTY: Base = { revision: 1, objects: 0 }

/**
 * A store whose objects, revisions and history outlive the process: nothing that `flushed` has resolved for is lost, also not
 * when the machine stops. The folder is made where it is not there; it may hold nothing else, and serves one process at a time.
 */
export async function openDurableStore(
  folder: string,
  options: DurableStoreOptions = {},
): Promise<Attempt<DurableStore>> {
  const claimed = await claimFolder(folder, FORMAT)
  if (!claimed.ok) return claimed
  const opened = await openLevel(join(folder, 'objects'), folder)
  if (!opened.ok) return opened
  const level = opened.value
  const read = await readState(level, folder)
  if (!read.ok) {
    await level.close()
    return read
  }
  const { base, state } = read.value
  const journal = createLevelJournal(level, base, folder, options.onFailure ?? (() => undefined))
  const { history } = options
  const store = createMemoryStore({ journal, restore: state, ...(history === undefined ? {} : { history }) })
  return { ok: true, value: { store, close: journal.close } }
}

async function readState(
  level: Level,
  folder: string,
): Promise<Attempt<Readonly<{ base: Base; state: StoredState }>>> {
  try {
    const base = await readOrMakeBase(level)
    if (base === undefined) return damaged(folder, 'the record "base"')
    const objects = await readCommits(level, objectKeys)
    if (!objects.ok) return damaged(folder, `the record ${JSON.stringify(objects.key)}`)
    if (objects.commits.length !== base.objects)
      return damaged(folder, `${base.objects} objects were kept, and ${objects.commits.length} are there`)
    const commits = await readCommits(level, commitKeys)
    if (!commits.ok) return damaged(folder, `the record ${JSON.stringify(commits.key)}`)
    const gap = commits.commits.findIndex(({ revision }, index) => revision !== base.revision + 1 + index)
    if (gap >= 0) return damaged(folder, `the change of revision ${base.revision + 1 + gap} is missing`)
    const state = { compactedTo: base.revision, objects: objects.commits, commits: commits.commits }
    return { ok: true, value: { base, state } }
  } catch (error) {
    return { ok: false, message: levelProblem(error, 'read', folder) }
  }
}

// Undefined where there is data without a base.
async function readOrMakeBase(level: Level): Promise<Base | undefined> {
  const record = await level.get(BASE)
  if (record !== undefined) return readBase(record)
  const [first] = await level.keys({ limit: 1 }).all()
  if (first !== undefined) return undefined
  await level.put(BASE, baseRecord(EMPTY), { sync: true })
  return EMPTY
}

type Commits = Readonly<{ ok: true; commits: readonly Commit[] } | { ok: false; key: string }>

async function readCommits(level: Level, keys: Readonly<{ first: string; end: string }>): Promise<Commits> {
  const commits: Commit[] = []
  for await (const [key, record] of level.iterator({ gte: keys.first, lt: keys.end })) {
    const commit = readCommit(record)
    if (commit === undefined) return { ok: false, key }
    commits.push(commit)
  }
  return { ok: true, commits }
}

function damaged(folder: string, what: string): Attempt<never> {
  return { ok: false, message: corruptText(folder, what) }
}
