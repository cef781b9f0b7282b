import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Attempt } from '@downsync/adapter-k8s'
import { fileProblem, makeFolder, readTextFile, writeTextFile } from '../files/index.ts'

const MARK = 'format'

/**
 * Takes a folder for data of one format: a new or empty one is marked with it, a marked one must be of the same format, and
 * any other is refused as it is.
 * @param format says what the data is, with its version: `downsync space 1`
 */
export async function claimFolder(folder: string, format: string): Promise<Attempt<undefined>> {
  const made = await makeFolder(folder)
  if (!made.ok) return made
  const mark = await readTextFile(join(folder, MARK))
  if (!mark.ok) return mark
  if (mark.value !== undefined)
    return mark.value.trim() === format
      ? { ok: true, value: undefined }
      : {
          ok: false,
          message: `${folder} holds data of the format ${JSON.stringify(mark.value.trim())}, and ${JSON.stringify(format)} is wanted: use the version of downsync that wrote it, or give another folder`,
        }
  const files = await filesOf(folder)
  if (!files.ok) return files
  // The draft of a mark is what a start leaves that was cut short.
  const others = files.value.filter((file) => file !== `${MARK}.new`)
  if (others.length > 0)
    return {
      ok: false,
      message: `${folder} is not empty, and downsync did not write what is in it (${JSON.stringify(others[0])}): give a new or an empty folder`,
    }
  return writeTextFile(join(folder, MARK), `${format}\n`, 0o600)
}

async function filesOf(folder: string): Promise<Attempt<readonly string[]>> {
  try {
    return { ok: true, value: await readdir(folder) }
  } catch (error) {
    return { ok: false, message: fileProblem(error, 'read', folder) }
  }
}
