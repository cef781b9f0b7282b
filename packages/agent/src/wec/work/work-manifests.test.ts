import type { Json, JsonObject, KubeObject } from '@downsync/core'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { profiles } from './profile.ts'
import { readUpdateStrategy } from './update-strategy.ts'
import { inApplyOrder, type KindLookup, workManifests } from './work-manifests.ts'

const lookup: KindLookup = (group, version, kind) => {
  if (group === 'unread.example') return { kind: 'unread', why: 'discovery of unread.example/v1: 503' }
  if (version !== 'v1' || kind === 'Widget') return { kind: 'absent' }
  return { kind: 'served', resource: `${kind.toLowerCase()}s`, namespaced: kind !== 'Namespace' }
}

function workWith(manifests: readonly Json[], spec: JsonObject = {}): KubeObject {
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: { name: 'w' },
    spec: { workload: { manifests }, ...spec },
  }
}

function manifest(kind: string, name = 'x', more: JsonObject = {}): JsonObject {
  return { apiVersion: 'v1', kind, metadata: { name, namespace: 'default', ...more } }
}

const read = (one: Json, spec: JsonObject = {}) => workManifests(workWith([one], spec), lookup)[0]

describe('AGT-2 reading the manifests of a work', () => {
  it('AGT-2 with meta as OCM names them: the namespace of a cluster-scoped kind is blanked', () => {
    expect(read(manifest('ConfigMap'))).toMatchObject({
      kind: 'usable',
      meta: {
        ordinal: 0,
        group: '',
        version: 'v1',
        kind: 'ConfigMap',
        resource: 'configmaps',
        name: 'x',
        namespace: 'default',
      },
      strategy: { kind: 'update' },
      isOwned: true,
    })
    const namespace = read(manifest('Namespace'))
    expect(namespace).toMatchObject({ meta: { namespace: '' } })
    expect(namespace).not.toHaveProperty('content.metadata.namespace')
  })

  it('AGT-2 a uid, and a creationTimestamp of null, are not sent', () => {
    expect(read(manifest('ConfigMap', 'x', { uid: 'u', creationTimestamp: null }))).toMatchObject({
      content: { metadata: { name: 'x', namespace: 'default' } },
    })
    expect(read(manifest('ConfigMap', 'x', { uid: 'u' }))).not.toHaveProperty('content.metadata.uid')
  })

  it.each<[string, Json, JsonObject]>([
    [
      'an unknown kind',
      manifest('Widget'),
      {
        message: `Failed to apply manifest: the server doesn't have a resource type "Widget"`,
        isUnmapped: true,
      },
    ],
    ['an unknown version', { ...manifest('ConfigMap'), apiVersion: 'v2' }, { isUnmapped: true }],
    [
      'a group that could not be read',
      { ...manifest('ConfigMap'), apiVersion: 'unread.example/v1' },
      { message: 'Failed to apply manifest: discovery of unread.example/v1: 503', isUnmapped: true },
    ],
    ['no object', 'text', { isUnmapped: false, meta: { ordinal: 0, kind: '' } }],
    [
      'no namespace',
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
      {
        message: 'Failed to apply manifest: the server does not allow this method on the requested resource',
        isUnmapped: false,
      },
    ],
  ])('AGT-2 unusable: %s', (_what, one, said) => {
    expect(read(one)).toMatchObject({ kind: 'unusable', reason: 'AppliedManifestFailed', ...said })
  })

  it('AGT-2 an executor is refused for every manifest', () => {
    const spec = { executor: { subject: { type: 'ServiceAccount' } } }
    expect(read(manifest('ConfigMap'), spec)).toMatchObject({
      kind: 'unusable',
      meta: { resource: 'configmaps' },
    })
    expect(read(manifest('ConfigMap'), { executor: {} })).toMatchObject({ kind: 'usable' })
  })

  it('AGT-2 orphaning and options go by the resource', () => {
    const resourceIdentifier = { group: '', resource: 'configmaps', namespace: 'default', name: '*' }
    const feedbackRules = [{ type: 'WellKnownStatus' }]
    const deleteOption = {
      propagationPolicy: 'SelectivelyOrphan',
      selectivelyOrphans: { orphaningRules: [{ ...resourceIdentifier, name: 'x' }] },
    }
    const spec = {
      deleteOption,
      manifestConfigs: [{ resourceIdentifier, feedbackRules, updateStrategy: { type: 'CreateOnly' } }],
    }
    expect(read(manifest('ConfigMap'), spec)).toMatchObject({
      isOwned: false,
      strategy: { kind: 'createOnly' },
      options: { feedbackRules },
    })
    expect(read(manifest('ConfigMap', 'y'), spec)).toMatchObject({ isOwned: true })
    expect(read(manifest('Secret'), spec)).toMatchObject({
      isOwned: true,
      strategy: { kind: 'update' },
      options: {},
    })
  })

  it('AGT-2 kinds that others need come first (v1.3); of a rank in the order of the work', () => {
    const kinds = ['Widget', 'Deployment', 'Ingress', 'Service', 'ConfigMap', 'Secret', 'Role', 'Namespace']
    const manifests = workManifests(workWith(kinds.map((kind) => manifest(kind))), lookup)
    const order = (profile: 'v1.3' | 'v1.0') =>
      inApplyOrder(manifests, profiles[profile]).map(({ meta }) => meta.kind)
    expect(order('v1.3')).toEqual([
      'Namespace',
      'Role',
      'ConfigMap',
      'Secret',
      'Service',
      'Deployment',
      'Widget',
      'Ingress',
    ])
    expect(order('v1.0')).toEqual(kinds)
  })

  it('P-3 any work is read', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.jsonValue(), (manifests, option) => {
        const work = workWith(manifests as Json[], {
          manifestConfigs: [option as Json],
          deleteOption: option as Json,
        })
        expect(workManifests(work, lookup)).toHaveLength(manifests.length)
      }),
    )
  })
})

describe('AGT-2 update strategies', () => {
  it.each<[Json | undefined, JsonObject]>([
    [undefined, { kind: 'update' }],
    [{ type: 'Update' }, { kind: 'update' }],
    [{ type: 'CreateOnly' }, { kind: 'createOnly' }],
    [{ type: 'ReadOnly' }, { kind: 'readOnly' }],
    [{ type: 'ServerSideApply' }, { kind: 'serverSideApply', manager: 'work-agent', isForced: false }],
    [
      {
        type: 'ServerSideApply',
        serverSideApply: { force: true, fieldManager: 'work-agent-x', ignoreFields: [] },
      },
      { kind: 'serverSideApply', manager: 'work-agent-x', isForced: true },
    ],
  ])('AGT-2 %j', (raw, strategy) => {
    expect(readUpdateStrategy(raw)).toEqual({ ok: true, strategy })
  })

  it('AGT-2 what is not known is refused', () => {
    expect(readUpdateStrategy({ type: 'Odd' })).toMatchObject({
      ok: false,
      message: 'Failed to apply manifest: updateStrategy "Odd" is not known to this agent',
    })
    expect(readUpdateStrategy({})).toMatchObject({ ok: false })
  })
})
