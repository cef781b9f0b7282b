import type { ServerResponse } from 'node:http'
import { type Json, type JsonObject, stringifyJson } from '@downsync/core'
import type { WatchLine } from '../client/types.ts'
import { type HandMadeServer, startHandMadeServer } from './test-client.ts'

/** What a scripted server answers to a list. */
export type ListAnswer = Readonly<{ code?: number; body: Json; retryAfter?: number }>

/** What becomes of a watch: lines, then its end; by default there is none. */
export type WatchAnswer =
  | Readonly<{ lines?: readonly WatchLine[]; end?: 'ordered' | 'cut' | 'none' }>
  | Readonly<{ code: number; body: Json; retryAfter?: number }>

export type Script = Readonly<{
  /** `count` from 1. */
  list(query: URLSearchParams, count: number): ListAnswer
  watch(query: URLSearchParams, count: number): WatchAnswer
}>

/** A server of one resource that answers as it is told, and remembers what it was asked. */
export type ScriptedServer = HandMadeServer &
  Readonly<{ lists: string[]; watches: string[]; tell(line: WatchLine): void; endWatches(): void }>

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const lists: string[] = []
  const watches: string[] = []
  const open = new Set<ServerResponse>()
  const server = await startHandMadeServer((request, response) => {
    const { searchParams } = new URL(request.url ?? '', 'http://server')
    const isWatch = searchParams.get('watch') === 'true'
    const seen = isWatch ? watches : lists
    seen.push(decodeURIComponent(searchParams.toString()))
    const answer = isWatch
      ? script.watch(searchParams, watches.length)
      : script.list(searchParams, lists.length)
    if ('body' in answer) {
      const { code = 200, body, retryAfter } = answer
      if (retryAfter !== undefined) response.setHeader('retry-after', String(retryAfter))
      response.writeHead(code).end(stringifyJson(body))
      return
    }
    response.writeHead(200)
    response.flushHeaders()
    const text = (answer.lines ?? []).map((line) => `${stringifyJson(line)}\n`).join('')
    if (answer.end === 'cut') response.write(`${text} `, () => response.destroy())
    else if (answer.end === 'ordered') response.end(text)
    else {
      open.add(response)
      response.on('close', () => open.delete(response))
      response.write(`${text} `)
    }
  })
  return {
    ...server,
    lists,
    watches,
    tell: (line) => {
      for (const response of open) response.write(`${stringifyJson(line)}\n`)
    },
    endWatches: () => {
      for (const response of open) response.end()
    },
  }
}

/** A list of ConfigMaps, as an API server writes it: its items say neither kind nor apiVersion. */
export function listOf(resourceVersion: string, items: readonly JsonObject[], more: JsonObject = {}): Json {
  return { kind: 'ConfigMapList', apiVersion: 'v1', metadata: { resourceVersion, ...more }, items }
}

/** A ConfigMap as an item of a list. */
export function item(name: string, resourceVersion: string, uid = `uid-${name}`): JsonObject {
  return { metadata: { name, namespace: 'default', uid, resourceVersion } }
}

/** A line of a watch about a ConfigMap. */
export function line(type: string, name: string, resourceVersion: string, uid?: string): WatchLine {
  return { type, object: { apiVersion: 'v1', kind: 'ConfigMap', ...item(name, resourceVersion, uid) } }
}

/** A failure as an API server writes it. */
export function status(code: number, message: string): JsonObject {
  return { kind: 'Status', apiVersion: 'v1', status: 'Failure', message, code }
}
