import type { Environment } from '@downsync/adapter-k8s'
import type { System } from '../system.ts'

/** What commands that run against spaces need of the machine, besides what all commands need. */
export interface Machine extends System {
  readonly environment: Environment
  /** Aborts when the user wants an end: Ctrl-C, or the end of the service. */
  readonly stopped: AbortSignal
  variable(name: string): string | undefined
  readonly homeFolder: string
  /** A new, empty folder of this run. Throws as `node:fs` does. */
  temporaryFolder(): string
  /** Makes a folder with all above it, for its owner alone. Throws as `node:fs` does. */
  makeFolder(path: string): void
  /** Writes a file for its owner alone. Throws as `node:fs` does. */
  writeFile(path: string, text: string): void
}
