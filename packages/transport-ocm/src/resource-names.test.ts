import type { Json, JsonObject, KubeObject, ManifestId } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { resourceNamesOf } from './resource-names.ts'

const GROUP = 'example.com'

function resourcesIn(
  kinds: readonly string[],
  identified: readonly JsonObject[],
  options: { group?: string; metas?: readonly JsonObject[] } = {},
): readonly (string | undefined)[] {
  const { group = GROUP, metas = [] } = options
  const manifests: Json[] = kinds.map((kind) => ({
    apiVersion: `${group}/v1`,
    kind,
    metadata: { name: 'a' },
  }))
  const work: KubeObject = {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: {},
    spec: {
      workload: { manifests },
      manifestConfigs: identified.map((id) => ({ resourceIdentifier: { group, name: 'a', ...id } })),
    },
    status: { resourceStatus: { manifests: metas.map((meta) => ({ resourceMeta: { group, ...meta } })) } },
  }
  const resourceOf = resourceNamesOf(work)
  return kinds.map((kind): ManifestId => ({ group, kind, namespace: '', name: 'a' })).map(resourceOf)
}

describe('the resource of a kind, as a wrapped object tells it', () => {
  it("is the agent's word before all", () => {
    const metas = [
      { kind: 'Person', resource: 'people', name: 'other' },
      { kind: 'Widget', resource: '' },
    ]
    expect(resourcesIn(['Person', 'Widget'], [], { metas })).toEqual(['people', undefined])
    expect(resourcesIn(['Person'], [{ resource: 'persons' }], { metas })).toEqual(['people'])
  })

  it('is a resource that the configuration names, if it is a plural of the kind', () => {
    const kinds = ['Widget', 'Policy', 'Gateway', 'Class', 'Endpoints']
    const resources = ['endpoints', 'classes', 'gateways', 'policies', 'widgets']
    expect(
      resourcesIn(
        kinds,
        resources.map((resource) => ({ resource, name: '*' })),
      ),
    ).toEqual(['widgets', 'policies', 'gateways', 'classes', 'endpoints'])
  })

  it('is, of a custom resource, one that names nothing else', () => {
    expect(resourcesIn(['Person'], [{ resource: 'people' }])).toEqual(['people'])
    expect(resourcesIn(['Person', 'Widget'], [{ resource: 'people' }, { resource: 'widgets' }])).toEqual([
      'people',
      'widgets',
    ])
    expect(resourcesIn(['Person'], [{ resource: 'people', name: 'b' }])).toEqual([undefined])
    expect(resourcesIn(['Person'], [{ resource: 'people', name: '*' }])).toEqual([undefined])
  })

  it('is open where it could be another kind, or where nothing names one', () => {
    expect(resourcesIn(['Goose', 'Mouse'], [{ resource: 'geese' }])).toEqual([undefined, undefined])
    expect(resourcesIn(['Goose'], [{ resource: 'geese' }, { resource: 'mice' }])).toEqual([undefined])
    expect(resourcesIn(['Widget'], [])).toEqual([undefined])
  })

  it('of a built-in kind is never a stranger: the configuration may be of an object that left', () => {
    expect(resourcesIn(['Deployment'], [{ resource: 'statefulsets' }], { group: 'apps' })).toEqual([
      undefined,
    ])
  })
})
