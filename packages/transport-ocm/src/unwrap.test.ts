import type { Json, JsonObject, KubeObject } from '@downsync/core'
import { describe, expect, it } from 'vitest'
import { unwrap } from './unwrap.ts'

const configMap = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'x' } }

function workOf(spec: Json): KubeObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name: 'w', namespace: 'wec1' },
    spec,
  }
}

function faultsOf(spec: Json): readonly (readonly [string, string])[] {
  const result = unwrap(workOf(spec))
  return result.ok ? [] : result.problems.map((problem) => [problem.code, problem.path])
}

function readWith(...entries: readonly JsonObject[]) {
  const named = entries.map((entry) => ({
    resourceIdentifier: { group: '', resource: 'configmaps', namespace: 'x', name: 'web' },
    ...entry,
  }))
  const result = unwrap(workOf({ workload: { manifests: [configMap] }, manifestConfigs: named }))
  const item = result.ok ? result.value.items[0] : undefined
  return { strategy: item?.strategy, ...(item?.kept && { kept: item.kept }) }
}

const anyName = { resourceIdentifier: { group: '', resource: 'configmaps', namespace: '*', name: 'w*' } }

describe('reading a ManifestWork', () => {
  it('names the manifest that is no object, and reads nothing', () => {
    const manifests = [configMap, configMap, configMap, 'text', { apiVersion: 'v1', kind: 'Secret' }]
    expect(faultsOf({ workload: { manifests } })).toEqual([
      ['WrappedUnreadable', 'spec.workload.manifests[3]'],
      ['WrappedUnreadable', 'spec.workload.manifests[4]'],
    ])
  })

  it('says which part has the wrong form', () => {
    expect(faultsOf(1)).toEqual([['WrappedUnreadable', 'spec']])
    expect(faultsOf({ workload: [] })).toEqual([['WrappedUnreadable', 'spec.workload']])
    expect(faultsOf({ workload: { manifests: {} } })).toEqual([
      ['WrappedUnreadable', 'spec.workload.manifests'],
    ])
    expect(faultsOf({ manifestConfigs: 'x' })).toEqual([['WrappedUnreadable', 'spec.manifestConfigs']])
    const metadata = { name: 'a', namespace: 7 }
    expect(faultsOf({ workload: { manifests: [{ ...configMap, metadata }] } })).toEqual([
      ['WrappedUnreadable', 'spec.workload.manifests[0].metadata.namespace'],
    ])
  })

  it('P-6a content is without `creationTimestamp: null`', () => {
    const stamped = { ...configMap, metadata: { ...configMap.metadata, creationTimestamp: null } }
    const result = unwrap(workOf({ workload: { manifests: [stamped] } }))
    expect(result.ok && result.value.items[0]?.content).toEqual(configMap)
  })

  it('the problem is on the wrapped object', () => {
    const result = unwrap(workOf(1))
    expect(result.ok ? undefined : result.problems[0]?.on).toEqual({
      space: 'its',
      group: 'work.open-cluster-management.io',
      resource: 'manifestworks',
      namespace: 'wec1',
      name: 'w',
    })
  })

  it("an empty one is an empty bundle: KubeStellar's first may be", () => {
    expect(unwrap(workOf({ workload: {} }))).toEqual({
      ok: true,
      value: { wec: 'wec1', name: 'w', labels: {}, annotations: {}, items: [] },
    })
  })
})

describe('the strategy of an item', () => {
  it('is that of the first entry that matches and sets one', () => {
    expect(readWith()).toEqual({ strategy: 'update' })
    expect(readWith({}, { updateStrategy: { type: 'CreateOnly' } })).toEqual({ strategy: 'createOnly' })
    expect(
      readWith(
        { ...anyName, updateStrategy: { type: 'Update' } },
        { updateStrategy: { type: 'CreateOnly' } },
      ),
    ).toEqual({ strategy: 'update' })
    expect(
      readWith({
        updateStrategy: {
          type: 'ServerSideApply',
          serverSideApply: { force: true, fieldManager: 'work-agent' },
        },
      }),
    ).toEqual({ strategy: 'serverSideApply' })
  })

  it('is kept raw where it is none of ours', () => {
    const others: readonly Json[] = [
      { type: 'ReadOnly' },
      { type: 'ServerSideApply' },
      { type: 'ServerSideApply', serverSideApply: { force: true, fieldManager: 'work-agent-2' } },
      {
        type: 'ServerSideApply',
        serverSideApply: { force: true, ignoreFields: [{ condition: 'OnSpokeChange' }] },
      },
      {},
    ]
    for (const updateStrategy of others)
      expect(readWith({ updateStrategy })).toEqual({ strategy: 'update', kept: { updateStrategy } })
  })

  it('FRZ-1 other options are kept: the first that is set, of feedbackScrapeType the last', () => {
    const feedbackRules = [{ type: 'WellKnownStatus' }]
    expect(
      readWith(
        { ...anyName, feedbackRules, feedbackScrapeType: 'Poll' },
        { feedbackRules: [], conditionRules: [1], feedbackScrapeType: 'Watch', later: 'option' },
      ),
    ).toEqual({
      strategy: 'update',
      kept: { feedbackRules, conditionRules: [1], feedbackScrapeType: 'Watch', later: 'option' },
    })
    expect(readWith({ feedbackScrapeType: 'Watch' }, { feedbackScrapeType: 'Poll' })).toEqual({
      strategy: 'update',
    })
  })
})

describe('whether an item is orphaned', () => {
  const orphansWith = (deleteOption: Json) => {
    const manifests = [configMap, { ...configMap, kind: 'Secret' }]
    const result = unwrap(workOf({ workload: { manifests }, deleteOption }))
    return result.ok ? result.value.items.map((item) => item.orphan) : []
  }

  it('WRP-11 all with Orphan, with SelectivelyOrphan those that a rule names exactly, else none', () => {
    const rule = { group: '', resource: 'secrets', namespace: 'x', name: 'web' }
    const selectivelyOrphans = { orphaningRules: [{ ...rule, name: '*' }, rule, null] }
    expect(orphansWith({ propagationPolicy: 'Orphan' })).toEqual([true, true])
    expect(orphansWith({ propagationPolicy: 'SelectivelyOrphan', selectivelyOrphans })).toEqual([false, true])
    expect(orphansWith({ propagationPolicy: 'Foreground', selectivelyOrphans })).toEqual([false, false])
    expect(orphansWith({ propagationPolicy: 'SelectivelyOrphan' })).toEqual([false, false])
  })
})
