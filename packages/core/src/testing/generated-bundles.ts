import fc from 'fast-check'
import {
  groupOf,
  type Json,
  type JsonObject,
  type KubeObject,
  type ManifestId,
  manifestKey,
  nameOf,
  namespaceOf,
  objectOf,
} from '../kube/index.ts'
import type { Bundle, Item } from '../transport/index.ts'
import { anyJson } from './generated-json.ts'

const kinds = [
  { apiVersion: 'v1', kind: 'Namespace', resource: 'namespaces', isNamespaced: false },
  { apiVersion: 'v1', kind: 'ConfigMap', resource: 'configmaps', isNamespaced: true },
  { apiVersion: 'apps/v1', kind: 'Deployment', resource: 'deployments', isNamespaced: true },
  { apiVersion: 'batch/v1', kind: 'Job', resource: 'jobs', isNamespaced: true },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    resource: 'clusterroles',
    isNamespaced: false,
  },
  // A plural that the kind does not tell.
  { apiVersion: 'family.example.com/v1', kind: 'Person', resource: 'people', isNamespaced: true },
] as const

type Kind = (typeof kinds)[number]

// What RBAC takes for a name, other kinds do not.
const namesOf = (kind: Kind): fc.Arbitrary<string> =>
  fc.constantFrom('a', 'ab', 'b', 'a.b', ...(kind.kind === 'ClusterRole' ? ['system:a', 'a_b', 'a%b'] : []))

const bodies: fc.Arbitrary<JsonObject> = fc.oneof(
  fc.constantFrom<JsonObject>(
    {},
    { data: { k: '<v>' } },
    { spec: { replicas: 2 } },
    { spec: { template: { metadata: { creationTimestamp: null, labels: {} } } } },
    { spec: { big: 9_007_199_254_740_993n, zero: -0 } },
    objectOf([['data', objectOf([['__proto__', 'p']])]]),
    { metadataOf: '\ud800' },
  ),
  anyJson.map((spec): JsonObject => ({ spec })),
)

const headsOf = fc.constantFrom(...kinds).chain((kind) =>
  fc.record({
    kind: fc.constant(kind),
    name: namesOf(kind),
    namespace: kind.isNamespaced ? fc.constantFrom('x', 'y') : fc.constant(''),
  }),
)

/** The identity of a manifest, as its receiver names it. */
export function manifestIdOf(content: KubeObject): ManifestId {
  return {
    group: groupOf(content.apiVersion),
    kind: content.kind,
    namespace: namespaceOf(content),
    name: nameOf(content),
  }
}

/** Items of few kinds and names, so that bundles collide, in every way that core can ask for. */
export function itemsWith(kept: fc.Arbitrary<JsonObject> | undefined): fc.Arbitrary<Item> {
  const keeping = kept === undefined ? fc.constant(undefined) : fc.option(kept, { nil: undefined })
  return fc
    .record({
      head: headsOf,
      body: bodies,
      metadata: fc.constantFrom<JsonObject>({}, { labels: { l: 'v' } }, { creationTimestamp: null }),
      strategy: fc.constantFrom<Item['strategy']>('update', 'createOnly', 'serverSideApply'),
      orphan: fc.boolean(),
      keeps: keeping,
    })
    .map(({ head: { kind, name, namespace }, body, metadata, strategy, orphan, keeps }): Item => {
      const content: KubeObject = {
        apiVersion: kind.apiVersion,
        kind: kind.kind,
        metadata: { name, ...(namespace !== '' && { namespace }), ...metadata },
        ...body,
      }
      return {
        id: manifestIdOf(content),
        resource: kind.resource,
        content,
        orphan,
        strategy,
        ...(keeps !== undefined && Object.keys(keeps).length > 0 && { kept: keeps }),
      }
    })
}

const marks: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  {},
  { ours: '1' },
  { ours: '2', 'example.com/more': 'x' },
  objectOf([['__proto__', 'v']]),
)

/** Bundles as core makes them: never empty, no two items of one identity, resources known. */
export function bundlesWith(kept?: fc.Arbitrary<JsonObject>): fc.Arbitrary<Bundle> {
  return fc.record({
    wec: fc.constant('wec1'),
    name: fc.constant('policy-wds1-0'),
    labels: marks,
    annotations: marks,
    items: fc.uniqueArray(itemsWith(kept), {
      selector: (item) => manifestKey(item.id),
      minLength: 1,
      maxLength: 6,
    }),
  })
}

/** What others put on a wrapped object, and what its server and its receiver did. */
export const foreignMetadata: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  {},
  { uid: 'u1', resourceVersion: '7', generation: 3, creationTimestamp: '2026-01-01T00:00:00Z' },
  { labels: { theirs: 'x', ours: 'old' }, finalizers: ['example.com/hold'] },
  { annotations: { theirs: 'y' }, ownerReferences: [{ apiVersion: 'v1', kind: 'Set', name: 's', uid: 'u' }] },
  { labels: null, annotations: 'none' },
)

/** A member that stands beside those that a transport knows. */
export const foreignMembers: fc.Arbitrary<JsonObject> = fc
  .tuple(fc.constantFrom('theirs', '__proto__', 'immutable'), anyJson)
  .map(([key, value]: readonly [string, Json]) => objectOf([[key, value]]))
