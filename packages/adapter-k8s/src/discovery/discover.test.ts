import { type Json, stringifyJson } from '@downsync/core'
import { startEmbeddedSpace } from '@downsync/space'
import { afterEach, describe, expect, it } from 'vitest'
import type { SpaceClient } from '../client/types.ts'
import { status } from '../testing/scripted-server.ts'
import { clientByKubeconfig, clientOf, kubeconfigFor, startHandMadeServer } from '../testing/test-client.ts'
import { discover } from './discover.ts'

const cleanUp: (() => unknown)[] = []
afterEach(async () => {
  for (const one of cleanUp.splice(0).reverse()) await one()
})

type Documents = Readonly<Record<string, Json | Readonly<{ code: number }>>>

// What is not among the documents is 404; `code` alone is an answer without a body that is any use.
async function serve(documents: Documents): Promise<SpaceClient> {
  const server = await startHandMadeServer((request, response) => {
    const found = documents[request.url ?? ''] ?? { code: 404 }
    const code = (found as { code?: number }).code
    response.writeHead(code ?? 200).end(code === undefined ? stringifyJson(found) : '<html>')
  })
  const client = await clientByKubeconfig(kubeconfigFor(server.url))
  cleanUp.push(server.close, () => client.close())
  return client
}

const verbs = ['list', 'watch']
const widgets = { name: 'widgets', namespaced: true, kind: 'Widget', verbs }
const gadgets = { name: 'gadgets', namespaced: false, kind: 'Gadget', verbs }
const listOf = (...resources: readonly Json[]): Json => ({ kind: 'APIResourceList', resources })
const byVersion: Documents = {
  '/api': { kind: 'APIVersions', versions: ['v1'] },
  '/api/v1': listOf({ name: 'configmaps', namespaced: true, kind: 'ConfigMap', verbs }),
  '/apis': {
    kind: 'APIGroupList',
    groups: [
      {
        name: 'example.com',
        versions: [{ version: 'v2beta1' }, { version: 'v1' }],
        preferredVersion: { version: 'v1' },
      },
    ],
  },
  '/apis/example.com/v1': listOf(widgets, { name: 'widgets/status' }, { name: 'widgets/scale' }),
  '/apis/example.com/v2beta1': listOf(gadgets, widgets),
}

describe('discovery', () => {
  it('ID-1 shows each resource once, in the preferred version of its group or the next that has it', async () => {
    const found = await discover(await serve(byVersion))
    const core = { group: '', version: 'v1', resource: 'configmaps', kind: 'ConfigMap', namespaced: true }
    const example = { group: 'example.com', verbs }
    const preferred = { ...example, resource: 'widgets', kind: 'Widget', namespaced: true }
    const only = { ...example, resource: 'gadgets', kind: 'Gadget', namespaced: false, hasStatus: false }
    expect(found.ok && found.value.resources).toEqual([
      { ...core, hasStatus: false, verbs },
      { ...preferred, version: 'v1', hasStatus: true },
      { ...only, version: 'v2beta1' },
    ])
    expect(found.ok && found.value.versions.map((one) => `${one.version} ${one.resource}`)).toEqual([
      'v1 configmaps',
      'v1 widgets',
      'v2beta1 gadgets',
      'v2beta1 widgets',
    ])
  })

  it('SNP-1 names the group versions of which nothing could be learnt, and shows the others', async () => {
    for (const code of [404, 503]) {
      const found = await discover(await serve({ ...byVersion, '/apis/example.com/v1': { code } }))
      expect(found).toMatchObject({
        ok: true,
        value: {
          resources: [{ resource: 'configmaps' }, { resource: 'gadgets' }, { resource: 'widgets' }],
          unread: [
            {
              group: 'example.com',
              version: 'v1',
              why: expect.stringContaining(`example.com/v1: the server answered ${code}`),
            },
          ],
        },
      })
    }
  })

  it('SNP-1 believes nothing that a server says of an extension that does not answer', async () => {
    const aggregated = (...items: readonly Json[]): Json => ({ kind: 'APIGroupDiscoveryList', items })
    const responseKind = { kind: 'Widget' }
    const resources = [{ resource: 'widgets', responseKind, scope: 'Namespaced', verbs }]
    const versions = [
      { version: 'v2', resources, freshness: 'Stale' },
      { version: 'v1', resources, freshness: 'Current' },
    ]
    const client = await serve({
      '/api': aggregated(),
      '/apis': aggregated({ metadata: { name: 'example.com' }, versions }),
    })
    expect(await discover(client)).toMatchObject({
      ok: true,
      value: {
        resources: [{ group: 'example.com', version: 'v1', resource: 'widgets' }],
        unread: [{ group: 'example.com', version: 'v2' }],
      },
    })
  })

  it('fails where the groups themselves cannot be read', async () => {
    const broken: Documents[] = [
      { ...byVersion, '/api': { code: 503 } },
      { ...byVersion, '/apis': { code: 404 } },
      { ...byVersion, '/apis': { kind: 'Something' } },
      { ...byVersion, '/apis': { code: 200 } },
    ]
    for (const documents of broken)
      expect(await discover(await serve(documents))).toMatchObject({ ok: false })
    const client = await serve({ '/api': status(403, 'nobody may look') })
    expect(await discover(client)).toMatchObject({ ok: false })
  })

  it('says the same whether a server tells all at once or bit by bit', async () => {
    const space = await startEmbeddedSpace({ name: 'wds1' })
    const client = await clientOf(space)
    cleanUp.push(space.close, () => client.close())
    const patient: SpaceClient = {
      ...client,
      request: ({ accept: _, ...request }, signal) => client.request(request, signal),
    }
    const atOnce = await discover(client)
    expect(atOnce).toEqual(await discover(patient))
    const found = atOnce.ok ? atOnce.value.resources : []
    expect(found).toContainEqual({
      group: 'apps',
      version: 'v1',
      resource: 'deployments',
      kind: 'Deployment',
      namespaced: true,
      hasStatus: true,
      verbs: expect.arrayContaining(['list', 'watch', 'create']),
    })
  })
})
