import { stringifyJson } from '@downsync/core'
import { codeOf, connectionErrorText } from './connection-error.ts'
import type { Credentials } from './credentials.ts'
import type { Lifeline, Lifelines } from './lifeline.ts'
import { type OpenRequest, type Outgoing, openRequest } from './open-request.ts'
import { readBody, retryAfterOf } from './read-body.ts'
import type { ApiAnswer, ApiRequest } from './types.ts'

/** What all requests of a client share. */
export type Line = Readonly<{
  base: URL
  server: string
  userAgent: string
  requestTimeout: number
  credentials: Credentials
  lifelines: Lifelines
}>

/** One request and its whole answer. */
export async function sendRequest(line: Line, request: ApiRequest, signal?: AbortSignal): Promise<ApiAnswer> {
  const lifeline = line.lifelines.create(signal)
  const timeout = request.timeout ?? line.requestTimeout
  lifeline.expire(timeout, `${line.server} did not answer within ${timeout / 1000} s`)
  const outgoing = outgoingOf(line, request)
  try {
    const first = await attempt(line, outgoing, lifeline)
    // A server may close a connection just as it is used again; what only reads can be asked once more.
    const isStale = first.kind === 'failed' && first.wasReused && request.method === 'GET'
    return answerOf(isStale ? await attempt(line, outgoing, lifeline) : first)
  } finally {
    lifeline.release()
  }
}

type Tried =
  | Readonly<{ kind: 'done'; answer: ApiAnswer }>
  | Readonly<{ kind: 'failed'; message: string; mayHaveLanded: boolean; wasReused: boolean }>

function answerOf(tried: Tried): ApiAnswer {
  if (tried.kind === 'done') return tried.answer
  return { kind: 'noAnswer', message: tried.message, mayHaveLanded: tried.mayHaveLanded }
}

async function attempt(line: Line, outgoing: Outgoing, lifeline: Lifeline): Promise<Tried> {
  let open: OpenRequest | undefined
  try {
    const access = await accessOf(line)
    const reason = lifeline.reason()
    if (reason !== undefined) return failedBefore(reason.message)
    if (!access.ok) return failedBefore(access.message)
    const opened = openRequest(outgoing, access.value)
    open = opened
    lifeline.onGiveUp(opened.giveUp)
    const response = await opened.response
    const body = await readBody(response)
    const code = response.statusCode ?? 0
    return { kind: 'done', answer: { kind: 'answer', code, body, ...retryAfterOf(response) } }
  } catch (error) {
    const reason = lifeline.reason()
    return {
      kind: 'failed',
      message: reason === undefined ? connectionErrorText(error, line.server) : reason.message,
      mayHaveLanded: open?.wasSent() === true,
      wasReused: reason === undefined && open?.wasReused() === true && codeOf(error) === 'ECONNRESET',
    }
  }
}

function failedBefore(message: string): Tried {
  return { kind: 'failed', message, mayHaveLanded: false, wasReused: false }
}

/** What the kubeconfig's user has to show; a program or a file of his may fail. */
export async function accessOf(
  line: Line,
): Promise<
  Readonly<{ ok: true; value: Awaited<ReturnType<Credentials['access']>> } | { ok: false; message: string }>
> {
  try {
    return { ok: true, value: await line.credentials.access() }
  } catch (error) {
    const said = error instanceof Error ? error.message.trim() : String(error)
    return { ok: false, message: `no credentials for ${line.server}: ${said}` }
  }
}

function outgoingOf(line: Line, request: ApiRequest): Outgoing {
  const { method, path, query = {}, contentType = 'application/json', accept = 'application/json' } = request
  const body = request.body === undefined ? undefined : stringifyJson(request.body)
  return {
    base: line.base,
    method,
    path: withQuery(path, query),
    headers: {
      accept,
      'accept-encoding': 'gzip',
      'user-agent': line.userAgent,
      ...(body === undefined
        ? {}
        : { 'content-type': contentType, 'content-length': Buffer.byteLength(body) }),
    },
    ...(body === undefined ? {} : { body }),
  }
}

/** The path with its query. */
export function withQuery(path: string, query: Readonly<Record<string, string>>): string {
  const text = new URLSearchParams(Object.entries(query)).toString()
  return text === '' ? path : `${path}?${text}`
}
