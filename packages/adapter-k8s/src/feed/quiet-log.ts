import type { LogEntry } from '../environment.ts'

/** A log in which one cause is said once, however many resources it hits and however often. */
export type QuietLog = Readonly<{
  /** Takes an entry whose field `why` is its cause: the first of a cause passes as it is, the others for debugging. */
  log(entry: LogEntry): void
  /** The trouble is over: says so, if there was any, and takes every cause for a new one. */
  calm(message: string): void
}>

export function createQuietLog(log: (entry: LogEntry) => void): QuietLog {
  const said = new Set<string>()
  return {
    log(entry) {
      const why = entry.fields?.['why']
      if (typeof why !== 'string' || entry.level === 'error') {
        log(entry)
        return
      }
      log(said.has(why) ? { ...entry, level: 'debug' } : entry)
      said.add(why)
    },
    calm(message) {
      if (said.size > 0) log({ level: 'info', message })
      said.clear()
    },
  }
}
