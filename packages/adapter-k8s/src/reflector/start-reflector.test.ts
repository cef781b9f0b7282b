import { nameOf } from '@downsync/core'
import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  item,
  line,
  listOf,
  type Script,
  type ScriptedServer,
  startScriptedServer,
  status,
} from '../testing/scripted-server.ts'
import { clientByKubeconfig, kubeconfigFor } from '../testing/test-client.ts'
import { createTestEnvironment, type TestEnvironment } from '../testing/test-environment.ts'
import { startReflector } from './start-reflector.ts'
import type { Reflector, ReflectorEvent, ReflectorOptions } from './types.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one()
})

type Run = Readonly<{
  server: ScriptedServer
  reflector: Reflector
  environment: TestEnvironment
  /** What was told, in short: `put a@1`, `deleted a`, `known`, `unknown: why`. */
  told: string[]
}>

async function follow(script: Partial<Script>, more: Partial<ReflectorOptions> = {}): Promise<Run> {
  const server = await startScriptedServer({
    list: () => ({ body: listOf('1', []) }),
    watch: () => ({ end: 'none' }),
    ...script,
  })
  const client = await clientByKubeconfig(kubeconfigFor(server.url))
  const environment = createTestEnvironment()
  const told: string[] = []
  const reflector = startReflector({
    client,
    target: { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespaced: true },
    environment,
    onEvents: (events) => told.push(...events.map(shortly)),
    ...more,
  })
  cleanUp.push(
    server.close,
    () => client.close(),
    () => reflector.stop(),
  )
  return { server, reflector, environment, told }
}

function shortly(event: ReflectorEvent): string {
  switch (event.kind) {
    case 'put':
      return `put ${nameOf(event.object)}@${String(event.object.metadata['resourceVersion'])}`
    case 'deleted':
      return `deleted ${event.id.namespace}/${event.id.name} ${event.uid}`
    case 'known':
      return 'known'
    case 'unknown':
      return `unknown: ${event.why.replace(/ \(since \d.*Z\)$/, '')}`
  }
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 2 })

describe('the first list', () => {
  it('goes page by page, and its objects get the kind that the list says', async () => {
    const pages = [
      listOf('x1', [item('a', '1'), item('b', '2')], { continue: 'next one' }),
      listOf('x1', [item('c', '3')]),
    ]
    const { server, reflector, told } = await follow(
      { list: (_query, count) => ({ body: pages[count - 1] ?? null }) },
      { pageSize: 2 },
    )
    await reflector.synced
    expect(server.lists).toEqual(['limit=2', 'limit=2&continue=next+one'])
    expect(told).toEqual(['put a@1', 'put b@2', 'put c@3', 'known'])
    expect(reflector.get('default', 'a')).toEqual({ apiVersion: 'v1', kind: 'ConfigMap', ...item('a', '1') })
    expect([...reflector.objects()].map(nameOf)).toEqual(['a', 'b', 'c'])
    expect(reflector.known).toBe(true)
  })

  it('is made at one go when the server forgets it while it is read', async () => {
    const { server, reflector, told } = await follow({
      list: (query, count) => {
        if (count === 1) return { body: listOf('1', [item('a', '1')], { continue: 'token' }) }
        return query.has('continue')
          ? { code: 410, body: status(410, 'too old') }
          : { body: listOf('5', [item('b', '5')]) }
      },
    })
    await reflector.synced
    expect(server.lists).toEqual(['limit=500', 'limit=500&continue=token', ''])
    expect(told).toEqual(['put b@5', 'known'])
  })

  it('narrows to a namespace and to selectors, and so does the watch', async () => {
    const { server, reflector } = await follow(
      {},
      {
        target: {
          group: '',
          version: 'v1',
          resource: 'configmaps',
          kind: 'ConfigMap',
          namespaced: true,
          namespace: 'shop',
          labelSelector: 'a=b',
          fieldSelector: 'metadata.name=x',
        },
      },
    )
    await reflector.synced
    await eventually(() => expect(server.watches).toHaveLength(1))
    const selectors = 'labelSelector=a=b&fieldSelector=metadata.name=x'
    expect(server.lists).toEqual([`${selectors}&limit=500`])
    expect(server.watches[0]).toContain(selectors)
  })

  it('SNP-1 of what is no list, or has something in it that is no object, makes nothing known', async () => {
    const bodies = ['nonsense', {}, { items: [] }, listOf('', []), listOf('1', [{ metadata: {} }])]
    const { reflector, told } = await follow({
      list: (_query, count) => ({ body: bodies[count - 1] ?? listOf('1', []) }),
    })
    await reflector.synced
    expect(told).toEqual([
      'unknown: it cannot be listed: the server answered with something that is no list',
      'unknown: it cannot be listed: the server listed something that is no object',
      'known',
    ])
  })

  it('may be empty in the way of Go', async () => {
    const body = { kind: 'ConfigMapList', metadata: { resourceVersion: '1' }, items: null }
    const { reflector, told } = await follow({ list: () => ({ body }) })
    await reflector.synced
    expect(told).toEqual(['known'])
  })

  it('SNP-1 that is refused makes the resource unknown in the words of the server, and is tried again', async () => {
    const { reflector, told, environment } = await follow({
      list: (_query, count) =>
        count < 4 ? { code: 403, body: status(403, 'configmaps is forbidden') } : { body: listOf('1', []) },
    })
    await eventually(() => expect(told).toContain('unknown: it cannot be listed: configmaps is forbidden'))
    await reflector.synced
    expect(told).toEqual(['unknown: it cannot be listed: configmaps is forbidden', 'known'])
    expect(environment.sleeps).toEqual([800, 1600, 3200])
  })

  it('is waited for in silence where a server that has just started asks for patience', async () => {
    const { reflector, told, environment } = await follow({
      list: (_query, count) =>
        count < 5
          ? { code: 429, body: status(429, 'storage is (re)initializing'), retryAfter: 1 }
          : { body: listOf('1', []) },
    })
    await reflector.synced
    expect(told).toEqual(['known'])
    // What the server says, and up to a quarter more.
    expect(environment.sleeps).toEqual([1125, 1125, 1125, 1125])
    expect(environment.logged).toEqual([])
  })
})

describe('waiting after failures', () => {
  it('is twice as long each time, up to half a minute', async () => {
    const { reflector, environment } = await follow({
      list: (_query, count) => (count < 9 ? { code: 500, body: null } : { body: listOf('1', []) }),
    })
    await reflector.synced
    expect(environment.sleeps).toEqual([800, 1600, 3200, 6400, 12_800, 25_600, 30_000, 30_000])
  })
})

describe('the watch', () => {
  it('asks for bookmarks, and for an end after some minutes, not always the same', async () => {
    const seconds: (string | null)[] = []
    for (const random of [0, 0.999]) {
      const environment = createTestEnvironment(random)
      const { server, reflector } = await follow(
        {
          watch: (query) => {
            seconds.push(query.get('timeoutSeconds'))
            return { end: 'none' }
          },
        },
        { environment },
      )
      await reflector.synced
      await eventually(() => expect(server.watches).toHaveLength(1))
      expect(server.watches[0]).toContain('resourceVersion=1&allowWatchBookmarks=true&timeoutSeconds=')
    }
    expect(seconds).toEqual(['290', '589'])
  })

  it('goes on where it ended, at once, and the resource stays known', async () => {
    const { server, reflector, told, environment } = await follow({
      list: () => ({ body: listOf('opaque-1', [item('a', 'r1')]) }),
      watch: (_query, count) =>
        count === 1
          ? { lines: [line('ADDED', 'b', 'opaque-2'), bookmark('opaque-3')], end: 'cut' }
          : { end: 'none' },
    })
    await reflector.synced
    await eventually(() => expect(server.watches).toHaveLength(2))
    expect(server.watches[1]).toContain('resourceVersion=opaque-3&')
    server.tell(line('MODIFIED', 'a', 'opaque-4'))
    server.tell(line('DELETED', 'b', 'opaque-5'))
    await eventually(() => expect(told).toHaveLength(5))
    expect(told).toEqual(['put a@r1', 'known', 'put b@opaque-2', 'put a@opaque-4', 'deleted default/b uid-b'])
    expect(environment.sleeps).toEqual([])
    expect(server.lists).toHaveLength(1)
  })

  it('does not tell twice what it has told, nor the end of what another has followed', async () => {
    const { server, reflector, told } = await follow({
      list: () => ({ body: listOf('1', [item('a', '1')]) }),
    })
    await reflector.synced
    await eventually(() => expect(server.watches).toHaveLength(1))
    server.tell(line('ADDED', 'a', '1'))
    server.tell(line('ADDED', 'a', '2', 'uid-new'))
    server.tell(line('DELETED', 'a', '3', 'uid-a'))
    server.tell(line('ADDED', 'b', '4'))
    await eventually(() => expect(told).toContain('put b@4'))
    expect(told).toEqual(['put a@1', 'known', 'deleted default/a uid-a', 'put a@2', 'put b@4'])
  })

  it.each(['answer', 'line'])(
    'that is told 410 in an %s leads to a list, of which the difference is told',
    async (where) => {
      const lists = [
        listOf('1', [item('a', '1'), item('b', '1'), item('c', '1')]),
        listOf('9', [item('a', '1'), item('b', '8'), item('c', '9', 'uid-new')]),
      ]
      const gone = status(410, 'too old resource version')
      const { server, reflector, told, environment } = await follow({
        list: (_query, count) => ({ body: lists[count - 1] ?? null }),
        watch: (_query, count) => {
          if (count > 1) return { end: 'none' }
          return where === 'line' ? { lines: [{ type: 'ERROR', object: gone }] } : { code: 410, body: gone }
        },
      })
      await reflector.synced
      await eventually(() => expect(server.watches).toHaveLength(2))
      expect(server.watches[1]).toContain('resourceVersion=9&')
      expect(told).toEqual([
        'put a@1',
        'put b@1',
        'put c@1',
        'known',
        'unknown: it cannot be watched: changes were missed: too old resource version',
        'put b@8',
        'deleted default/c uid-c',
        'put c@9',
        'known',
      ])
      expect(environment.sleeps).toEqual([])
    },
  )

  it('that is told 410 again and again is not asked for again and again', async () => {
    const { server, environment } = await follow({
      watch: () => ({ code: 410, body: status(410, 'too old') }),
    })
    await eventually(() => expect(server.watches.length).toBeGreaterThan(5))
    expect(environment.sleeps.slice(0, 4)).toEqual([800, 1600, 3200, 6400])
  })

  it('that the server ends at once again and again is not asked for again and again', async () => {
    const { server, environment, told } = await follow({ watch: () => ({ end: 'ordered' }) })
    await eventually(() => expect(server.watches.length).toBeGreaterThan(5))
    expect(environment.sleeps.slice(0, 4)).toEqual([800, 1600, 3200, 6400])
    expect(told.slice(0, 2)).toEqual(['known', 'unknown: it cannot be watched: each watch ends at once'])
    expect(server.lists).toHaveLength(1)
  })

  it('that cannot go on makes the resource unknown, until it can', async () => {
    const { server, told, environment } = await follow({
      watch: (_query, count) =>
        count === 2 || count === 3
          ? { code: 503, body: status(503, 'starting'), retryAfter: 4 }
          : { end: count === 1 ? 'ordered' : 'none' },
    })
    await eventually(() => expect(server.watches).toHaveLength(4))
    await eventually(() => expect(told).toHaveLength(3))
    expect(told).toEqual(['known', 'unknown: it cannot be watched: starting', 'known'])
    expect(environment.sleeps).toEqual([4500, 4500])
    expect(server.lists).toHaveLength(1)
  })

  it('that the server refuses for good leads to a list, which does not make the resource known', async () => {
    const { server, told } = await follow({
      list: (_query, count) => ({ body: listOf(String(count), [item('a', String(Math.min(count, 2)))]) }),
      watch: (_query, count) =>
        count < 4 ? { code: 403, body: status(403, 'watch is forbidden') } : { end: 'none' },
    })
    await eventually(() => expect(server.watches).toHaveLength(4))
    await eventually(() => expect(told.at(-1)).toBe('known'))
    expect(told).toEqual([
      'put a@1',
      'known',
      'unknown: it cannot be watched: watch is forbidden',
      'put a@2',
      'known',
    ])
    expect(server.lists).toHaveLength(4)
  })

  it.each([
    { type: 'ADDED', object: { metadata: {} } },
    { type: 'MODIFIED', object: null },
    { type: 'BOOKMARK', object: {} },
    { type: 'SURPRISE', object: {} },
    { type: 'ERROR', object: status(500, 'cannot decode') },
    { type: 'ERROR', object: null },
  ])('in which the server says $type with something unusable leads to a list', async (bad) => {
    const { server, reflector, told } = await follow({
      list: (_query, count) => ({ body: listOf(String(count), []) }),
      watch: (_query, count) => ({ lines: count === 1 ? [bad, line('ADDED', 'x', '7')] : [], end: 'none' }),
    })
    await reflector.synced
    await eventually(() => expect(server.watches).toHaveLength(2))
    expect(server.watches[1]).toContain('resourceVersion=2&')
    await eventually(() => expect(told).toEqual(['known', expect.stringContaining('unknown: '), 'known']))
  })
})

describe('whoever is told', () => {
  it('may throw: that is logged, and the next events come', async () => {
    const told: string[] = []
    const { server, reflector, environment } = await follow(
      { list: () => ({ body: listOf('1', [item('a', '1')]) }) },
      {
        onEvents: (events) => {
          told.push(...events.map(shortly))
          throw new Error('not today')
        },
      },
    )
    await reflector.synced
    await eventually(() => expect(server.watches).toHaveLength(1))
    server.tell(line('ADDED', 'b', '2'))
    await eventually(() => expect(told).toEqual(['put a@1', 'known', 'put b@2']))
    expect(environment.logged.map(({ message }) => message)).toEqual(
      Array.from({ length: 2 }, () => 'events of configmaps were not taken: not today'),
    )
  })

  it('hears nothing any more once it is stopped, not even what has come already', async () => {
    const { server, reflector, told } = await follow({
      list: () => ({ body: listOf('1', [item('a', '1')]) }),
    })
    reflector.stop()
    await reflector.synced
    await server.close()
    expect(told).toEqual([])
  })

  it('may stop it from within', async () => {
    const told: string[] = []
    const run = await follow(
      { list: () => ({ body: listOf('1', []) }) },
      {
        onEvents: (events) => {
          told.push(...events.map(shortly))
          if (told.includes('put b@2')) run.reflector.stop()
        },
      },
    )
    await run.reflector.synced
    await eventually(() => expect(run.server.watches).toHaveLength(1))
    run.server.tell(line('ADDED', 'b', '2'))
    await eventually(() => expect(told).toContain('put b@2'))
    run.server.tell(line('ADDED', 'c', '3'))
    await run.server.close()
    expect(told).toEqual(['known', 'put b@2'])
  })

  it('is told only what differs from what a reflector before told, at whatever version that was', async () => {
    const before = [item('a', '1'), item('b', '1'), item('c', '1')].map((one, index) => ({
      apiVersion: index === 0 ? 'v1beta1' : 'v1',
      kind: 'ConfigMap',
      metadata: {},
      ...one,
    }))
    const { reflector, told } = await follow(
      { list: () => ({ body: listOf('9', [item('a', '1'), item('b', '1')]) }) },
      { told: before },
    )
    await reflector.synced
    expect(told).toEqual(['deleted default/c uid-c', 'put a@1', 'known'])
  })

  it('gets whole objects, whatever of them is kept', async () => {
    const seen: unknown[] = []
    const { reflector } = await follow(
      { list: () => ({ body: listOf('1', [{ ...item('a', '1'), data: { k: 'v' } }]) }) },
      {
        retain: ({ apiVersion, kind, metadata }) => ({ apiVersion, kind, metadata }),
        onEvents: (events) => {
          for (const event of events) if (event.kind === 'put') seen.push(event.object)
        },
      },
    )
    await reflector.synced
    expect(seen).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', ...item('a', '1'), data: { k: 'v' } }])
    expect([...reflector.objects()]).toEqual([{ apiVersion: 'v1', kind: 'ConfigMap', ...item('a', '1') }])
  })
})

function bookmark(resourceVersion: string) {
  return { type: 'BOOKMARK', object: { kind: 'ConfigMap', apiVersion: 'v1', metadata: { resourceVersion } } }
}
