import { canonicalJson, type JsonObject, type Snapshot, snapshotOf, withEvents } from '@downsync/core'
import { type EmbeddedSpace, startEmbeddedSpace } from '@downsync/space'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import type { SpaceClient } from '../client/types.ts'
import { clientOf } from '../testing/test-client.ts'
import { createTestEnvironment } from '../testing/test-environment.ts'
import { watchSpace } from './watch-space.ts'

const plural = fc.constantFrom('widgets', 'gadgets')
const version = fc.constantFrom('v1', 'v1beta1', 'v2')

type Command =
  | Readonly<{ kind: 'define'; plural: string; versions: readonly string[]; hasStatus: boolean }>
  | Readonly<{ kind: 'undefine'; plural: string }>
  | Readonly<{ kind: 'create' | 'delete'; plural: string; version: string; name: string }>
  | Readonly<{ kind: 'fault'; code: 429 | 500 | 503; times: number }>
  | Readonly<{ kind: 'cut' | 'compact' }>

const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('define'),
      plural,
      versions: fc.uniqueArray(version, { minLength: 1 }),
      hasStatus: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('undefine'), plural }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('create', 'create', 'delete'),
      plural,
      version,
      name: fc.constantFrom('a', 'b'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('fault'),
      code: fc.constantFrom(429, 500, 503),
      times: fc.integer({ min: 1, max: 3 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cut', 'compact') }) },
)

describe('a space as events, whatever happens to its definitions', () => {
  it('SNP-1 comes to be what a feed sees that begins now', async () => {
    await fc.assert(fc.asyncProperty(fc.array(command, { minLength: 1, maxLength: 15, size: 'max' }), run), {
      numRuns: 25,
    })
  })
})

async function run(commands: readonly Command[]): Promise<void> {
  const space = await startEmbeddedSpace({ name: 'wds1' })
  const client = await clientOf(space)
  const feed = follow(client)
  try {
    await feed.ready
    for (const one of commands) await act(space, client, one)
    space.faults.clear()
    await space.settled()
    const fresh = follow(client)
    await fresh.ready
    const expected = viewOf(fresh.snapshot())
    fresh.stop()
    await vi.waitFor(() => expect(viewOf(feed.snapshot())).toEqual(expected), {
      timeout: 20_000,
      interval: 3,
    })
  } finally {
    feed.stop()
    client.close()
    await space.close()
  }
}

function follow(client: SpaceClient) {
  let { snapshot } = snapshotOf({
    wdsName: 'wds1',
    now: '2026-01-01T00:00:00Z',
    wds: { resources: [], objects: [] },
    its: { resources: [], objects: [] },
  })
  const feed = watchSpace({
    client,
    space: 'wds',
    environment: createTestEnvironment(),
    wants: ({ group }) => (group === 'example.com' || group === 'apiextensions.k8s.io' ? {} : undefined),
    onEvents(events) {
      snapshot = withEvents(snapshot, events)
    },
  })
  return { ready: feed.ready, stop: () => feed.stop(), snapshot: () => snapshot }
}

function viewOf(snapshot: Snapshot): unknown {
  return {
    resources: snapshot.resources('wds').map((info) => canonicalJson(info)),
    objects: [...snapshot.objects('wds')].map((object) => canonicalJson(object)),
  }
}

async function act(space: EmbeddedSpace, client: SpaceClient, one: Command): Promise<void> {
  switch (one.kind) {
    case 'define': {
      const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions'
      const body = definition(one)
      const created = await client.request({ method: 'POST', path, body })
      if (created.kind !== 'answer' || created.code !== 409) return
      // Without a version every write wins; the stored versions may refuse it, which is as good.
      await client.request({
        method: 'PATCH',
        path: `${path}/${one.plural}.example.com`,
        contentType: 'application/merge-patch+json',
        body: { spec: body['spec'] ?? null },
      })
      return
    }
    case 'undefine':
      await client.request({
        method: 'DELETE',
        path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${one.plural}.example.com`,
      })
      return
    case 'create':
    case 'delete': {
      const path = `/apis/example.com/${one.version}/namespaces/default/${one.plural}`
      if (one.kind === 'delete') await client.request({ method: 'DELETE', path: `${path}/${one.name}` })
      else
        await client.request({
          method: 'POST',
          path,
          body: {
            apiVersion: `example.com/${one.version}`,
            kind: kindOf(one.plural),
            metadata: { name: one.name },
          },
        })
      return
    }
    case 'fault':
      space.faults.order({
        fault: { kind: 'status', code: one.code },
        times: one.times,
        matches: ({ method }) => method === 'GET',
      })
      return
    case 'cut':
      space.faults.cutWatches()
      return
    case 'compact':
      space.faults.compact()
  }
}

function kindOf(plural: string): string {
  return plural === 'widgets' ? 'Widget' : 'Gadget'
}

function definition({ plural, versions, hasStatus }: Extract<Command, { kind: 'define' }>): JsonObject {
  const kind = kindOf(plural)
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      names: { plural, singular: kind.toLowerCase(), kind, listKind: `${kind}List` },
      scope: 'Namespaced',
      versions: versions.map((name, index) => ({
        name,
        served: true,
        storage: index === 0,
        ...(hasStatus ? { subresources: { status: {} } } : {}),
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      })),
    },
  }
}
