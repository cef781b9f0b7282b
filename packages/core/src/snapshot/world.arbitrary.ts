import fc, { type Arbitrary } from 'fast-check'
import { canonicalJson, type Json, type KubeObject, type Ref, type Space } from '../kube/index.ts'
import { worldOf } from './snapshot.ts'
import { snapshotOf } from './snapshot-of.ts'
import type { ResourceInfo, Snapshot, WorldEvent } from './types.ts'

// Small vocabularies, so that events meet; names that every JavaScript object has, and such as sort
// differently in UTF-8 and UTF-16.
const names = ['x', '__proto__', 'constructor', '😀', '～'] as const

/** Discovery of one resource; what is not given is that of ConfigMaps. */
export function infoOf(given: Partial<ResourceInfo> = {}): ResourceInfo {
  return {
    group: '',
    resource: 'configmaps',
    version: 'v1',
    kind: 'ConfigMap',
    namespaced: true,
    hasStatus: false,
    known: true,
    ...given,
  }
}

/** A resource of each sort: cluster-scoped, namespaced, built-in, custom, two that serve one kind. */
export const infos = {
  configMaps: infoOf(),
  namespaces: infoOf({ resource: 'namespaces', kind: 'Namespace', namespaced: false, hasStatus: true }),
  deployments: infoOf({ group: 'apps', resource: 'deployments', kind: 'Deployment', hasStatus: true }),
  definitions: infoOf({
    group: 'apiextensions.k8s.io',
    resource: 'customresourcedefinitions',
    kind: 'CustomResourceDefinition',
    namespaced: false,
    hasStatus: true,
  }),
  widgets: infoOf({ group: 'example.com', resource: 'widgets', kind: 'Widget', hasStatus: true }),
  otherWidgets: infoOf({ group: 'example.com', resource: 'awidgets', kind: 'Widget', namespaced: false }),
  reports: infoOf({ group: 'control.kubestellar.io', resource: 'workstatuses', kind: 'WorkStatus' }),
} as const

/** An object as a server sends it; an empty namespace is left out, as for cluster-scoped objects. */
export function objectOfKind(
  apiVersion: string,
  kind: string,
  metadata: Readonly<Record<string, Json>>,
  more: Readonly<Record<string, Json>> = {},
): KubeObject {
  return { apiVersion, kind, metadata, ...more }
}

/** The CustomResourceDefinition of `infos.widgets`. */
export function definitionOfWidgets(metadata: Readonly<Record<string, Json>> = {}): KubeObject {
  const spec = {
    group: 'example.com',
    names: { plural: 'widgets', kind: 'Widget' },
    scope: 'Namespaced',
    versions: [{ name: 'v1', served: true, storage: true, subresources: { status: {} } }],
  }
  return objectOfKind(
    'apiextensions.k8s.io/v1',
    'CustomResourceDefinition',
    { name: 'widgets.example.com', ...metadata },
    { spec },
  )
}

const kinds = [
  ['v1', 'ConfigMap'],
  ['v1', 'Namespace'],
  ['apps/v1', 'Deployment'],
  ['apps/v1beta1', 'Deployment'],
  ['example.com/v1', 'Widget'],
  ['example.com/v2', 'Widget'],
  ['example.com/v1', 'Gadget'],
  ['control.kubestellar.io/v1alpha1', 'WorkStatus'],
] as const

function metadata(): Arbitrary<Record<string, Json>> {
  return fc
    .record(
      {
        name: fc.constantFrom(...names),
        namespace: fc.constantFrom('a', '', 'constructor'),
        uid: fc.constantFrom('u1', 'u2'),
        resourceVersion: fc.constantFrom('9', '10', '11', '018', 'abc', '18446744073709551615'),
        deletionTimestamp: fc.constant('2026-01-01T00:00:00Z'),
        labels: fc.dictionary(fc.constantFrom('app', '__proto__'), fc.constantFrom('1', '2'), { maxKeys: 1 }),
        managedFields: fc.constantFrom<Json>(
          [{ manager: 'm', operation: 'Update', subresource: 'status', time: 't', fieldsV1: {} }],
          [{ manager: 'm', operation: 'Apply', fieldsV1: {} }],
          null,
        ),
      },
      { requiredKeys: ['name'] },
    )
    .map(({ namespace, ...rest }): Record<string, Json> => (namespace ? { ...rest, namespace } : rest))
}

/**
 * Any object of the vocabulary: of known and unknown kinds, in two versions, in the right and in the wrong
 * scope.
 */
export function anObject(): Arbitrary<KubeObject> {
  const plain = fc
    .tuple(fc.constantFrom(...kinds), metadata())
    .map(([[apiVersion, kind], given]) => objectOfKind(apiVersion, kind, given))
  const definition = metadata().map(({ namespace: _namespace, name: _name, ...given }) =>
    definitionOfWidgets(given),
  )
  return fc.oneof({ weight: 8, arbitrary: plain }, { weight: 1, arbitrary: definition })
}

/** Discovery of any resource of the vocabulary, seen well or not. */
export function anInfo(): Arbitrary<ResourceInfo> {
  return fc
    .tuple(
      fc.constantFrom(...Object.values(infos)),
      fc.constantFrom<ResourceInfo['known']>(true, true, { why: 'not listed' }),
    )
    .map(([info, known]) => ({ ...info, known }))
}

/** Discovery of some of the resources, each once. */
export function someInfos(): Arbitrary<ResourceInfo[]> {
  return fc.uniqueArray(anInfo(), { selector: (info) => info.resource })
}

const spaces = fc.constantFrom<Space>('wds', 'its')

/** A reference to anything of the vocabulary. */
export function aRef(): Arbitrary<Ref> {
  return fc.record({
    space: spaces,
    group: fc.constantFrom('', 'apps', 'example.com'),
    resource: fc.constantFrom('configmaps', 'deployments', 'widgets', 'awidgets', 'namespaces'),
    namespace: fc.constantFrom('a', ''),
    name: fc.constantFrom(...names),
  })
}

/** Any event. */
export function anEvent(): Arbitrary<WorldEvent> {
  const put = fc
    .tuple(spaces, anObject())
    .map(([space, object]): WorldEvent => ({ kind: 'put', space, object }))
  const deleted = fc
    .tuple(aRef(), fc.constantFrom('', 'u1', 'u2'))
    .map(([ref, uid]): WorldEvent => ({ kind: 'deleted', ref, uid }))
  const resource = fc
    .tuple(spaces, anInfo())
    .map(([space, info]): WorldEvent => ({ kind: 'resource', space, info }))
  const resourceGone = fc
    .tuple(spaces, anInfo())
    .map(([space, info]): WorldEvent => ({ kind: 'resourceGone', space, resource: info }))
  const refused = fc
    .tuple(aRef(), fc.constantFrom('i1', 'i2'))
    .map(([ref, intent]): WorldEvent => ({ kind: 'refused', ref, code: 422, message: 'no', intent }))
  const now = fc.constantFrom('t1', 't2').map((at): WorldEvent => ({ kind: 'now', now: at }))
  return fc.oneof(
    { weight: 6, arbitrary: put },
    { weight: 2, arbitrary: deleted },
    { weight: 2, arbitrary: resource },
    { weight: 1, arbitrary: resourceGone },
    { weight: 1, arbitrary: refused },
    { weight: 1, arbitrary: now },
  )
}

/** Any sequence of events. */
export function someEvents(maxLength = 25): Arbitrary<WorldEvent[]> {
  return fc.array(anEvent(), { maxLength })
}

/** The snapshot of a WDS; the ITS is empty. */
export function snapshotOfWds(resources: readonly ResourceInfo[], objects: Iterable<Json>): Snapshot {
  const its = { resources: [], objects: [] }
  return snapshotOf({ wdsName: 'wds1', now: 't0', wds: { resources, objects }, its }).snapshot
}

/** A snapshot in which nothing has been seen. */
export function emptySnapshot(): Snapshot {
  return snapshotOfWds([], [])
}

/** Everything that a snapshot holds, in the order in which it gives it away, as text. */
export function dumpOf(snapshot: Snapshot): readonly string[] {
  const world = worldOf(snapshot)
  const { objects, unplaced, refusals, served, declared, resources, kinds } = world
  const trees = { objects, unplaced, refusals, served, declared, resources, kinds }
  const entries = Object.entries(trees).flatMap(([name, tree]) =>
    [...tree.entries()].map(([key, value]) => canonicalJson([name, key, value])),
  )
  return [`${snapshot.now} ${snapshot.wdsId} ${world.counter}`, ...entries]
}
