import { failureText, installDefinitions, objectPath, realEnvironment } from '@downsync/adapter-k8s'
import { type Json, type JsonObject, type KubeObject, nameOf, valueAt } from '@downsync/core'
import { ocmTransport } from '@downsync/transport-ocm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type HubResource, resources } from '../hub/names.ts'
import { startTestIts, type TestSpace } from '../testing/hub-world.ts'
import { appliedManifestWorks } from '../wec/ocm.ts'
import { hubDefinitions, wecDefinitions } from './index.ts'

const applied: HubResource = { ...appliedManifestWorks, namespaced: false }

let space: TestSpace
beforeAll(async () => {
  space = await startTestIts()
  const installed = await installDefinitions(space.client, wecDefinitions, realEnvironment)
  if (!installed.ok) throw new Error(installed.message)
})
afterAll(() => space.close())

describe('the definitions of OCM that are needed', () => {
  it('are served, with status apart', async () => {
    expect([...hubDefinitions, ...wecDefinitions].map(nameOf)).toEqual([
      'managedclusters.cluster.open-cluster-management.io',
      'manifestworks.work.open-cluster-management.io',
      'workstatuses.control.kubestellar.io',
      'appliedmanifestworks.work.open-cluster-management.io',
    ])
    await space.create(resources.clusters, { metadata: { name: 'apart' }, spec: { hubAcceptsClient: true } })
    const version = { kubernetes: 'v1' }
    const kept = await space.change(resources.clusters, '', 'apart', { status: { version } })
    expect(kept['status']).toBeUndefined()
    const written = await space.change(resources.clusters, '', 'apart', { status: { version } }, 'status')
    expect(written['status']).toEqual({ version })
    expect(valueAt(written, 'metadata', 'generation')).toBe(1)
  })

  it('API-1 stay as OCM has them where it is installed', async () => {
    const [definition] = wecDefinitions
    if (definition === undefined) throw new Error('there is no definition')
    const path = `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${nameOf(definition)}`
    await space.client.request({
      method: 'PATCH',
      path,
      contentType: 'application/merge-patch+json',
      body: { metadata: { annotations: null } },
    })
    const again = await installDefinitions(space.client, wecDefinitions, realEnvironment)
    expect(again).toMatchObject({ ok: true, value: [{ did: 'foreign' }] })
  })

  it('complete what is left out', async () => {
    const cluster = await space.create(resources.clusters, {
      metadata: { name: 'short' },
      spec: { hubAcceptsClient: false },
    })
    expect(cluster['spec']).toEqual({ hubAcceptsClient: false, leaseDurationSeconds: 60 })
    const work = await createWork('short', {
      deleteOption: {},
      manifestConfigs: [
        {
          resourceIdentifier: { resource: 'configmaps', name: 'c' },
          updateStrategy: {
            type: 'ServerSideApply',
            serverSideApply: { ignoreFields: [{ jsonPaths: ['.data'] }] },
          },
        },
      ],
    })
    expect(valueAt(work, 'spec', 'deleteOption')).toEqual({ propagationPolicy: 'Foreground' })
    expect(valueAt(work, 'spec', 'manifestConfigs')).toEqual([
      {
        resourceIdentifier: { resource: 'configmaps', name: 'c' },
        feedbackScrapeType: 'Poll',
        updateStrategy: {
          type: 'ServerSideApply',
          serverSideApply: {
            fieldManager: 'work-agent',
            ignoreFields: [{ condition: 'OnSpokePresent', jsonPaths: ['.data'] }],
          },
        },
      },
    ])
  })

  it('keep whatever a manifest holds, and all that the transport writes', async () => {
    const content = {
      apiVersion: 'example.com/v1',
      kind: 'Widget',
      metadata: { name: 'w', namespace: 'n' },
      spec: { any: [{ thing: 1 }, null] },
      unheardOf: true,
    }
    const wrapped = ocmTransport.wrap({
      wec: 'default',
      name: 'wrapped',
      labels: { a: 'b' },
      annotations: {},
      items: [
        {
          id: { group: 'example.com', kind: 'Widget', namespace: 'n', name: 'w' },
          resource: 'widgets',
          content,
          orphan: true,
          strategy: 'createOnly',
        },
      ],
    })
    const stored = await space.create(resources.works, wrapped, 'default')
    expect(valueAt(stored, 'spec', 'workload')).toEqual({ manifests: [content] })
    expect(ocmTransport.unwrap(stored)).toMatchObject({ ok: true, value: { items: [{ orphan: true }] } })
  })

  const cluster = (metadata: JsonObject, rest: JsonObject = {}): Case => [
    resources.clusters,
    { metadata, ...rest },
  ]
  const work = (spec: JsonObject): Case => [resources.works, { metadata: { name: 'bad' }, spec }]
  const config = (more: JsonObject): Case =>
    work({ manifestConfigs: [{ resourceIdentifier: { resource: 'r', name: 'n' }, ...more }] })

  it.each<[string, Case, string]>([
    ['a name that is none of a namespace', cluster({ name: 'a.b' }), 'metadata.name'],
    [
      'a cluster of which nobody says whether it is accepted',
      cluster({ name: 'a' }, { spec: {} }),
      'spec.hubAcceptsClient: Required',
    ],
    [
      'a period that is no number',
      cluster({ name: 'a' }, spec({ leaseDurationSeconds: '60' })),
      'leaseDurationSeconds',
    ],
    [
      'an address without a URL',
      cluster({ name: 'a' }, spec({ managedClusterClientConfigs: [{}] })),
      'url: Required',
    ],
    [
      'an unknown effect of a taint',
      cluster({ name: 'a' }, spec({ taints: [{ key: 'k', effect: 'No' }] })),
      'effect',
    ],
    [
      'a manifest without a kind',
      work({ workload: { manifests: [{ apiVersion: 'v1' }] } }),
      'manifests[0].kind',
    ],
    [
      'an unknown way to delete',
      work({ deleteOption: { propagationPolicy: 'Background' } }),
      'propagationPolicy',
    ],
    [
      'a rule for an object without a name',
      work({ manifestConfigs: [{ resourceIdentifier: { resource: 'r' } }] }),
      'resourceIdentifier.name: Required',
    ],
    ['a configuration for no object', work({ manifestConfigs: [{}] }), 'resourceIdentifier: Required'],
    ['an unknown strategy', config({ updateStrategy: { type: 'Replace' } }), 'updateStrategy.type'],
    [
      'a field manager of another name',
      config({ updateStrategy: { type: 'ServerSideApply', serverSideApply: { fieldManager: 'me' } } }),
      'fieldManager',
    ],
    [
      'a value by two names',
      config({
        feedbackRules: [
          {
            type: 'JSONPaths',
            jsonPaths: [
              { name: 'a', path: '.b' },
              { name: 'a', path: '.c' },
            ],
          },
        ],
      }),
      'Duplicate',
    ],
    [
      'a condition by two rules',
      config({
        conditionRules: [
          { condition: 'A', type: 'CEL' },
          { condition: 'A', type: 'CEL' },
        ],
      }),
      'Duplicate',
    ],
    [
      'an executor without a name',
      work({ executor: { subject: { type: 'ServiceAccount', serviceAccount: { namespace: 'n' } } } }),
      'serviceAccount.name: Required',
    ],
    [
      'an applied work of no hub',
      [applied, { metadata: { name: 'a' }, spec: { manifestWorkName: 'w' } }],
      'spec.hubHash: Required',
    ],
    ['an applied work that says nothing', [applied, { metadata: { name: 'a' } }], 'spec: Required'],
  ])('refuse %s', async (_, [resource, object], path) => {
    const refused = await post(resource, object)
    expect(refused).toContain(path)
  })

  it.each<[string, Case, string]>([
    [
      'of a cluster',
      cluster({ name: 'a' }, spec({ hubAcceptClient: true })),
      'unknown field "spec.hubAcceptClient"',
    ],
    ['of a work', work({ deleteOptions: {} }), 'unknown field "spec.deleteOptions"'],
    [
      'in a configuration',
      config({ updateStrategy: { type: 'Update', force: true } }),
      'updateStrategy.force"',
    ],
    [
      'of an applied work',
      [applied, { metadata: { name: 'a' }, spec: { hubHash: 'h', manifestWorkName: 'w', agentId: 'a' } }],
      'agentId',
    ],
  ])('name a field that is misspelt, to who asks for it: %s', async (_, [resource, object], message) => {
    expect(await post(resource, object, { fieldValidation: 'Strict' })).toContain(message)
  })

  it('refuse a condition that is not in order', async () => {
    await createWork('conditions', {})
    const good = {
      type: 'Applied',
      status: 'True',
      reason: 'R',
      message: '',
      lastTransitionTime: '2026-01-01T00:00:00Z',
    }
    const cases: readonly JsonObject[] = [
      { ...good, status: 'Maybe' },
      { ...good, reason: '' },
      { ...good, reason: 'no words' },
      { ...good, lastTransitionTime: 'now' },
      { type: 'Applied', status: 'True' },
    ]
    const write = (conditions: Json): Promise<KubeObject> =>
      space.change(resources.works, 'default', 'conditions', { status: { conditions } }, 'status')
    for (const bad of cases) await expect(write([bad])).rejects.toThrow('422')
    await expect(write([good, good])).rejects.toThrow('Duplicate')
    expect(valueAt(await write([good]), 'status', 'conditions')).toEqual([good])
  })
})

type Case = readonly [resource: HubResource, object: JsonObject]

function spec(more: JsonObject): JsonObject {
  return { spec: { hubAcceptsClient: true, ...more } }
}

function createWork(name: string, more: JsonObject): Promise<KubeObject> {
  return space.create(resources.works, { metadata: { name }, spec: { ...more } }, 'default')
}

/** What the server says against an object; fails where it takes it. */
async function post(resource: HubResource, object: JsonObject, query = {}): Promise<string> {
  const { group, version, kind, namespaced } = resource
  const answer = await space.client.request({
    method: 'POST',
    path: objectPath(resource, namespaced ? 'default' : '', ''),
    query,
    body: { apiVersion: `${group}/${version}`, kind, ...object },
  })
  if (answer.kind === 'noAnswer' || answer.code < 400) throw new Error('it was not refused')
  return failureText(answer)
}
