/** What the program needs of the machine that it runs on; tests give one of their own. */
export interface System {
  /** RFC 3339: the time of the plan when none is given. */
  readonly now: string
  /** Whether standard output takes colours. */
  readonly colours: boolean
  /** Columns that a line may have. */
  readonly width: number
  /** Whether a path is that of a folder. Throws an error with a `code`, as `node:fs` does. */
  isFolder(path: string): boolean
  /** Names in a folder. Throws as above. */
  namesIn(path: string): readonly string[]
  /** Throws as above. */
  read(path: string): Uint8Array
  readStandardInput(): Uint8Array
  write(text: string): void
  writeError(text: string): void
}
