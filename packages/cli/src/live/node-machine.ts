import { mkdirSync, mkdtempSync, renameSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LogEntry, realEnvironment } from '@downsync/adapter-k8s'
import { stringifyJson } from '@downsync/core'
import { nodeSystem } from '../node-system.ts'
import type { Machine } from './machine.ts'

const OWNER_ONLY = { file: 0o600, folder: 0o700 }

/** Where a command writes files. */
export const nodeFolders: Pick<Machine, 'homeFolder' | 'temporaryFolder' | 'makeFolder' | 'writeFile'> = {
  homeFolder: homedir(),
  temporaryFolder: () => mkdtempSync(join(tmpdir(), 'downsync-')),
  makeFolder: (path) => void mkdirSync(path, { recursive: true, mode: OWNER_ONLY.folder }),
  writeFile(path, text) {
    // Whoever reads it meanwhile sees the old one or the new one.
    const part = `${path}.part`
    writeFileSync(part, text, { mode: OWNER_ONLY.file })
    renameSync(part, path)
  },
}

/** The machine that Node runs on; its log goes to standard error. */
export function nodeMachine(options: Readonly<{ isVerbose: boolean }>): Machine {
  const system = nodeSystem()
  const ending = new AbortController()
  let asked = 0
  const end = () => {
    // The first asks for an orderly end, the second for one at once.
    asked++
    if (asked > 1) process.exit(130)
    ending.abort()
  }
  process.on('SIGINT', end)
  process.on('SIGTERM', end)
  return {
    ...system,
    environment: {
      ...realEnvironment,
      log(entry) {
        if (entry.level !== 'debug' || options.isVerbose) system.writeError(logLine(entry, Date.now()))
      },
    },
    stopped: ending.signal,
    variable: (name) => process.env[name],
    ...nodeFolders,
  }
}

/** `12:03:04 warn  message field=value`. */
export function logLine({ level, message, fields }: LogEntry, at: number): string {
  const time = new Date(at).toISOString().slice(11, 19)
  const more = Object.entries(fields ?? {}).map(
    ([key, value]) => ` ${key}=${typeof value === 'string' ? value : stringifyJson(value)}`,
  )
  return `${time} ${level.padEnd(5)} ${message}${more.join('')}\n`
}
