import {
  type JsonObject,
  type KubeObject,
  listAt,
  nameOf,
  type ResourceInfo,
  resourceKey,
  type Snapshot,
  snapshotOf,
  stringAt,
  uidOf,
  type WorldEvent,
  withEvents,
} from '@downsync/core'
import { type EmbeddedSpace, startEmbeddedSpace } from '@downsync/space'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { resourcePath } from '../client/paths.ts'
import type { SpaceClient } from '../client/types.ts'
import { clientOf } from '../testing/test-client.ts'
import { createTestEnvironment, type TestEnvironment } from '../testing/test-environment.ts'
import type { FeedOptions, SpaceFeed } from './types.ts'
import { watchSpace } from './watch-space.ts'

let space: EmbeddedSpace
let client: SpaceClient
let bob: SpaceClient
let environment: TestEnvironment
let feeds: SpaceFeed[]
beforeEach(async () => {
  space = await startEmbeddedSpace({
    name: 'wds1',
    users: [
      { name: 'admin', groups: ['system:masters'], token: 'one' },
      { name: 'bob', groups: [], token: 'two' },
    ],
  })
  client = await clientOf(space)
  bob = await clientOf(space, 'bob')
  environment = createTestEnvironment()
  feeds = []
})
afterEach(async () => {
  for (const feed of feeds) feed.stop()
  client.close()
  bob.close()
  await space.close()
})

type Run = Readonly<{ feed: SpaceFeed; events: WorldEvent[]; snapshot(): Snapshot }>

function follow(more: Partial<FeedOptions> = {}): Run {
  const events: WorldEvent[] = []
  let { snapshot } = snapshotOf({
    wdsName: 'wds1',
    now: '2026-01-01T00:00:00Z',
    wds: { resources: [], objects: [] },
    its: { resources: [], objects: [] },
  })
  const feed = watchSpace({
    client,
    space: 'wds',
    environment,
    wants: () => ({}),
    onEvents(some) {
      events.push(...some)
      snapshot = withEvents(snapshot, some)
    },
    ...more,
  })
  feeds.push(feed)
  return { feed, events, snapshot: () => snapshot }
}

const eventually = (check: () => void) => vi.waitFor(check, { timeout: 10_000, interval: 2 })
const WIDGETS = { group: 'example.com', resource: 'widgets' }
const DEFINITIONS = { group: 'apiextensions.k8s.io', version: 'v1', resource: 'customresourcedefinitions' }

type Version = Readonly<{ name: string; served?: boolean; storage?: boolean; hasStatus?: boolean }>

function definition(...versions: readonly Version[]): JsonObject {
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
      scope: 'Namespaced',
      versions: versions.map(({ name, served = true, storage = false, hasStatus = false }) => ({
        name,
        served,
        storage,
        ...(hasStatus ? { subresources: { status: {} } } : {}),
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      })),
    },
  }
}

async function write(method: 'POST' | 'PUT' | 'DELETE', path: string, body?: JsonObject): Promise<void> {
  const answer = await client.request({ method, path, ...(body && { body }) })
  expect(answer.kind === 'answer' ? answer.code : answer).toSatisfy((code) =>
    [200, 201].includes(code as number),
  )
}

const definitionPath = resourcePath(DEFINITIONS, '', 'widgets.example.com')

async function replaceDefinition(...versions: readonly Version[]): Promise<void> {
  const there = await client.request({ method: 'GET', path: definitionPath })
  const metadata = there.kind === 'answer' ? (there.body as KubeObject).metadata : {}
  await write('PUT', definitionPath, { ...definition(...versions), metadata })
}

async function createWidget(name: string, version = 'v1'): Promise<void> {
  await write('POST', `/apis/example.com/${version}/namespaces/default/widgets`, {
    apiVersion: `example.com/${version}`,
    kind: 'Widget',
    metadata: { name },
  })
}

function infoOf(events: readonly WorldEvent[], resource: typeof WIDGETS): ResourceInfo | undefined {
  const infos = events.flatMap((event) => (event.kind === 'resource' ? [event.info] : []))
  return infos.findLast((info) => resourceKey(info) === resourceKey(resource))
}

describe('a space as events', () => {
  it('SNP-1 is known in all its parts once it is ready, and is what the server has', async () => {
    const { feed, snapshot } = follow()
    await feed.ready
    const current = snapshot()
    expect(current.resources('wds').filter(({ known }) => known !== true)).toEqual([])
    expect([...current.objects('wds')].map(uidOf).sort()).toEqual(space.objects().map(uidOf).sort())
    expect(feed.served('apps', 'deployments')).toMatchObject({
      version: 'v1',
      kind: 'Deployment',
      hasStatus: true,
    })
    expect(feed.served('apps', 'nothing')).toBeUndefined()
  })

  it('tells changes, and ends with the uid', async () => {
    const { feed, events } = follow({ wants: ({ resource }) => (resource === 'configmaps' ? {} : undefined) })
    await feed.ready
    const path = '/api/v1/namespaces/default/configmaps'
    events.length = 0
    await write('POST', path, { metadata: { name: 'a' } })
    await write('DELETE', `${path}/a`)
    await eventually(() => expect(events).toHaveLength(2))
    const [put, deleted] = events
    expect(put).toMatchObject({
      kind: 'put',
      space: 'wds',
      object: { kind: 'ConfigMap', metadata: { name: 'a' } },
    })
    expect(deleted).toEqual({
      kind: 'deleted',
      ref: { space: 'wds', group: '', resource: 'configmaps', namespace: 'default', name: 'a' },
      uid: put?.kind === 'put' ? uidOf(put.object) : undefined,
    })
  })

  it('follows only what is wanted, in the namespace that is wanted, and nothing that cannot be followed', async () => {
    const asked: string[] = []
    const { feed, snapshot, events } = follow({
      wants(resource) {
        asked.push(...resource.verbs.filter((verb) => verb === 'list'))
        return resource.resource === 'configmaps' ? { namespace: 'kube-public' } : undefined
      },
    })
    await feed.ready
    await write('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } })
    await write('POST', '/api/v1/namespaces/kube-public/configmaps', { metadata: { name: 'b' } })
    await eventually(() => expect([...snapshot().objects('wds')].map(nameOf)).toContain('b'))
    expect([...snapshot().objects('wds')].map(nameOf)).not.toContain('a')
    expect(events.every((event) => event.kind !== 'resource' || event.info.resource === 'configmaps')).toBe(
      true,
    )
    expect(asked.length).toBeGreaterThan(10)
  })

  it('goes on telling after an exception of whoever is told', async () => {
    let calls = 0
    const { feed } = follow({
      wants: ({ resource }) => (resource === 'configmaps' ? {} : undefined),
      onEvents() {
        calls++
        throw new Error('not today')
      },
    })
    await feed.ready
    const before = calls
    await write('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } })
    await eventually(() => expect(calls).toBeGreaterThan(before))
    expect(environment.logged.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('not today'),
    )
  })

  it('tells nothing any more once it is stopped', async () => {
    const { feed, events } = follow()
    feed.stop()
    await feed.ready
    await write('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' } })
    expect(events).toEqual([])
  })
})

describe('resources that come and go', () => {
  it.each([true, false])(
    'join when they are served, whether definitions are wanted (%s) or not',
    async (isWanted) => {
      const { feed, snapshot, events } = follow({
        wants: ({ group, resource }) =>
          group === 'example.com' || (isWanted && resource === DEFINITIONS.resource) ? {} : undefined,
      })
      await feed.ready
      await write(
        'POST',
        resourcePath(DEFINITIONS),
        definition({ name: 'v1', storage: true, hasStatus: true }),
      )
      await eventually(() => expect(infoOf(events, WIDGETS)?.known).toBe(true))
      expect(infoOf(events, WIDGETS)).toEqual({
        ...WIDGETS,
        version: 'v1',
        kind: 'Widget',
        namespaced: true,
        hasStatus: true,
        known: true,
      })
      await createWidget('a')
      await eventually(() => expect([...snapshot().objects('wds', WIDGETS)].map(nameOf)).toEqual(['a']))
      await write('DELETE', definitionPath)
      await eventually(() =>
        expect(events).toContainEqual({ kind: 'resourceGone', space: 'wds', resource: WIDGETS }),
      )
      expect(feed.served('example.com', 'widgets')).toBeUndefined()
      expect(
        [...snapshot().objects('wds')].some((object) => object.kind === 'CustomResourceDefinition'),
      ).toBe(false)
    },
  )

  it('ID-1 stay the same objects when the preferred version changes, without a moment in which they are gone', async () => {
    const { feed, snapshot, events } = follow({
      wants: ({ group }) => (group === 'example.com' ? {} : undefined),
    })
    await write('POST', resourcePath(DEFINITIONS), definition({ name: 'v1beta1', storage: true }))
    await eventually(() => expect(feed.served('example.com', 'widgets')).toBeDefined())
    for (const name of ['a', 'b']) await createWidget(name, 'v1beta1')
    await eventually(() => expect([...snapshot().objects('wds', WIDGETS)]).toHaveLength(2))
    events.length = 0
    await replaceDefinition({ name: 'v1beta1', storage: true }, { name: 'v1' })
    await eventually(() => expect(infoOf(events, WIDGETS)).toMatchObject({ version: 'v1', known: true }))
    const kinds = new Set(events.map(({ kind }) => kind))
    expect(kinds).toEqual(new Set(['resource', 'put']))
    expect([...snapshot().objects('wds', WIDGETS)].map(({ apiVersion }) => apiVersion)).toEqual(
      Array.from({ length: 2 }, () => 'example.com/v1'),
    )
    // What goes while nobody follows the old version is noticed by the first list of the new one.
    await write('DELETE', '/apis/example.com/v1/namespaces/default/widgets/a')
    await eventually(() => expect([...snapshot().objects('wds', WIDGETS)].map(nameOf)).toEqual(['b']))
  })

  it('show it when they get a status', async () => {
    const { events } = follow({ wants: ({ group }) => (group === 'example.com' ? {} : undefined) })
    await write('POST', resourcePath(DEFINITIONS), definition({ name: 'v1', storage: true }))
    await eventually(() => expect(infoOf(events, WIDGETS)).toMatchObject({ known: true, hasStatus: false }))
    await replaceDefinition({ name: 'v1', storage: true, hasStatus: true })
    await eventually(() => expect(infoOf(events, WIDGETS)).toMatchObject({ known: true, hasStatus: true }))
    expect(events.some(({ kind }) => kind === 'resourceGone')).toBe(false)
  })
})

describe('what cannot be seen', () => {
  it('SNP-1 is unknown and not gone: a resource that may not be listed; the space is ready all the same', async () => {
    const { feed, events } = follow({
      client: bob,
      wants: ({ resource }) => (resource === 'secrets' ? {} : undefined),
    })
    await feed.ready
    expect(infoOf(events, { group: '', resource: 'secrets' })?.known).toEqual({
      why: expect.stringContaining('it cannot be listed: secrets is forbidden: User "bob" cannot list'),
    })
  })

  it('changes nothing as long as discovery fails, and is read again', async () => {
    const withdraw = space.faults.order({
      fault: { kind: 'status', code: 503 },
      times: Number.POSITIVE_INFINITY,
      matches: ({ path }) => path === '/apis',
    })
    const { feed, events } = follow()
    await eventually(() => expect(environment.sleeps.length).toBeGreaterThan(3))
    expect(events).toEqual([])
    expect(environment.sleeps.slice(0, 3)).toEqual([800, 1600, 3200])
    withdraw()
    await feed.ready
    expect(infoOf(events, { group: 'apps', resource: 'deployments' })?.known).toBe(true)
  })

  it('SNP-1 is unknown and not gone: what was served in a group version that discovery cannot read now', async () => {
    await write('POST', resourcePath(DEFINITIONS), definition({ name: 'v1', storage: true }))
    await space.settled()
    let isHidden = false
    const { feed, events } = follow({ client: hiding(client, () => isHidden) })
    await feed.ready
    await createWidget('a')
    const gone = () => events.filter(({ kind }) => kind === 'resourceGone')
    isHidden = true
    // Any definition makes it look again.
    await write('POST', resourcePath(DEFINITIONS), {
      ...definition({ name: 'v1', storage: true }),
      metadata: { name: 'widgets.other.com' },
      spec: { ...(definition({ name: 'v1', storage: true })['spec'] as JsonObject), group: 'other.com' },
    })
    await eventually(() =>
      expect(infoOf(events, WIDGETS)?.known).toEqual({ why: expect.stringContaining('503') }),
    )
    expect(feed.served('example.com', 'widgets')).toMatchObject({ version: 'v1' })
    expect(gone()).toEqual([])
    isHidden = false
    await eventually(() => expect(infoOf(events, WIDGETS)?.known).toBe(true))
    expect(gone()).toEqual([])
  })

  it.each([
    [{ group: 'apps', resource: 'deployments' }, 'discovery does not show it, but it is served'],
    [WIDGETS, 'discovery does not show it, though it is defined'],
  ])(
    'SNP-1 is unknown and not gone: %s that a server which has just started does not show yet',
    async (missing, why) => {
      await write('POST', resourcePath(DEFINITIONS), definition({ name: 'v1', storage: true }))
      await space.settled()
      let isHidden = false
      const { feed, events } = follow({ client: without(missing.group, client, () => isHidden) })
      await feed.ready
      expect(infoOf(events, missing)?.known).toBe(true)
      isHidden = true
      // As at the end of a server: what follows looks again when it cannot go on.
      space.faults.order({ fault: { kind: 'status', code: 503 }, matches: ({ verb }) => verb === 'watch' })
      space.faults.cutWatches(({ resource }) => resource === 'secrets')
      await eventually(() => expect(infoOf(events, missing)?.known).toEqual({ why }))
      isHidden = false
      await eventually(() => expect(infoOf(events, missing)?.known).toBe(true))
      expect(events.filter(({ kind }) => kind === 'resourceGone')).toEqual([])
    },
  )

  it('is not ready before discovery shows what is defined', async () => {
    await write('POST', resourcePath(DEFINITIONS), definition({ name: 'v1', storage: true }))
    await space.settled()
    let reads = 0
    const { feed, events } = follow({ client: without('example.com', client, () => ++reads < 4) })
    await feed.ready
    expect(infoOf(events, WIDGETS)?.known).toBe(true)
  })

  it('says a cause once, and when it is over', async () => {
    const { feed } = follow()
    await feed.ready
    space.faults.order({
      fault: { kind: 'status', code: 503 },
      times: 1000,
      matches: ({ verb }) => verb === 'watch' || verb === 'list',
    })
    space.faults.cutWatches()
    const said = (level: string) => environment.logged.filter((entry) => entry.level === level)
    await eventually(() => expect(said('debug').length).toBeGreaterThan(10))
    space.faults.clear()
    await eventually(() => expect(said('info')).toHaveLength(1))
    expect(said('info')[0]?.message).toBe(`${space.url} is seen completely again`)
    // Of a list that failed, and of a watch.
    expect(said('warn').length).toBeLessThanOrEqual(2)
  })

  it('is read again from time to time where definitions may not be followed', async () => {
    const slept: number[] = []
    let wake = (): void => undefined
    const { feed, events } = follow({
      client: bob,
      wants: ({ group }) => (group === 'example.com' ? {} : undefined),
      environment: {
        ...environment,
        sleep(milliseconds, signal) {
          slept.push(milliseconds)
          return milliseconds === 60_000
            ? new Promise((resolve) => {
                wake = resolve
                signal?.addEventListener('abort', () => resolve())
              })
            : environment.sleep(milliseconds)
        },
      },
    })
    await feed.ready
    await eventually(() => expect(slept).toContain(60_000))
    await write('POST', resourcePath(DEFINITIONS), definition({ name: 'v1', storage: true }))
    await space.settled()
    expect(infoOf(events, WIDGETS)).toBeUndefined()
    wake()
    await eventually(() => expect(infoOf(events, WIDGETS)).toBeDefined())
  })
})

// The same server, of which discovery does not show all at once, and one group version at times not at all.
function hiding(client: SpaceClient, isHidden: () => boolean): SpaceClient {
  return {
    ...client,
    request({ accept: _, ...request }, signal) {
      const isMeant = request.path === '/apis/example.com/v1' && isHidden()
      return isMeant
        ? Promise.resolve({ kind: 'answer', code: 503, body: null })
        : client.request(request, signal)
    },
  }
}

// The same server, bit by bit, of which discovery does not show a group at times.
function without(group: string, client: SpaceClient, isHidden: () => boolean): SpaceClient {
  return {
    ...client,
    async request({ accept: _, ...request }, signal) {
      const answer = await client.request(request, signal)
      if (request.path !== '/apis' || answer.kind !== 'answer' || !isHidden()) return answer
      const groups = listAt(answer.body, 'groups').filter((one) => stringAt(one, 'name') !== group)
      return { ...answer, body: { ...(answer.body as JsonObject), groups } }
    },
  }
}
