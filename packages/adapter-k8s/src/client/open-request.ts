import { request as httpRequest, type IncomingMessage } from 'node:http'
import { request as httpsRequest } from 'node:https'
import type { Socket } from 'node:net'
import type { Access } from './credentials.ts'

const KEEP_ALIVE = 30_000

/** What goes over the wire. */
export type Outgoing = Readonly<{
  base: URL
  method: string
  /** With its query. */
  path: string
  headers: Readonly<Record<string, string | number>>
  body?: string
}>

/** A request on its way: `response` rejects when the connection fails or `giveUp` is called. */
export type OpenRequest = Readonly<{
  response: Promise<IncomingMessage>
  /** Whether any of it may have reached the server. */
  wasSent(): boolean
  /** Whether it went over a connection that was open before, which the server may have closed meanwhile. */
  wasReused(): boolean
  giveUp(): void
}>

/** Sends a request; its path is sent as it is. Throws where Node will not have a header or the path. */
export function openRequest({ base, method, path, headers, body }: Outgoing, access: Access): OpenRequest {
  const send = base.protocol === 'https:' ? httpsRequest : httpRequest
  const request = send({
    method,
    host: base.hostname.replace(/^\[|\]$/g, ''),
    port: base.port === '' ? (base.protocol === 'https:' ? 443 : 80) : base.port,
    path: base.pathname.replace(/\/$/, '') + path,
    agent: access.agent,
    headers: { ...headers, ...access.headers },
    ...(access.auth === undefined ? {} : { auth: access.auth }),
  })
  request.setSocketKeepAlive(true, KEEP_ALIVE)
  let isSent = false
  request.once('socket', (socket) => {
    whenConnected(socket, base.protocol, () => {
      isSent = true
    })
  })
  const response = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', (incoming) => {
      // Whoever reads it is told of its end; it may break when nobody does any more.
      incoming.on('error', () => undefined)
      resolve(incoming)
    })
    // More than one may come, also after the response; the first is the reason.
    request.on('error', reject)
    request.once('close', () => reject(new Error('closed without an answer')))
  })
  // It is awaited by whoever opened it, but maybe not yet.
  response.catch(() => undefined)
  request.end(body)
  return {
    response,
    wasSent: () => isSent,
    wasReused: () => request.reusedSocket,
    // Without an error: the connection may just have gone back to its agent, where nobody listens for one.
    giveUp: () => void request.destroy(),
  }
}

function whenConnected(socket: Socket, protocol: string, then: () => void): void {
  if (socket.connecting) socket.once(protocol === 'https:' ? 'secureConnect' : 'connect', then)
  else then()
}
