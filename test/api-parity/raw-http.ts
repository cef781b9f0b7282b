import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { UserName } from './scenario.ts'

/** An API server to play against. */
export type Target = Readonly<{
  /** `http://…` or `https://…`, without a slash at its end. */
  server: string
  /** PEM; of an `https` server. */
  certificateAuthority?: string
  /** `''`: none is shown. */
  tokens: Readonly<Record<UserName, string>>
  /** Forgets the history of revisions. */
  compact(): Promise<void>
}>

export type RawRequest = Readonly<{
  method: string
  path: string
  user: UserName
  headers: Readonly<Record<string, string>>
  text: string | undefined
}>

export type RawAnswer = Readonly<{
  code: number
  headers: IncomingMessage['headers']
  text: string
}>

/** Sends a request and reads its whole answer. */
export async function ask(target: Target, request: RawRequest): Promise<RawAnswer> {
  const incoming = await open(target, request)
  const chunks: Buffer[] = []
  // Answers give buffers: no encoding is set.
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return {
    code: incoming.statusCode ?? 0,
    headers: incoming.headers,
    text: Buffer.concat(chunks).toString('utf8'),
  }
}

/** Sends a request; its answer is read by the caller. */
export function open(target: Target, request: RawRequest): Promise<IncomingMessage> {
  const url = new URL(target.server)
  const make = url.protocol === 'https:' ? httpsRequest : httpRequest
  const token = target.tokens[request.user]
  const { text } = request
  return new Promise((resolve, reject) => {
    const outgoing = make(
      {
        host: url.hostname,
        port: url.port,
        method: request.method,
        // As it stands: a URL would tidy it up.
        path: request.path,
        ...(target.certificateAuthority === undefined ? {} : { ca: target.certificateAuthority }),
        headers: {
          'user-agent': 'parity/1.0',
          accept: 'application/json',
          ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
          ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
          ...request.headers,
        },
      },
      resolve,
    )
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}
