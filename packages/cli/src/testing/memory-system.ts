import type { System } from '../system.ts'

/** Files by path: a text, bytes, or the code of the error that reading it raises. A folder `x/` may not be listed. */
export type MemoryFiles = Readonly<Record<string, string | Uint8Array | Readonly<{ error: string }>>>

/** A machine in memory: its files, and what was written to it. */
export type MemorySystem = System & Readonly<{ output: () => string; errors: () => string }>

/** A machine that holds these files; folders are what paths say. */
export function memorySystem(files: MemoryFiles, standardInput = ''): MemorySystem {
  const written = { output: '', errors: '' }
  const isInside = (folder: string) => (path: string) => path.startsWith(`${folder}/`)
  const isFolder = (path: string) => Object.keys(files).some(isInside(path))
  return {
    now: '2026-01-01T00:00:00Z',
    colours: false,
    width: 100,
    isFolder: (given) => {
      const path = given.replace(/\/$/, '')
      if (files[path] === undefined && !isFolder(path)) throw failure('ENOENT')
      return files[path] === undefined
    },
    namesIn: (given) => {
      const path = given.replace(/\/$/, '')
      const inside = Object.keys(files).filter(isInside(path))
      const names = inside.map((one) => one.slice(path.length + 1).split('/')[0] ?? '')
      if (files[`${path}/`] !== undefined) throw failure('EACCES')
      return [...new Set(names)]
    },
    read: (path) => {
      const content = files[path]
      if (content === undefined) throw failure('ENOENT')
      if (typeof content === 'string') return new TextEncoder().encode(content)
      if (content instanceof Uint8Array) return content
      throw failure('error' in content ? content.error : 'EIO')
    },
    readStandardInput: () => new TextEncoder().encode(standardInput),
    write: (text) => {
      written.output += text
    },
    writeError: (text) => {
      written.errors += text
    },
    output: () => written.output,
    errors: () => written.errors,
  }
}

function failure(code: string): Error {
  return Object.assign(new Error(code), { code })
}
