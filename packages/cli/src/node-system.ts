import { readdirSync, readFileSync, statSync, writeSync } from 'node:fs'
import type { System } from './system.ts'

const STANDARD_INPUT = 0
const STANDARD_OUTPUT = 1
const STANDARD_ERROR = 2

/** The machine that Node runs on. */
export function nodeSystem(): System {
  const { env, stdout } = process
  return {
    now: new Date().toISOString().replace(/\.\d+Z$/, 'Z'),
    // https://no-color.org: set to anything but nothing.
    colours: stdout.isTTY && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb',
    width: stdout.columns ?? 100,
    isFolder: (path) => statSync(path).isDirectory(),
    namesIn: (path) => readdirSync(path),
    read: (path) => readFileSync(path),
    readStandardInput: () => readFileSync(STANDARD_INPUT),
    write: (text) => writeAll(STANDARD_OUTPUT, text),
    writeError: (text) => writeAll(STANDARD_ERROR, text),
  }
}

// A pipe may take less than all, or nothing for a moment.
function writeAll(descriptor: number, text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      const code = (error as NodeJS.ErrnoException).code
      // Whoever reads has gone, as `head` does.
      if (code === 'EPIPE') return
      if (code !== 'EAGAIN') throw error
    }
  }
}
