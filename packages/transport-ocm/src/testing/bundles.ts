import {
  type Bundle,
  type Item,
  type Json,
  type JsonObject,
  type KubeObject,
  manifestKey,
  objectOf,
  stringAt,
} from '@downsync/core'
import fc from 'fast-check'
import { manifestIdOf } from '../manifest-work.ts'

/** The kinds of the generated worlds; `people` is a plural that the kind does not tell. */
export const kinds = [
  { apiVersion: 'v1', group: '', kind: 'Namespace', resource: 'namespaces', namespaced: false },
  { apiVersion: 'v1', group: '', kind: 'ConfigMap', resource: 'configmaps', namespaced: true },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    group: 'rbac.authorization.k8s.io',
    kind: 'ClusterRole',
    resource: 'clusterroles',
    namespaced: false,
  },
  { apiVersion: 'apps/v1', group: 'apps', kind: 'Deployment', resource: 'deployments', namespaced: true },
  { apiVersion: 'apps/v1', group: 'apps', kind: 'StatefulSet', resource: 'statefulsets', namespaced: true },
  {
    apiVersion: 'gateway.networking.k8s.io/v1',
    group: 'gateway.networking.k8s.io',
    kind: 'Gateway',
    resource: 'gateways',
    namespaced: true,
  },
  {
    apiVersion: 'family.example.com/v1',
    group: 'family.example.com',
    kind: 'Person',
    resource: 'people',
    namespaced: true,
  },
] as const

export type Kind = (typeof kinds)[number]

// `a*` is a legal name of a ClusterRole, and a pattern in OCM's configuration.
const nameOf = (kind: Kind) => fc.constantFrom('a', 'ab', 'b', ...(kind.kind === 'ClusterRole' ? ['a*'] : []))
const namespaceOf = (kind: Kind) => (kind.namespaced ? fc.constantFrom('x', 'y') : fc.constant(''))

/** What an identifier in OCM's configuration can name: an object that may be there, or any of them. */
export const objectIds = fc
  .constantFrom(...kinds)
  .chain((kind) => fc.record({ kind: fc.constant(kind), namespace: namespaceOf(kind), name: nameOf(kind) }))

const bodies: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  {},
  { data: { k: '<v>' } },
  { spec: { replicas: 2 } },
  { spec: { big: 9_007_199_254_740_993n, zero: -0 } },
  { spec: { template: { metadata: { creationTimestamp: null, labels: {} } } } },
  objectOf([['data', objectOf([['__proto__', 'p']])]]),
)

/** Manifests of few kinds, names and contents, so that they collide. */
export const contents: fc.Arbitrary<KubeObject> = fc
  .tuple(objectIds, bodies, fc.boolean())
  .map(([{ kind, namespace, name }, body, hasNull]) => ({
    apiVersion: kind.apiVersion,
    kind: kind.kind,
    metadata: {
      name,
      ...(namespace !== '' && { namespace }),
      ...(hasNull && { creationTimestamp: null }),
    },
    ...body,
  }))

/** Options of an item that no strategy of ours stands for. */
export const foreignOptions: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { feedbackRules: [{ type: 'WellKnownStatus' }] },
  { conditionRules: [{ condition: 'Complete', type: 'WellKnownConditions' }], feedbackScrapeType: 'Watch' },
  { feedbackScrapeType: 'Watch' },
)

const foreignStrategies: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  { type: 'ReadOnly' },
  { type: 'ServerSideApply', serverSideApply: { force: false } },
  { type: 'ServerSideApply', serverSideApply: { force: true, fieldManager: 'work-agent-x' } },
)

const ways = fc.oneof(
  fc.record({
    strategy: fc.constantFrom('update', 'createOnly', 'serverSideApply'),
    kept: fc.option(foreignOptions, { nil: undefined }),
  }),
  fc.tuple(fc.option(foreignOptions, { nil: {} }), foreignStrategies).map(([options, updateStrategy]) => ({
    strategy: 'update' as const,
    kept: { ...options, updateStrategy },
  })),
)

export const items: fc.Arbitrary<Item> = fc
  .tuple(contents, ways, fc.boolean())
  .map(([content, { strategy, kept }, orphan]) => ({
    id: manifestIdOf(content),
    resource: resourceOf(content.kind),
    content,
    orphan,
    strategy,
    // Feedback rules of a name that is a pattern would be its neighbours' too; there is no way to say "none".
    ...(kept !== undefined && !stringAt(content, 'metadata', 'name')?.includes('*') && { kept }),
  }))

/** Bundles as the core makes them: no two items of one identity, resources known. */
export const bundles: fc.Arbitrary<Bundle> = fc.record({
  wec: fc.constant('wec1'),
  name: fc.constant('bp1-wds1-0'),
  labels: fc.constantFrom<JsonObject>({}, { ours: 'bp1' }, objectOf([['__proto__', 'v']])),
  annotations: fc.constantFrom<JsonObject>({}, { ours: '1' }, { ours: '2' }),
  items: fc.uniqueArray(items, { selector: (item) => manifestKey(item.id), maxLength: 6 }),
})

export function resourceOf(kind: string): string {
  return kinds.find((one) => one.kind === kind)?.resource ?? ''
}

/** Options as somebody may have put them into an entry: all that are known, also those at their default. */
export const entryOptions: fc.Arbitrary<JsonObject> = fc
  .tuple(
    fc.option(foreignOptions, { nil: {} }),
    fc.option(
      fc.oneof(
        foreignStrategies,
        fc.constantFrom<Json>(
          { type: 'Update' },
          { type: 'CreateOnly' },
          { type: 'ServerSideApply', serverSideApply: { force: true } },
          { type: 'ServerSideApply', serverSideApply: { force: true, fieldManager: 'work-agent' } },
        ),
      ),
      { nil: undefined },
    ),
    fc.constantFrom<JsonObject>({}, { feedbackScrapeType: 'Poll' }, { feedbackRules: [] }),
  )
  .map(([options, updateStrategy, defaults]) => ({
    ...defaults,
    ...options,
    ...(updateStrategy !== undefined && { updateStrategy }),
  }))
