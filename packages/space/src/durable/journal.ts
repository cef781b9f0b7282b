import type { Attempt } from '@downsync/adapter-k8s'
import type { Commit, Journal } from '../store/index.ts'
import { BASE, type Base, baseRecord, commitKey, commitRecord, objectKey, readCommit } from './layout.ts'
import { corruptText, type Level, levelProblem } from './level.ts'

/** A journal in LevelDB, with its end. */
export type LevelJournal = Journal & Readonly<{ close(): Promise<void> }>

type Operation = Readonly<{ type: 'put'; key: string; value: string } | { type: 'del'; key: string }>
type Batch = Readonly<{ operations: Operation[]; promise: Promise<void>; settle(failure?: Error): void }>

/** What a journal needs of a LevelDB. */
export type JournalLevel = Pick<Level, 'iterator' | 'hasMany' | 'close'> &
  Readonly<{ batch(operations: Operation[], options: Readonly<{ sync: true }>): Promise<void> }>

// How many commits move to the base at once: new ones wait meanwhile.
const STEP = 500

/**
 * Keeps commits. What comes while a batch is on its way to the disk goes together in the next; compaction happens between, step by step.
 * @param owner the folder, for messages
 * @param onFailure is told once, when from now on nothing can be kept
 */
export function createLevelJournal(
  level: JournalLevel,
  start: Base,
  owner: string,
  onFailure: (message: string) => void,
): LevelJournal {
  let base = start
  let compactTo = start.revision
  let gathering: Batch | undefined
  let writing: Batch | undefined
  let failure: Error | undefined
  let round: Promise<void> | undefined

  function end(message: string): void {
    failure ??= new Error(message)
    writing?.settle(failure)
    gathering?.settle(failure)
    writing = gathering = undefined
  }

  function fail(message: string): void {
    if (failure === undefined) onFailure(message)
    end(message)
  }

  async function work(): Promise<void> {
    // What is committed in one go is kept in one go.
    await Promise.resolve()
    try {
      while (failure === undefined && (gathering !== undefined || base.revision < compactTo)) {
        if (gathering !== undefined) {
          writing = gathering
          gathering = undefined
          await level.batch(writing.operations, { sync: true })
          writing.settle()
          writing = undefined
        }
        if (base.revision >= compactTo) continue
        const step = await compactStep(level, base, compactTo, owner)
        if (step.ok) base = step.value
        else fail(step.message)
      }
    } catch (error) {
      fail(levelProblem(error, 'write to', owner))
    }
    round = undefined
  }

  function flushed(): Promise<void> {
    if (failure !== undefined) return Promise.reject(failure)
    return (gathering ?? writing)?.promise ?? Promise.resolve()
  }

  return {
    append(commit) {
      if (failure !== undefined) return
      gathering ??= createBatch()
      gathering.operations.push({ type: 'put', key: commitKey(commit.revision), value: commitRecord(commit) })
      round ??= work()
    },
    compacted(to) {
      compactTo = Math.max(compactTo, to)
      if (failure === undefined) round ??= work()
    },
    flushed,
    async close() {
      while (round !== undefined) await round
      end(`${owner} is closed`)
      await level.close()
    },
  }
}

// Moves the oldest commits to the base, all of it in one batch: a crash leaves the state before or after.
async function compactStep(
  level: JournalLevel,
  base: Base,
  to: number,
  owner: string,
): Promise<Attempt<Base>> {
  const last = Math.min(to, base.revision + STEP)
  const range = { gte: commitKey(base.revision + 1), lte: commitKey(last) }
  const moved = new Map<string, Commit>()
  const operations: Operation[] = []
  for await (const [key, record] of level.iterator(range)) {
    const commit = readCommit(record)
    if (commit === undefined)
      return { ok: false, message: corruptText(owner, `the record ${JSON.stringify(key)}`) }
    moved.set(objectKey(commit.id), commit)
    operations.push({ type: 'del', key })
  }
  const keys = [...moved.keys()]
  const were = await level.hasMany(keys)
  let objects = base.objects - were.filter((is) => is).length
  for (const [key, commit] of moved)
    if (commit.object === undefined) operations.push({ type: 'del', key })
    else {
      objects++
      operations.push({ type: 'put', key, value: commitRecord(commit) })
    }
  const next = { revision: last, objects }
  operations.push({ type: 'put', key: BASE, value: baseRecord(next) })
  await level.batch(operations, { sync: true })
  return { ok: true, value: next }
}

function createBatch(): Batch {
  let settle: (failure?: Error) => void = () => undefined
  const promise = new Promise<void>((resolve, reject) => {
    settle = (failure) => (failure === undefined ? resolve() : reject(failure))
  })
  // Whoever waits hears of a failure; nobody may be waiting.
  promise.catch(() => undefined)
  return { operations: [], promise, settle }
}
