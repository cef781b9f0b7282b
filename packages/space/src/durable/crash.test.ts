import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { isObject, type Json, listAt, memberOf, parseJson, stringAt } from '@downsync/core'
import { afterEach, beforeEach, expect, it } from 'vitest'

const SERVER = fileURLToPath(new URL('../testing/durable-server.ts', import.meta.url))
const ROOT = fileURLToPath(new URL('../../../..', import.meta.url))
const MAPS = '/api/v1/namespaces/default/configmaps'
const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' }

type Server = Readonly<{ url: string; kill(): Promise<void> }>

let folder: string
let server: Server | undefined
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'downsync-crash-'))
})
afterEach(async () => {
  await server?.kill()
  await rm(folder, { recursive: true, force: true })
})

async function start(): Promise<Server> {
  const child: ChildProcessByStdio<null, Readable, Readable> = spawn(
    process.execPath,
    ['--import', 'tsx', SERVER, folder],
    { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const exited = once(child, 'exit')
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const first = await Promise.race([once(child.stdout, 'data'), exited.then(() => [undefined])])
  const chunk: unknown = first[0]
  if (!(chunk instanceof Buffer)) throw new Error(`the server did not start: ${complaints}`)
  return {
    url: chunk.toString().trim(),
    async kill() {
      child.kill('SIGKILL')
      await exited
    },
  }
}

function jsonOf(text: string): Json {
  const read = parseJson(text)
  if (!read.ok) throw new Error(`no JSON: ${text}`)
  return read.value
}

const revisionOf = (object: Json): number => Number(stringAt(object, 'metadata', 'resourceVersion'))

/** What a client knows that lists once and then only watches, from where it was: a gap would show in it. */
type Informer = { revision: number; values: Map<string, string> }

async function list(url: string): Promise<Informer> {
  const answer = await fetch(`${url}${MAPS}`, { headers })
  const body = jsonOf(await answer.text())
  const values = listAt(body, 'items').map((item): [string, string] => [
    stringAt(item, 'metadata', 'name') ?? '',
    contentOf(item),
  ])
  return { revision: revisionOf(body), values: new Map(values) }
}

// Half an object would have one of the two.
function contentOf(object: Json): string {
  const [first, last] = [stringAt(object, 'data', 'first'), stringAt(object, 'data', 'last')]
  expect(first).toBe(last)
  return first ?? ''
}

/** Follows until the server is gone; false where it was told 410. */
async function follow(
  url: string,
  informer: Informer,
  isEnough: (revision: number) => boolean,
): Promise<boolean> {
  const stop = new AbortController()
  try {
    const query = `watch=1&allowWatchBookmarks=true&resourceVersion=${informer.revision}`
    const answer = await fetch(`${url}${MAPS}?${query}`, { headers, signal: stop.signal })
    let rest = ''
    for await (const chunk of answer.body ?? []) {
      rest += Buffer.from(chunk).toString()
      const lines = rest.split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        const frame = jsonOf(line)
        const object = memberOf(frame, 'object') ?? null
        if (stringAt(frame, 'type') === 'ERROR') {
          expect(memberOf(object, 'code')).toBe(410)
          return false
        }
        const revision = revisionOf(object)
        expect(revision).toBeGreaterThanOrEqual(informer.revision)
        informer.revision = revision
        const name = stringAt(object, 'metadata', 'name') ?? ''
        if (stringAt(frame, 'type') === 'DELETED') informer.values.delete(name)
        else if (isObject(memberOf(object, 'data') ?? null)) informer.values.set(name, contentOf(object))
      }
      if (isEnough(informer.revision)) return true
    }
  } catch (error) {
    // Broken off, as ordered.
    expect(error).toBeInstanceOf(TypeError)
  } finally {
    stop.abort()
  }
  return true
}

it('SPC-2 nothing that was acknowledged is lost when the server is killed at any moment', {
  timeout: 240_000,
}, async () => {
  // For each name what may stand there: what was acknowledged last, and what was on its way since.
  const allowed = new Map<string, Set<string | undefined>>()
  let acknowledged = 0
  let serial = 0
  let informer: Informer | undefined
  let resumed = 0

  async function write(url: string, name: string): Promise<void> {
    const before = allowed.get(name) ?? new Set([undefined])
    const isThere = [...before][0] !== undefined
    const value = isThere && Math.random() < 0.2 ? undefined : String(++serial)
    allowed.set(name, new Set([...before, value]))
    const body = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name },
      data: { first: value, filler: 'x'.repeat(2000), last: value },
    }
    const answer = await fetch(value !== undefined && !isThere ? url + MAPS : `${url}${MAPS}/${name}`, {
      method: value === undefined ? 'DELETE' : isThere ? 'PUT' : 'POST',
      headers,
      ...(value === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const object = jsonOf(await answer.text())
    expect(answer.ok, JSON.stringify(object)).toBe(true)
    if (value !== undefined) acknowledged = Math.max(acknowledged, revisionOf(object))
    allowed.set(name, new Set([value]))
  }

  for (let life = 0; life < 6; life++) {
    server = await start()
    const { url } = server
    const found = await list(url)
    expect(found.revision).toBeGreaterThanOrEqual(acknowledged)
    for (const [name, values] of allowed) expect(values, name).toContain(found.values.get(name))
    for (const [name] of allowed) allowed.set(name, new Set([found.values.get(name)]))
    // The watch goes on from before the crash, and ends at the same state as the list, or says that it cannot.
    if (informer !== undefined && (await follow(url, informer, (revision) => revision >= found.revision))) {
      resumed++
      expect(informer.values).toEqual(found.values)
    }
    const watcher: Informer = { revision: found.revision, values: new Map(found.values) }
    informer = watcher
    const following = follow(url, watcher, () => false)
    let left = 10 + Math.floor(Math.random() * 300)
    const crash = { isOver: false }
    const writers = ['a', 'b', 'c', 'd'].map(async (writer) => {
      for (let count = 0; !crash.isOver; count++) {
        try {
          await write(url, `${writer}${count % 3}`)
        } catch (error) {
          if (!(error instanceof TypeError)) throw error
          return
        }
        if (--left === 0) {
          crash.isOver = true
          await server?.kill()
        }
      }
    })
    await Promise.all(writers)
    await following
  }
  expect(resumed).toBeGreaterThan(0)
})
