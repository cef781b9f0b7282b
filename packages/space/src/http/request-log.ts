import type { ServerResponse } from 'node:http'
import type { RequestInfo } from './faults.ts'

/** A request as it came and went. */
export type ServedRequest = Omit<RequestInfo, 'user'> &
  Readonly<{
    /** The name of who asked; `''` for a token that is not known. */
    user: string
    /** Of the answer; 0 while there is none, or where the connection broke first. An open watch has 200. */
    code: number
  }>

/** The latest requests of a space. */
export type RequestLog = Readonly<{
  /** Oldest first. */
  all(): readonly ServedRequest[]
  clear(): void
  arrived(request: Omit<ServedRequest, 'code'>, response: ServerResponse): void
}>

type Entry = { request: Omit<ServedRequest, 'code'>; code: number; response: ServerResponse | undefined }

const REMEMBERED = 10_000

/** @param limit how many are remembered at most; older ones are forgotten */
export function createRequestLog(limit = REMEMBERED): RequestLog {
  let entries: Entry[] = []
  return {
    all: () => entries.slice(-limit).map((entry) => ({ ...entry.request, code: codeOf(entry) })),
    clear() {
      entries = []
    },
    arrived(request, response) {
      const entry: Entry = { request, code: 0, response }
      entries.push(entry)
      // Cut seldom, and then by half: each request costs the same.
      if (entries.length >= 2 * limit) entries = entries.slice(-limit)
      response.on('close', () => {
        entry.code = codeOf(entry)
        entry.response = undefined
      })
    },
  }
}

function codeOf({ response, code }: Entry): number {
  return response?.headersSent === true ? response.statusCode : code
}
