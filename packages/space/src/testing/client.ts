import { request as httpRequest } from 'node:http'
import { isObject, type Json, type JsonObject, parseJson, stringifyJson, valueAt } from '@downsync/core'
import { type EmbeddedSpace, type SpaceOptions, startEmbeddedSpace } from '../embedded-space.ts'

export type Reply = Readonly<{
  code: number
  headers: Readonly<Record<string, string | string[] | undefined>>
  text: string
  body: Json
  at(...path: readonly string[]): Json | undefined
}>

export type Client = Readonly<{
  space: EmbeddedSpace
  get(path: string, headers?: Record<string, string>): Promise<Reply>
  post(path: string, body: Json | string): Promise<Reply>
  put(path: string, body: Json): Promise<Reply>
  patch(
    path: string,
    /** After `application/`: `merge-patch+json`. */
    type: string,
    body: Json,
  ): Promise<Reply>
  remove(path: string, body?: Json): Promise<Reply>
  as(token: string): Client
}>

/** A space with a deterministic world, and a client of its master. */
export async function startTestSpace(options: Partial<SpaceOptions> = {}): Promise<Client> {
  let count = 0
  const space = await startEmbeddedSpace({
    name: 'test',
    users: [
      { name: 'admin', groups: ['system:masters'], token: 'secret' },
      { name: 'bob', groups: ['devs'], token: 'plain' },
    ],
    world: {
      now: () => Date.UTC(2026, 0, 2, 3, 4, 5),
      uid: () => `uid-${++count}`,
      suffix: () => `x${++count}`,
    },
    ...options,
  })
  return clientOf(space, 'secret')
}

function clientOf(space: EmbeddedSpace, token: string): Client {
  const send = (method: string, path: string, body?: Json | string, headers: Record<string, string> = {}) =>
    new Promise<Reply>((resolve, reject) => {
      const text = body === undefined ? undefined : typeof body === 'string' ? body : stringifyJson(body)
      const outgoing = httpRequest(
        `${space.url}${path}`,
        {
          method,
          headers: {
            'user-agent': 'tester/1.0',
            // Node sends the body of a DELETE without its length otherwise.
            ...(text === undefined ? {} : { 'content-length': String(Buffer.byteLength(text)) }),
            'content-type': 'application/json',
            ...(token === '' ? {} : { authorization: `Bearer ${token}` }),
            ...headers,
          },
        },
        (incoming) => {
          const chunks: Buffer[] = []
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
          incoming.on('error', reject)
          incoming.on('end', () => {
            const answer = Buffer.concat(chunks).toString()
            const read = parseJson(answer)
            const parsed = read.ok ? read.value : null
            resolve({
              code: incoming.statusCode ?? 0,
              headers: incoming.headers,
              text: answer,
              body: parsed,
              at: (...keys) => valueAt(parsed, ...keys),
            })
          })
        },
      )
      outgoing.on('error', reject)
      outgoing.end(text)
    })
  return {
    space,
    get: (path, headers) => send('GET', path, undefined, headers),
    post: (path, body) => send('POST', path, body),
    put: (path, body) => send('PUT', path, body),
    patch: (path, type, body) => send('PATCH', path, body, { 'content-type': `application/${type}` }),
    remove: (path, body) => send('DELETE', path, body),
    as: (other) => clientOf(space, other),
  }
}

/** The frames of a watch's answer. */
export function framesOf(reply: Reply): readonly JsonObject[] {
  return reply.text
    .split('\n')
    .filter((line) => line !== '')
    .flatMap((line) => {
      const read = parseJson(line)
      return read.ok && isObject(read.value) ? [read.value] : []
    })
}

export const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'
export const WIDGETS = '/apis/example.com/v1/namespaces/default/widgets'
export const DEFINITIONS = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'

export function configMap(name: string, more: JsonObject = {}, data: JsonObject = { k: 'v' }): JsonObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, ...more }, data }
}

export function widget(name: string, spec: Json, more: JsonObject = {}): JsonObject {
  return { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name, ...more }, spec }
}

/** A definition with a bit of everything. */
export const widgetDefinition: JsonObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    names: { plural: 'widgets', kind: 'Widget', shortNames: ['wd'] },
    scope: 'Namespaced',
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['mode'],
                properties: {
                  mode: { type: 'string', enum: ['a', 'b'] },
                  size: { type: 'integer', minimum: 1, maximum: 10, default: 3 },
                  name: { type: 'string', pattern: '^[a-z]+$', minLength: 2, maxLength: 5 },
                  list: {
                    type: 'array',
                    maxItems: 2,
                    items: { type: 'string' },
                    'x-kubernetes-list-type': 'set',
                  },
                  ports: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: { name: { type: 'string' }, port: { 'x-kubernetes-int-or-string': true } },
                    },
                  },
                  any: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
                },
              },
              status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
            },
          },
        },
      },
    ],
  },
}
