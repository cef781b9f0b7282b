import { request } from 'node:https'
import { isObject, type Json, parseJson, stringAt, valueAt } from '@downsync/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type Etcd,
  type KubeApiserver,
  lookForAssets,
  startControllerManager,
  startEtcd,
  startKubeApiserver,
} from '../real-servers/index.ts'

let etcd: Etcd
let server: KubeApiserver

beforeAll(async () => {
  const assets = lookForAssets()
  if (!('folder' in assets)) throw new Error(assets.why)
  etcd = await startEtcd(assets.folder)
  server = await startKubeApiserver({
    etcd,
    name: 'smoke',
    users: [
      { name: 'admin', groups: ['system:masters'], token: 'secret' },
      { name: 'bob', groups: ['devs'], token: 'plain' },
    ],
  })
})
afterAll(async () => {
  await server.close()
  await etcd.close()
})

const CONFIG_MAPS = '/api/v1/namespaces/default/configmaps'

/** Calls `onBody` with what has come so far, until it says true or the answer ends. */
function send(
  token: string,
  method: string,
  path: string,
  body?: string,
  isEnough: (soFar: string) => boolean = () => false,
): Promise<Readonly<{ code: number; text: string }>> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      `${server.url}${path}`,
      {
        method,
        ca: server.authority,
        agent: false,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      },
      (incoming) => {
        let text = ''
        const done = () => resolve({ code: incoming.statusCode ?? 0, text })
        incoming.setEncoding('utf8')
        incoming.on('data', (chunk: string) => {
          text += chunk
          if (!isEnough(text)) return
          done()
          outgoing.destroy()
        })
        incoming.once('end', done)
      },
    )
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

const read = (text: string): Json => {
  const parsed = parseJson(text)
  if (!parsed.ok) throw new Error(`no JSON: ${text}`)
  return parsed.value
}

describe('a real API server for tests', () => {
  it('takes an object and tells it to whoever watches', async () => {
    const body = JSON.stringify({ metadata: { name: 'one' }, data: { a: '1' } })
    const created = await send('secret', 'POST', CONFIG_MAPS, body)
    expect(created.code).toBe(201)
    const version = stringAt(read(created.text), 'metadata', 'resourceVersion') ?? ''
    const watched = await send(
      'secret',
      'GET',
      `${CONFIG_MAPS}?watch=true&fieldSelector=metadata.name%3Done`,
      undefined,
      (soFar) => soFar.includes('\n'),
    )
    const line = read(watched.text.split('\n')[0] ?? '')
    expect(valueAt(line, 'type')).toBe('ADDED')
    expect(valueAt(line, 'object', 'metadata', 'resourceVersion')).toBe(version)
  })

  it('has rights for each user', async () => {
    expect((await send('plain', 'GET', CONFIG_MAPS)).code).toBe(403)
    expect((await send('wrong', 'GET', CONFIG_MAPS)).code).toBe(401)
    expect(isObject(read(server.kubeconfig('bob') ?? ''))).toBe(true)
    expect(server.kubeconfig('nobody')).toBeUndefined()
  })

  it('deletes what a deleted namespace holds once controllers run', async () => {
    const manager = await startControllerManager({
      assets: etcd.assets,
      kubeconfig: server.kubeconfig() ?? '',
      controllers: ['garbagecollector', 'namespace'],
    })
    try {
      const namespace = '/api/v1/namespaces/leaving'
      await send('secret', 'POST', '/api/v1/namespaces', JSON.stringify({ metadata: { name: 'leaving' } }))
      const object = JSON.stringify({ metadata: { name: 'one' } })
      expect((await send('secret', 'POST', `${namespace}/configmaps`, object)).code).toBe(201)
      expect((await send('secret', 'DELETE', namespace)).code).toBe(200)
      await expect
        .poll(async () => (await send('secret', 'GET', namespace)).code, { timeout: 30_000 })
        .toBe(404)
    } finally {
      await manager.close()
    }
  })
})
