import type { Json, JsonObject, KubeObject, ObjectId } from '@downsync/core'
import type { NamespaceView, Subject } from '@downsync/core/select'
import fc, { type Arbitrary } from 'fast-check'

// Vocabularies are small, so that policies and objects meet, and hold what trips the careless: names that every JavaScript object
// has, names that sort differently in UTF-8 and UTF-16, names that are parts of one another.
const groups = ['', 'apps', 'example.com', 'constructor'] as const
const resources = ['pods', 'deployments', 'namespaces', 'toString'] as const
const namespaceNames = ['a', 'a-b', 'prod', 'constructor'] as const
const objectNames = ['web', 'db', '__proto__', '😀', '～'] as const
const labelKeys = ['app', 'tier', 'constructor', 'example.com/env'] as const
const labelValues = ['', 'web', 'db', 'x'] as const
/** Names of StatusCollectors. */
export const collectorNames = ['full-status', 'age', 'a~', 'a😀'] as const
const ownLabelKeys = [
  'managed-by.kubestellar.io/singletonstatus',
  'managed-by.kubestellar.io/multiwecstatus',
  'kubestellar.io/executing-count',
] as const

const pick = <T>(values: readonly T[]): Arbitrary<T> => fc.constantFrom(...values)
const some = <T>(item: Arbitrary<T>, most = 3): Arbitrary<T[]> =>
  fc.array(item, { minLength: 1, maxLength: most })

/** Labels of an object, a Namespace or an inventory object. */
export function labels(): Arbitrary<JsonObject> {
  return fc.dictionary(pick(labelKeys), pick(labelValues), { maxKeys: 4 })
}

/** Labels that this project writes itself (SEL-9). */
export function ownLabels(): Arbitrary<JsonObject> {
  return fc.dictionary(pick(ownLabelKeys), pick([...labelValues, 'true', 'true', '1']), { minKeys: 1 })
}

/** A valid requirement of `matchExpressions`, every operator as likely as the others. */
export function requirement(): Arbitrary<JsonObject> {
  const values = some(pick(labelValues))
  const noValues = pick<Json>([null, []])
  return fc.oneof(
    fc.record({ key: pick(labelKeys), operator: pick(['In', 'NotIn']), values }),
    fc.record(
      { key: pick(labelKeys), operator: pick(['Exists', 'DoesNotExist']), values: noValues },
      { requiredKeys: ['key', 'operator'] },
    ),
  )
}

/** A valid label selector that says something. */
export function selector(): Arbitrary<JsonObject> {
  const matchLabels = fc.dictionary(pick(labelKeys), pick(labelValues), { minKeys: 1, maxKeys: 2 })
  const matchExpressions = some(requirement(), 2)
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ matchLabels }) },
    { weight: 4, arbitrary: fc.record({ matchExpressions }) },
    { weight: 1, arbitrary: fc.record({ matchLabels, matchExpressions }) },
  )
}

/** A selector that says nothing: it matches everything. */
export function emptySelector(): Arbitrary<JsonObject> {
  return pick<JsonObject>([{}, { matchLabels: {} }, { matchExpressions: [] }])
}

/** A selector that LBL-2 forbids, in one requirement. */
export function faultySelector(): Arbitrary<JsonObject> {
  const faults: readonly JsonObject[] = [
    { key: 'app', operator: 'Equals', values: ['web'] },
    { key: 'app', operator: 'in', values: ['web'] },
    { key: 'app', operator: 'In', values: [] },
    { key: 'app', operator: 'NotIn' },
    { key: 'app', operator: 'Exists', values: ['web'] },
    { key: 'app', operator: 'DoesNotExist', values: ['web'] },
    { key: '-app', operator: 'Exists' },
    { key: '__proto__', operator: 'Exists' },
    { key: 'app', operator: 'In', values: ['not a value'] },
  ]
  return fc.oneof(
    pick(faults).map((fault) => ({ matchExpressions: [fault] })),
    pick(['a/b/c', 'app_']).map((key) => ({ matchLabels: { [key]: 'web' } })),
    fc.constant({ matchLabels: { app: '-db' } }),
  )
}

const names = (vocabulary: readonly string[]) => some(pick(vocabulary))
/** The value of each field of a clause that narrows what it selects. */
const narrowing: Readonly<Record<string, Arbitrary<Json>>> = {
  apiGroup: pick(groups),
  resources: names(resources),
  namespaces: names([...namespaceNames, '']),
  namespaceSelectors: some(selector(), 2),
  objectSelectors: some(selector(), 2),
  objectNames: names(objectNames),
}
const widening: Readonly<Record<string, Arbitrary<Json>>> = {
  apiGroup: fc.constant(null),
  resources: fc.oneof(fc.constant([]), withAll(resources)),
  namespaces: fc.oneof(fc.constant([]), withAll(namespaceNames)),
  namespaceSelectors: fc.oneof(fc.constant([]), withEmptySelector()),
  objectSelectors: fc.oneof(fc.constant([]), withEmptySelector()),
  objectNames: fc.oneof(fc.constant([]), withAll(objectNames)),
}

/** The fields of a clause that say which objects it matches, in the order of the API. */
export const clauseFields: readonly string[] = Object.keys(narrowing)

function withAll(vocabulary: readonly string[]): Arbitrary<Json> {
  return fc.shuffledSubarray(['*', ...vocabulary.slice(0, 2)], { minLength: 1 }).map((list) => [...list, '*'])
}

function withEmptySelector(): Arbitrary<Json> {
  return fc
    .tuple(fc.array(selector(), { maxLength: 1 }), emptySelector())
    .map(([list, empty]) => [...list, empty])
}

/** What a clause asks for besides selection. */
export function modulation(): Arbitrary<JsonObject> {
  return fc.record(
    {
      createOnly: fc.boolean(),
      statusCollectors: fc.array(pick(collectorNames), { maxLength: 3 }),
      wantSingletonReportedState: fc.boolean(),
      wantMultiWECReportedState: fc.boolean(),
    },
    { requiredKeys: [] },
  )
}

/** A valid clause: at least one field narrows, or `resources` says "everything" (SEL-8). */
export function clause(): Arbitrary<JsonObject> {
  const optional = fc.record(
    Object.fromEntries(
      clauseFields.map((field) => [
        field,
        fc.oneof(
          { weight: 3, arbitrary: fc.constant(undefined) },
          { weight: 1, arbitrary: widening[field] ?? fc.constant(null) },
          { weight: 1, arbitrary: narrowing[field] ?? fc.constant(null) },
        ),
      ]),
    ),
  )
  return fc
    .tuple(optional, narrowedField(), modulation())
    .map(([fields, narrowed, asks]) => withoutUndefined({ ...fields, ...narrowed, ...asks }))
}

function narrowedField(): Arbitrary<JsonObject> {
  const fields = Object.entries(narrowing).map(([field, value]) =>
    value.map((chosen) => ({ [field]: chosen })),
  )
  return fc.oneof(
    ...fields,
    withAll(resources).map((chosen) => ({ resources: chosen })),
  )
}

function withoutUndefined(fields: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([field, value]) => (value === undefined ? [] : [[field, value]])),
  )
}

/** A clause in which no field narrows, and that does not say "everything" (SEL-8). */
export function vacuousClause(): Arbitrary<JsonObject> {
  const fields = Object.fromEntries(
    clauseFields.map((field) => [
      field,
      field === 'resources' ? fc.constant([]) : (widening[field] ?? fc.constant(null)),
    ]),
  )
  return fc
    .tuple(fc.record(fields, { requiredKeys: ['objectNames'] }), modulation())
    .map(([wide, asks]) => withoutUndefined({ ...wide, ...asks }))
}

/** A BindingPolicy around a spec. */
export function policyOf(spec: Json, name = 'policy'): KubeObject {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'BindingPolicy',
    metadata: { name, uid: `uid-${name}` },
    spec,
  }
}

/** The spec of a valid BindingPolicy. */
export function policySpec(): Arbitrary<JsonObject> {
  return fc.record(
    {
      clusterSelectors: fc.array(fc.oneof({ weight: 6, arbitrary: selector() }, emptySelector()), {
        maxLength: 3,
      }),
      downsync: fc.array(clause(), { maxLength: 4 }),
    },
    { requiredKeys: [] },
  )
}

/** A valid BindingPolicy. */
export function policy(): Arbitrary<KubeObject> {
  return policySpec().map((spec) => policyOf(spec))
}

/** A BindingPolicy with one fault in it, and the path at, or below, which that stands (BND-5). */
export function faultyPolicy(): Arbitrary<Readonly<{ policy: KubeObject; path: string }>> {
  const clusterSelectors = fc.array(selector(), { maxLength: 2 })
  const downsync = fc.array(clause(), { maxLength: 2 })
  const faultyClauses: Arbitrary<Readonly<{ bad: Json; below: string }>> = fc.oneof(
    vacuousClause().map((bad) => ({ bad, below: '' })),
    fc
      .record({
        field: pick(['objectSelectors', 'namespaceSelectors']),
        good: clause(),
        bad: faultySelector(),
      })
      .map(({ field, good, bad }) => ({
        bad: { ...good, resources: ['pods'], [field]: [{}, bad] },
        below: `.${field}[1]`,
      })),
    fc
      .record({ field: pick(['resources', 'namespaces', 'objectNames']), good: clause() })
      .map(({ field, good }) => ({ bad: { ...good, [field]: [7n] }, below: `.${field}[0]` })),
  )
  return fc.oneof(
    {
      weight: 1,
      arbitrary: fc.record({ clusterSelectors, downsync, bad: faultySelector() }).map((made) => ({
        policy: policyOf({ downsync: made.downsync, clusterSelectors: [...made.clusterSelectors, made.bad] }),
        path: `spec.clusterSelectors[${made.clusterSelectors.length}]`,
      })),
    },
    {
      weight: 3,
      arbitrary: fc.record({ clusterSelectors, downsync, fault: faultyClauses }).map((made) => ({
        policy: policyOf({
          clusterSelectors: made.clusterSelectors,
          downsync: [...made.downsync, made.fault.bad],
        }),
        path: `spec.downsync[${made.downsync.length}]${made.fault.below}`,
      })),
    },
  )
}

/** An object's identity; one in three is cluster-scoped. */
export function objectId(): Arbitrary<ObjectId> {
  return fc.record({
    group: pick(groups),
    resource: pick(resources),
    namespace: fc.oneof(
      { weight: 1, arbitrary: fc.constant('') },
      { weight: 2, arbitrary: pick(namespaceNames) },
    ),
    name: pick(objectNames),
  })
}

/** An object as clauses look at it, with whatever may be known of its Namespace. */
export function subject(): Arbitrary<Subject> {
  return fc
    .record({ id: objectId(), labels: labels(), namespace: namespaceView() })
    .map((made) => (made.id.namespace === '' ? { ...made, namespace: { kind: 'clusterScoped' } } : made))
}

function namespaceView(): Arbitrary<NamespaceView> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.record({ kind: fc.constant('labels' as const), labels: labels() }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'absent' as const }) },
    { weight: 3, arbitrary: fc.constant({ kind: 'unseen' as const }) },
  )
}

/** Inventory objects of different names; some are being deleted (CLU-4). */
export function inventory(): Arbitrary<readonly KubeObject[]> {
  const one = fc.record({
    name: pick(['wec-1', 'wec-10', 'wec-2', '～', '😀']),
    labels: labels(),
    isLeaving: fc.integer({ min: 0, max: 5 }).map((roll) => roll === 0),
  })
  return fc
    .uniqueArray(one, { selector: ({ name }) => name, maxLength: 5 })
    .map((made) => made.map((wec) => inventoryObject(wec.name, wec.labels, wec.isLeaving)))
}

/** The ManagedCluster of a WEC. */
export function inventoryObject(name: string, itsLabels: Json, isLeaving = false): KubeObject {
  const metadata: JsonObject = { name, labels: itsLabels }
  return {
    apiVersion: 'cluster.open-cluster-management.io/v1',
    kind: 'ManagedCluster',
    metadata: isLeaving ? { ...metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } : metadata,
  }
}
