import { type LogEntry, realEnvironment } from '@downsync/adapter-k8s'
import type { Machine } from '../live/machine.ts'
import { type MemoryFiles, type MemorySystem, memorySystem } from './memory-system.ts'

/** A machine in memory that commands can run on: its clock is real, its log is kept, `stop` is Ctrl-C. */
export type MemoryMachine = Machine &
  MemorySystem &
  Readonly<{ stop(): void; log(): readonly LogEntry[]; written(path: string): string | undefined }>

export function memoryMachine(
  files: MemoryFiles = {},
  variables: Readonly<Record<string, string>> = {},
): MemoryMachine {
  const ending = new AbortController()
  const entries: LogEntry[] = []
  const written = new Map<string, string>()
  const system = memorySystem(files)
  return {
    ...system,
    read(path) {
      const text = written.get(path)
      return text === undefined ? system.read(path) : new TextEncoder().encode(text)
    },
    environment: { ...realEnvironment, log: (entry) => void entries.push(entry) },
    stopped: ending.signal,
    stop: () => ending.abort(),
    variable: (name) => variables[name],
    homeFolder: 'home',
    temporaryFolder: () => 'temporary',
    makeFolder: () => undefined,
    writeFile: (path, text) => void written.set(path, text),
    log: () => entries,
    written: (path) => written.get(path),
  }
}
