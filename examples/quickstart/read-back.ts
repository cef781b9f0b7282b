/**
 * A client of API servers that has nothing of downsync in it, so that what it sees is what anybody would see. It reads a kubeconfig
 * file, sends requests, and waits for something to be so by watching.
 */
import { readFileSync } from 'node:fs'
import { type ClientRequest, type IncomingMessage, request as plainRequest } from 'node:http'
import { request as secureRequest } from 'node:https'

/** An object of an API server, as it came. */
export type Seen = Readonly<Record<string, unknown>>

export type Answer = Readonly<{ code: number; body: Seen }>

/** Something that is to become true of the objects at a path. */
export type Expectation = Readonly<{
  /** Of a collection. */
  path: string
  holds(objects: readonly Seen[]): boolean
  /** Ends the wait for what does not come. */
  signal: AbortSignal
}>

/** When it became true, by `performance.now()`; undefined if it never did. */
export type Observation = Readonly<{ at: number | undefined; last: readonly Seen[] }>

/** An API server as the user of a kubeconfig file sees it. */
export type Api = Readonly<{
  send(method: string, path: string, body?: unknown, contentType?: string): Promise<Answer>
  until(expectation: Expectation): Promise<Observation>
}>

/** The API server of one context of a kubeconfig file, which may be written as JSON only. */
export function apiOf(kubeconfig: string, context: string): Api {
  const config = JSON.parse(readFileSync(kubeconfig, 'utf8'))
  const named = (list: string, name: unknown) => config[list].find((one: Seen) => one['name'] === name)
  const { cluster, user } = named('contexts', context).context
  const server = named('clusters', cluster).cluster
  const { token } = named('users', user).user
  const open = (method: string, path: string, contentType?: string): ClientRequest => {
    const url = new URL(path, server.server)
    const options = {
      method,
      headers: { authorization: `Bearer ${token}`, ...(contentType && { 'content-type': contentType }) },
      ca: Buffer.from(server['certificate-authority-data'] ?? '', 'base64'),
    }
    return url.protocol === 'https:' ? secureRequest(url, options) : plainRequest(url, options)
  }
  const send: Api['send'] = async (method, path, body, contentType = 'application/json') => {
    const request = open(method, path, contentType)
    const response = await responseTo(request, body)
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += chunk
    const isJson = response.headers['content-type']?.startsWith('application/json') === true
    return { code: response.statusCode ?? 0, body: isJson ? JSON.parse(text) : { message: text } }
  }
  return { send, until: (expectation) => watchUntil(send, open, expectation) }
}

/** A value inside an object; undefined where there is none. */
export function at(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    object,
  )
}

function responseTo(request: ClientRequest, body?: unknown): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

async function watchUntil(
  send: Api['send'],
  open: (method: string, path: string) => ClientRequest,
  { path, holds, signal }: Expectation,
): Promise<Observation> {
  const list = await send('GET', path)
  // A kind that is not served yet has no objects.
  const items = Array.isArray(list.body['items']) ? list.body['items'] : []
  const objects = new Map<string, Seen>(items.map((one: Seen) => [keyOf(one), one]))
  const isSo = () => holds([...objects.values()])
  if (isSo()) return { at: performance.now(), last: [...objects.values()] }
  if (list.code !== 200) return await again(send, open, { path, holds, signal })
  const query = `watch=true&resourceVersion=${String(at(list.body, 'metadata', 'resourceVersion'))}`
  const request = open('GET', `${path}?${query}`)
  const stop = () => request.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const response = await responseTo(request)
    let rest = ''
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = `${rest}${chunk}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const { type, object } = JSON.parse(line)
        if (type === 'DELETED') objects.delete(keyOf(object))
        else if (type !== 'BOOKMARK') objects.set(keyOf(object), object)
      }
      if (isSo()) return { at: performance.now(), last: [...objects.values()] }
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    request.destroy()
  }
  return signal.aborted
    ? { at: undefined, last: [...objects.values()] }
    : await again(send, open, { path, holds, signal })
}

async function again(
  send: Api['send'],
  open: (method: string, path: string) => ClientRequest,
  expectation: Expectation,
): Promise<Observation> {
  if (expectation.signal.aborted) return { at: undefined, last: [] }
  await new Promise((resolve) => setTimeout(resolve, 20))
  return await watchUntil(send, open, expectation)
}

function keyOf(object: unknown): string {
  return `${String(at(object, 'metadata', 'namespace') ?? '')}/${String(at(object, 'metadata', 'name'))}`
}
