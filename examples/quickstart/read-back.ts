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
  const config = parse(readFileSync(kubeconfig, 'utf8'))
  const entry = (list: string, name: string) => itemsAt(config, list).find((one) => at(one, 'name') === name)
  const found = entry('contexts', context)
  const server = at(entry('clusters', textAt(found, 'context', 'cluster')), 'cluster')
  const token = textAt(entry('users', textAt(found, 'context', 'user')), 'user', 'token')
  const ca = Buffer.from(textAt(server, 'certificate-authority-data'), 'base64')
  const open: Open = (method, path, contentType) => {
    const url = new URL(path, textAt(server, 'server'))
    const headers = { authorization: `Bearer ${token}`, ...(contentType && { 'content-type': contentType }) }
    const request = url.protocol === 'https:' ? secureRequest : plainRequest
    return request(url, { method, headers, ca })
  }
  const send: Api['send'] = async (method, path, body, contentType = 'application/json') => {
    const response = await responseTo(open(method, path, contentType), body)
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
    const isJson = response.headers['content-type']?.startsWith('application/json') === true
    return { code: response.statusCode ?? 0, body: isJson ? parse(text) : { message: text } }
  }
  return { send, until: (expectation) => watchUntil(send, open, expectation) }
}

/** A value inside an object; undefined where there is none. */
export function at(object: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isObject(inner) ? inner[key] : undefined), object)
}

/** A text inside an object; empty where there is none. */
export function textAt(object: unknown, ...path: readonly string[]): string {
  const value = at(object, ...path)
  return typeof value === 'string' ? value : ''
}

/** The objects of a list inside an object. */
export function itemsAt(object: unknown, ...path: readonly string[]): readonly Seen[] {
  const value = at(object, ...path)
  return Array.isArray(value) ? value.filter(isObject) : []
}

type Open = (method: string, path: string, contentType?: string) => ClientRequest

function isObject(value: unknown): value is Seen {
  return typeof value === 'object' && value !== null
}

function parse(text: string): Seen {
  const value: unknown = JSON.parse(text)
  return isObject(value) ? value : {}
}

function responseTo(request: ClientRequest, body?: unknown): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request.on('response', resolve).on('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}

// A moment until a kind is served, or a server is there again.
const PAUSE = 20

async function watchUntil(send: Api['send'], open: Open, expectation: Expectation): Promise<Observation> {
  let seen: Observation = { at: undefined, last: [] }
  while (seen.at === undefined && !expectation.signal.aborted) {
    seen = await watchOnce(send, open, expectation)
    if (seen.at === undefined) await new Promise((resolve) => setTimeout(resolve, PAUSE))
  }
  return seen
}

// Ends when it is so, when the watch ends, or when nobody waits any more.
async function watchOnce(
  send: Api['send'],
  open: Open,
  { path, holds, signal }: Expectation,
): Promise<Observation> {
  const list = await send('GET', path)
  // A kind that is not served has no objects.
  const objects = new Map(itemsAt(list.body, 'items').map((one) => [keyOf(one), one]))
  const look = (): Observation => {
    const last = [...objects.values()]
    return { at: holds(last) ? performance.now() : undefined, last }
  }
  let seen = look()
  if (seen.at !== undefined || list.code !== 200) return seen
  const version = textAt(list.body, 'metadata', 'resourceVersion')
  const request = open('GET', `${path}?watch=true&resourceVersion=${version}`)
  const stop = () => request.destroy()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const response = await responseTo(request)
    let rest = ''
    for await (const chunk of response.setEncoding('utf8')) {
      const lines = `${rest}${String(chunk)}`.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) take(objects, parse(line))
      seen = look()
      if (seen.at !== undefined) return seen
    }
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', stop)
    request.destroy()
  }
  return seen
}

function take(objects: Map<string, Seen>, line: Seen): void {
  const object = at(line, 'object')
  if (!isObject(object) || textAt(line, 'type') === 'BOOKMARK') return
  if (textAt(line, 'type') === 'DELETED') objects.delete(keyOf(object))
  else objects.set(keyOf(object), object)
}

function keyOf(object: Seen): string {
  return `${textAt(object, 'metadata', 'namespace')}/${textAt(object, 'metadata', 'name')}`
}
