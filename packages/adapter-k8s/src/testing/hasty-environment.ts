import type { Environment, LogEntry } from '../environment.ts'
import { realEnvironment } from '../environment.ts'

/** The machine's, with a clock that runs so many times as fast: what waits does not wait long. */
export function hastyEnvironment(haste = 20): Environment & Readonly<{ logged: LogEntry[] }> {
  const begun = Date.now()
  const logged: LogEntry[] = []
  return {
    ...realEnvironment,
    logged,
    log: (entry) => void logged.push(entry),
    now: () => begun + (Date.now() - begun) * haste,
    sleep: (milliseconds, signal) => realEnvironment.sleep(milliseconds / haste, signal),
  }
}
