import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { canonicalJson, type Json, type JsonObject, memberOf, type Ref } from '../kube/index.ts'
import { snapshotOf } from './snapshot-of.ts'
import type { ResourceInfo, Snapshot, SnapshotResult } from './types.ts'
import {
  anObject,
  definitionOfWidgets,
  dumpOf,
  emptySnapshot,
  infoOf,
  infos,
  objectOfKind,
  snapshotOfWds,
  someInfos,
} from './world.arbitrary.ts'

function resultOf(resources: readonly ResourceInfo[], objects: Iterable<Json>): SnapshotResult {
  const wds = { resources, objects }
  return snapshotOf({ wdsName: 'wds1', now: 't0', wds, its: { resources: [], objects: [] } })
}

const configMap = (name: string, more: JsonObject = {}) =>
  objectOfKind('v1', 'ConfigMap', { name, namespace: 'a', ...more })
const refOfMap = (name: string): Ref => ({
  space: 'wds',
  group: '',
  resource: 'configmaps',
  namespace: 'a',
  name,
})
const shown = ({ snapshot, problems }: SnapshotResult) => [
  ...dumpOf(snapshot),
  ...problems.map((problem) => canonicalJson({ ...problem })),
]
const mapsOf = (snapshot: Snapshot) => snapshot.resource('wds', infos.configMaps)
const nothing: readonly ResourceInfo[] = []

describe('a snapshot of what was listed', () => {
  it('P-2 is the same in whatever order resources and objects come', () => {
    const input = fc.tuple(someInfos(), fc.array(fc.oneof(anObject(), fc.jsonValue() as fc.Arbitrary<Json>)))
    const shuffled = input.chain(([resources, objects]) =>
      fc.tuple(
        fc.constant(resultOf(resources, objects)),
        fc.shuffledSubarray(resources, { minLength: resources.length }),
        fc.shuffledSubarray(objects, { minLength: objects.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([result, resources, objects]) => {
        expect(shown(resultOf(resources, objects))).toEqual(shown(result))
      }),
      { numRuns: 300 },
    )
  })

  it('P-2 takes one of two that describe one resource, whichever comes first', () => {
    const known = infoOf()
    const unknown = infoOf({ known: { why: 'forbidden' } })
    for (const resources of [
      [known, unknown],
      [unknown, known],
    ])
      expect(mapsOf(resultOf(resources, []).snapshot)?.known).toEqual({ why: 'forbidden' })
  })

  it('P-3 takes any JSON', () => {
    const deep = Array.from({ length: 20_000 }).reduce<Json>((inner) => [inner], 1)
    expect(resultOf([infos.configMaps], [deep]).problems).toHaveLength(1)
    const anything = fc.oneof(
      fc.jsonValue(),
      fc.record({ apiVersion: fc.jsonValue(), kind: fc.jsonValue(), metadata: fc.jsonValue() }),
      fc.record({ apiVersion: fc.constant('v1'), kind: fc.constant('ConfigMap'), metadata: fc.object() }),
    ) as fc.Arbitrary<Json>
    fc.assert(
      fc.property(fc.array(anything), (objects) => {
        const { snapshot, problems } = resultOf([infos.configMaps], objects)
        expect([...snapshot.objects('wds')].length + problems.length).toBeLessThanOrEqual(objects.length)
      }),
    )
  })

  it('ID-1 finds every object by its identity, and gives them in the order of identities', () => {
    const objects = ['～', '😀', '__proto__', 'constructor'].map((name) => configMap(name))
    const snapshot = snapshotOfWds([infos.configMaps, infos.namespaces], objects)
    expect(
      objects.map((object) => snapshot.get(refOfMap(String(memberOf(object.metadata, 'name'))))),
    ).toEqual(objects)
    const names = [...snapshot.objects('wds', infos.configMaps)].map(({ metadata }) => metadata['name'])
    expect(names).toEqual(['__proto__', 'constructor', '～', '😀'])
    expect([...snapshot.objects('wds', infos.namespaces)]).toEqual([])
    expect([...snapshot.objects('its')]).toEqual([])
    expect(snapshot.get(refOfMap('toString'))).toBeUndefined()
  })

  it('ID-1 does not take one resource for another whose name begins like it', () => {
    const more = infoOf({ resource: 'configmapsandmore', kind: 'ConfigMapAndMore' })
    const object = objectOfKind('v1', 'ConfigMapAndMore', { name: 'x', namespace: 'a' })
    const snapshot = snapshotOfWds([infos.configMaps, more], [object])
    expect([...snapshot.objects('wds', infos.configMaps)]).toEqual([])
    expect([...snapshot.objects('wds', more)]).toEqual([object])
  })

  it('ID-1 takes an object in two versions once: the preferred version, whatever the resourceVersions', () => {
    const preferred = objectOfKind('apps/v1', 'Deployment', {
      name: 'x',
      namespace: 'a',
      resourceVersion: '3',
    })
    const other = objectOfKind('apps/v1beta1', 'Deployment', {
      name: 'x',
      namespace: 'a',
      resourceVersion: '4',
    })
    for (const objects of [
      [preferred, other],
      [other, preferred],
    ])
      expect([...snapshotOfWds([infos.deployments], objects).objects('wds')]).toEqual([preferred])
  })

  it('ID-1 takes the newer of two states of an object, a number before any other text', () => {
    const states = ['abc', '9', '10'].map((resourceVersion) => configMap('x', { resourceVersion }))
    for (const objects of [states, [...states].reverse()])
      expect([...snapshotOfWds([infos.configMaps], objects).objects('wds')]).toEqual([states[2]])
  })

  it('WRP-6 has the uid of the namespace kube-system of the WDS as its id', () => {
    const kubeSystem = objectOfKind('v1', 'Namespace', { name: 'kube-system', uid: 'id1' })
    const space = { resources: [infos.namespaces], objects: [kubeSystem] }
    const empty = { resources: [], objects: [] }
    const input = { wdsName: 'wds1', now: 't0' }
    expect(snapshotOf({ ...input, wds: space, its: empty }).snapshot.wdsId).toBe('id1')
    expect(snapshotOf({ ...input, wds: empty, its: space }).snapshot.wdsId).toBeUndefined()
  })
})

describe('what cannot be taken in', () => {
  it('SNP-1 leaves its resource incomplete, never absent', () => {
    const unreadable: readonly Json[] = [
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace: 'a' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: '', namespace: 'a' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a\u0000b', namespace: 'a' } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 7 } },
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x' } },
    ]
    for (const object of unreadable) {
      const { snapshot, problems } = resultOf([infos.configMaps, infos.namespaces], [object])
      expect(problems.map(({ code }) => code)).toEqual(['ObjectUnreadable'])
      expect(mapsOf(snapshot)?.known).toEqual({ why: expect.any(String) })
      expect(snapshot.resources('wds')).toContainEqual(mapsOf(snapshot))
      expect(snapshot.resourceOfKind('wds', '', 'ConfigMap')).toBe(mapsOf(snapshot))
      expect(snapshot.resource('wds', infos.namespaces)?.known).toBe(true)
    }
  })

  it('SNP-1 keeps the reason that discovery gave', () => {
    const { snapshot } = resultOf(
      [infoOf({ known: { why: 'forbidden' } })],
      [{ apiVersion: 'v1', kind: 'ConfigMap' }],
    )
    expect(mapsOf(snapshot)?.known).toEqual({ why: 'forbidden' })
  })

  it('names the object and the field', () => {
    const objects: readonly Json[] = [
      objectOfKind('v1', 'Namespace', { name: 'n', namespace: 'a' }),
      objectOfKind('example.com/v1', 'Gadget', { name: 'x', namespace: 'a' }),
      { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 5, namespace: 'a' } },
      'nonsense',
    ]
    const { problems } = resultOf([infos.configMaps, infos.namespaces], objects)
    expect(
      problems.map(({ code, on, path, found }) => [
        code,
        on.group,
        on.resource,
        on.namespace,
        on.name,
        path,
        found,
      ]),
    ).toEqual([
      ['ObjectUnreadable', '', '', '', '', '', 'nonsense'],
      ['ObjectUnreadable', '', 'configmaps', 'a', '', 'metadata.name', 5],
      ['ObjectUnreadable', '', 'namespaces', 'a', 'n', 'metadata.namespace', 'a'],
      ['KindUnknown', 'example.com', 'gadget', 'a', 'x', 'kind', 'Gadget'],
    ])
  })
})

describe('a resource whose definition is there', () => {
  const definition = definitionOfWidgets()
  const widget = objectOfKind('example.com/v1', 'Widget', { name: 'x', namespace: 'a' })
  const declared = { ...infos.widgets, known: { why: expect.stringContaining('widgets.example.com') } }

  it('SNP-1 is unknown while it is not served', () => {
    const snapshot = snapshotOfWds([infos.definitions], [widget, definition])
    expect(snapshot.resource('wds', infos.widgets)).toEqual(declared)
    expect(snapshot.resourceOfKind('wds', 'example.com', 'Widget')).toEqual(declared)
    expect(snapshot.resources('wds')).toEqual([infos.definitions, declared])
    expect([...snapshot.objects('wds', infos.widgets)]).toEqual([widget])
    expect(snapshot.resource('its', infos.widgets)).toBeUndefined()
  })

  it('P-2 says which version of an object is preferred, wherever it stands among them', () => {
    const metadata = { name: 'x', namespace: 'a' }
    const stored = objectOfKind('example.com/v1', 'Widget', { ...metadata, resourceVersion: '1' })
    const other = objectOfKind('example.com/v2', 'Widget', { ...metadata, resourceVersion: '2' })
    for (const objects of [
      [definition, stored, other],
      [stored, other, definition],
      [other, stored, definition],
    ])
      expect([...snapshotOfWds([infos.definitions], objects).objects('wds', infos.widgets)]).toEqual([stored])
  })

  it('SNP-1 is as discovery says where it is served', () => {
    const snapshot = snapshotOfWds([infos.definitions, infos.widgets], [definition])
    expect(snapshot.resources('wds')).toEqual([infos.definitions, infos.widgets])
  })

  it('SNP-1 is absent when its definition is being deleted, or is no definition', () => {
    const broken: readonly Json[] = [
      definitionOfWidgets({ deletionTimestamp: 't' }),
      definitionOfWidgets({ name: 'others.example.com' }),
      { ...definition, spec: { group: 'example.com', names: null } },
      { ...definition, spec: [] },
    ]
    for (const object of broken)
      expect(resultOf([infos.definitions], [object]).snapshot.resources('wds')).toEqual([infos.definitions])
  })
})

describe('managed fields', () => {
  const status = { manager: 'm', operation: 'Update', subresource: 'status', time: 't', fieldsV1: { f: {} } }
  const spec = { manager: 'n', operation: 'Apply', time: 't', fieldsV1: { f: {} } }
  const managedFields = [spec, status]
  const kept = (object: Json, info: ResourceInfo, space: 'wds' | 'its'): Json | undefined => {
    const given = { resources: [info], objects: [object] }
    const empty = { resources: nothing, objects: [] }
    const spaces = space === 'wds' ? { wds: given, its: empty } : { wds: empty, its: given }
    const { snapshot } = snapshotOf({ wdsName: 'wds1', now: 't0', ...spaces })
    return [...snapshot.objects(space)].map(({ metadata }) => memberOf(metadata, 'managedFields') ?? null)
  }
  const report = objectOfKind('control.kubestellar.io/v1alpha1', 'WorkStatus', {
    name: 'x',
    namespace: 'a',
    managedFields,
  })

  it('SNP-4 are whole in reports of the ITS', () => {
    expect(kept(report, infos.reports, 'its')).toEqual([managedFields])
  })

  it('SNP-4 are who wrote the status, and when, in any other object', () => {
    const { fieldsV1: _fieldsV1, ...rest } = status
    expect(kept(report, infos.reports, 'wds')).toEqual([[rest]])
    expect(kept(configMap('x', { managedFields }), infos.configMaps, 'its')).toEqual([[rest]])
  })

  it('SNP-4 are dropped where nobody wrote a status, and where they are none', () => {
    for (const none of [[spec], [], null, 'x', [null, { subresource: 'status' }].slice(0, 1)])
      expect(kept(configMap('x', { managedFields: none }), infos.configMaps, 'wds')).toEqual([null])
  })

  it('SNP-4 leave an object without them as it is', () => {
    const object = configMap('x')
    expect(snapshotOfWds([infos.configMaps], [object]).get(refOfMap('x'))).toBe(object)
  })
})

describe('an imitation of a snapshot', () => {
  it('holds nothing to go on from', () => {
    expect(() => dumpOf({ ...emptySnapshot() })).toThrow(TypeError)
  })
})
