import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Attempt } from '@downsync/adapter-k8s'
import { codeOf, fileProblem } from './file-problem.ts'

/** A text file; undefined where there is none. */
export async function readTextFile(path: string): Promise<Attempt<string | undefined>> {
  try {
    return { ok: true, value: await readFile(path, 'utf8') }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { ok: true, value: undefined }
    return { ok: false, message: fileProblem(error, 'read', path) }
  }
}

/**
 * Writes a text file, whole or not at all, also when the machine stops meanwhile.
 * @param mode `0o600` for what only its owner may read
 */
export async function writeTextFile(path: string, text: string, mode: number): Promise<Attempt<undefined>> {
  const draft = `${path}.new`
  try {
    // A leftover would keep its own mode.
    await rm(draft, { force: true })
    const file = await open(draft, 'wx', mode)
    try {
      await file.writeFile(text)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(draft, path)
    await syncFolder(dirname(path))
    return { ok: true, value: undefined }
  } catch (error) {
    return { ok: false, message: fileProblem(error, 'write', path) }
  }
}

/** A folder, made with those above it where it is not there; `0700`, for it holds secrets. */
export async function makeFolder(path: string): Promise<Attempt<undefined>> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 })
    return { ok: true, value: undefined }
  } catch (error) {
    return { ok: false, message: fileProblem(error, 'create the folder', path) }
  }
}

// A new name is safe only when its folder is.
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
