import { type Json, type JsonObject, type KubeObject, objectOf } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { faultyPolicy, modulation, policySpec, vacuousClause } from './policies.ts'
import {
  bindingNames,
  bindings,
  namespaceNames,
  objectOfKind,
  oneIn,
  pick,
  policies,
  policyNames,
  present,
  rarely,
  transforms,
  wdsResources,
  wecNames,
  workloadNames,
} from './vocabulary.ts'

const POLICY_FINALIZER = 'bindingpolicy.kubestellar.io/kscontroller'
const BINDING_FINALIZER = 'transport.kubestellar.io/object-cleanup'

// Clauses that hit much: those of `policySpec` say no more often than yes.
const wideClause: Arbitrary<JsonObject> = fc
  .tuple(
    pick<JsonObject>(
      { resources: ['*'] },
      { apiGroup: '' },
      { namespaces: ['', 'a', 'prod'] },
      { apiGroup: '', resources: ['namespaces', 'configmaps', 'secrets'] },
      { objectSelectors: [{ matchLabels: { app: 'web' } }] },
      { namespaceSelectors: [{ matchExpressions: [{ key: 'app', operator: 'Exists' }] }] },
      { apiGroup: 'example.com' },
      { resources: ['customresourcedefinitions', 'namespaces', 'widgets', 'clusterroles'] },
    ),
    modulation(),
  )
  .map(([clause, asks]) => ({ ...clause, ...asks }))

const wideSpec: Arbitrary<JsonObject> = fc
  .tuple(
    pick<Json>([{}], [{ matchLabels: { app: 'web' } }, { matchLabels: { tier: 'x' } }], [{}, {}]),
    fc.array(wideClause, { minLength: 1, maxLength: 2 }),
  )
  .map(([clusterSelectors, downsync]) => ({ clusterSelectors, downsync }))

/** Specs of policies: wide, narrow, and with one fault (BND-5). */
export const policySpecs: Arbitrary<Json> = fc.oneof(
  { weight: 8, arbitrary: wideSpec },
  { weight: 3, arbitrary: policySpec() },
  { weight: 1, arbitrary: faultyPolicy().map(({ policy }) => policy['spec'] ?? {}) },
  { weight: 1, arbitrary: vacuousClause().map((clause) => ({ clusterSelectors: [{}], downsync: [clause] })) },
)

/** A BindingPolicy: of any validity, paused, being deleted, seen by us before or new. */
export const policyObject: Arbitrary<KubeObject> = fc
  .record({
    name: pick(...policyNames),
    spec: policySpecs,
    isPaused: oneIn(12),
    isDeleting: oneIn(12),
    isKnown: fc.boolean(),
  })
  .map(({ name, spec, isPaused, isDeleting, isKnown }) =>
    objectOfKind(
      policies,
      present({
        name,
        uid: `uid-${name}`,
        generation: 1,
        annotations: isPaused ? { 'downsync/paused': 'true' } : undefined,
        finalizers: isKnown || isDeleting ? [POLICY_FINALIZER] : undefined,
        deletionTimestamp: isDeleting ? '2026-01-01T00:00:00Z' : undefined,
      }),
      { spec },
    ),
  )

const entry: Arbitrary<JsonObject> = fc
  .record({
    info: pick(...wdsResources.slice(0, 16)),
    namespace: pick(...namespaceNames),
    name: pick(...workloadNames, 'nowhere'),
    asks: modulation(),
    isUnknown: oneIn(15),
  })
  .map(({ info, namespace, name, asks, isUnknown }) =>
    present({
      group: info.group,
      version: info.version,
      resource: isUnknown ? 'nothings' : info.resource,
      ...(info.namespaced && { namespace }),
      name,
      resourceVersion: '7',
      ...asks,
    }),
  )

/** A Binding: a user's own, a policy's, a former policy's, or one of a policy that is gone; stale in any way. */
export const bindingObject: Arbitrary<KubeObject> = fc
  .record({
    name: pick(...bindingNames),
    owner: pick('user', 'user', 'policy', 'policy', 'former', 'other'),
    entries: fc.array(entry, { maxLength: 8 }),
    wecs: fc.uniqueArray(pick(...wecNames, 'gone'), { maxLength: 4 }),
    isPaused: oneIn(12),
    isDeleting: oneIn(10),
    isKnown: fc.boolean(),
    hasTheirs: oneIn(2),
    conditions: rarely(3, pick<Json>([{ type: 'Theirs', status: 'True', reason: 'r', message: '' }])),
  })
  .map(({ name, owner, entries: drawn, wecs, isPaused, isDeleting, isKnown, hasTheirs, conditions }) => {
    const entries = owner === 'user' ? drawn : drawn.filter(isServed).map(withoutDefaults)
    return objectOfKind(
      bindings,
      present({
        name,
        generation: 1,
        annotations: isPaused ? { 'downsync/paused': 'true' } : undefined,
        ownerReferences: ownersOf(owner, name),
        finalizers: finalizersOf(isKnown || isDeleting, hasTheirs && !isDeleting),
        deletionTimestamp: isDeleting ? '2026-01-01T00:00:00Z' : undefined,
      }),
      present({
        spec: {
          workload: {
            clusterScope: entries.filter((one) => !Object.hasOwn(one, 'namespace')),
            namespaceScope: entries.filter((one) => Object.hasOwn(one, 'namespace')),
          },
          destinations: wecs.map((clusterId) => ({ clusterId })),
        },
        status: conditions === undefined ? undefined : { conditions },
      }),
    )
  })

function finalizersOf(isKnown: boolean, hasTheirs: boolean): Json | undefined {
  const finalizers = [...(hasTheirs ? ['example.com/theirs'] : []), ...(isKnown ? [BINDING_FINALIZER] : [])]
  return finalizers.length === 0 ? undefined : finalizers
}

// Nobody selects what is not served.
function isServed(written: JsonObject): boolean {
  return written['resource'] !== 'nothings'
}

// Controllers leave out what is false or empty.
function withoutDefaults(written: JsonObject): JsonObject {
  const isDefault = (value: Json) => value === false || (Array.isArray(value) && value.length === 0)
  return objectOf(Object.entries(written).filter(([, value]) => !isDefault(value)))
}

function ownersOf(owner: string, name: string): Json | undefined {
  if (owner === 'user') return undefined
  const [ownerName, uid] = owner === 'other' ? ['else', 'uid-else'] : [name, `uid-${name}`]
  const former = owner === 'former' ? 'uid-of-a-former-policy' : uid
  return [
    {
      apiVersion: 'control.kubestellar.io/v1alpha1',
      kind: 'BindingPolicy',
      name: ownerName,
      uid: former,
      controller: true,
      blockOwnerDeletion: false,
    },
  ]
}

/** Expressions of names and `[*]` alone: what they remove is as plain as can be. */
const goodRemovals = [
  '$.data',
  '$.data.k',
  '$["data"]["__proto__"]',
  '$.data.html',
  '$.data.missing.below',
  '$.spec.replicas',
  '$.spec["template"]',
  '$.spec.ports[*].port',
  '$.metadata.labels',
  '$.metadata.labels.app',
  '$.metadata.annotations["note"]',
  '$.spec.template.metadata.creationTimestamp',
]

/** Expressions that are errors, each for another reason (TRF-4, TRF-5). */
const badRemovals = [
  '$',
  '$.data[',
  'data',
  '',
  '$.kind',
  '$.metadata',
  '$["metadata"]["name"]',
  '$.*',
  '$..namespace',
  '$[?match(@.x, "[")]',
]

const removals: Arbitrary<Json> = fc.oneof(
  { weight: 6, arbitrary: fc.array(pick<Json>(...goodRemovals), { maxLength: 3 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(pick<Json>(...goodRemovals), pick<Json>(...badRemovals, 7))
      .map(([good, bad]) => [good, bad]),
  },
  { weight: 1, arbitrary: pick<Json>([], '$.data', [null]) },
)

/** A CustomTransform: good or not, alone for its resource or one of several, being deleted now and then. */
export const transformObject: Arbitrary<KubeObject> = fc
  .record({
    name: pick('t1', 't2', 't3'),
    info: fc.oneof(pick(...wdsResources.slice(1, 8)), pick(...wdsResources.slice(1, 3))),
    hasNoGroup: oneIn(8),
    remove: removals,
    isDeleting: oneIn(10),
  })
  .map(({ name, info, hasNoGroup, remove, isDeleting }) =>
    objectOfKind(
      transforms,
      present({
        name,
        generation: 1,
        finalizers: isDeleting ? ['example.com/hold'] : undefined,
        deletionTimestamp: isDeleting ? '2026-01-01T00:00:00Z' : undefined,
      }),
      {
        spec: objectOf([
          ...(hasNoGroup && info.group === '' ? [] : ([['apiGroup', info.group]] as const)),
          ['resource', info.resource],
          ['remove', remove],
        ]),
      },
    ),
  )
