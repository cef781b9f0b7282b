import { readdir } from 'node:fs/promises'
import type { Attempt } from '@downsync/adapter-k8s'
import type { ClassicLevel } from 'classic-level'
import { codeOf, fileProblem } from '../files/index.ts'

/** A LevelDB of texts. */
export type Level = ClassicLevel

/**
 * Opens the LevelDB in a folder, or makes one where there is none; no other process can then.
 * @param owner the folder that a user knows, for messages
 */
export async function openLevel(path: string, owner: string): Promise<Attempt<Level>> {
  const there = await isThere(path, owner)
  if (!there.ok) return there
  // Native code, not needed for stores in memory.
  const { ClassicLevel } = await import('classic-level')
  const level: Level = new ClassicLevel(path, { createIfMissing: !there.value })
  try {
    await level.open()
    return { ok: true, value: level }
  } catch (error) {
    return { ok: false, message: openProblem(error, owner) }
  }
}

/** Why a LevelDB could not be read or written. */
export function levelProblem(error: unknown, doing: string, owner: string): string {
  const text = messageOf(error)
  // A file that its own list of files names.
  const isMissing = text.includes('No such file or directory')
  if (isMissing || codeOf(error) === 'LEVEL_CORRUPTION') return corruptText(owner, text)
  const [, reason] = Object.entries(systemReasons).find(([words]) => text.includes(words)) ?? []
  return reason === undefined ? fileProblem(error, doing, owner) : `cannot ${doing} ${owner}: ${reason}`
}

export function corruptText(owner: string, what: string): string {
  return `what ${owner} holds is damaged, and is left as it is: ${what}. Put a copy of it in its place, or give another folder`
}

// A database without its CURRENT would be taken for none, and made anew over what is left of it.
async function isThere(path: string, owner: string): Promise<Attempt<boolean>> {
  try {
    const files = await readdir(path)
    if (files.includes('CURRENT')) return { ok: true, value: true }
    if (!files.some((file) => /\.(ldb|sst|log)$/.test(file))) return { ok: true, value: false }
    return { ok: false, message: corruptText(owner, `${path} has data, but no file CURRENT`) }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { ok: true, value: false }
    return { ok: false, message: fileProblem(error, 'read', path) }
  }
}

function openProblem(error: unknown, owner: string): string {
  const cause: unknown = error instanceof Error && error.cause !== undefined ? error.cause : error
  if (codeOf(cause) === 'LEVEL_LOCKED')
    return `${owner} is in use by another process, and serves one at a time: stop that one, or give another folder`
  return levelProblem(cause, 'open', owner)
}

// LevelDB gives the system's words, not its codes.
const systemReasons: Readonly<Record<string, string>> = {
  'Permission denied': 'no permission',
  'Read-only file system': 'the file system is read-only',
  'No space left on device': 'no space is left on the disk',
  'Disk quota exceeded': 'the disk quota is used up',
  'Too many open files': 'too many files are open',
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
