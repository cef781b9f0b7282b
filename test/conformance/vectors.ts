import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'

const own = fileURLToPath(new URL('vectors', import.meta.url))

/**
 * The lines of a file of vectors.
 * @param file its name, without `.jsonl`
 * @param folder where plain `.jsonl` files stand; undefined: the project's own, compressed ones
 * @returns undefined when there is no such file
 */
export function linesOf(file: string, folder: string | undefined): readonly string[] | undefined {
  const path = folder === undefined ? join(own, `${file}.jsonl.gz`) : join(folder, `${file}.jsonl`)
  if (!existsSync(path)) return undefined
  const bytes = readFileSync(path)
  const text = (folder === undefined ? gunzipSync(bytes) : bytes).toString('utf8')
  return text.split('\n').filter((line) => line !== '')
}
