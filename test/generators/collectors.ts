import { type Json, type JsonObject, type KubeObject, objectOf } from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { collectorNames } from './policies.ts'
import {
  bindingNames,
  collectors,
  combinedStatuses,
  namespaceNames,
  objectOfKind,
  oneIn,
  pick,
  present,
  workloadNames,
} from './vocabulary.ts'

/** Filters that keep some WECs, fail in some, and are no truth. */
const filters = [
  undefined,
  "inventory.name != 'wec-1'",
  'has(returned.status.note)',
  'returned.status.readyReplicas > 1',
  'returned.status.note',
  "'app' in inventory.labels",
] as const

/** Values of any type, of all that a row has; some fail where a WEC says nothing. */
const definitions = [
  'inventory.name',
  'returned.status.readyReplicas',
  'returned.status',
  'has(returned.status.note) ? returned.status.note : null',
  'propagation.lastReturnedUpdateTimestamp',
  "inventory.labels['app']",
  'size(inventory.annotations)',
  'obj.kind',
  'obj.metadata.resourceVersion',
  "'labels' in obj.metadata ? obj.metadata.labels : {}",
  '[1, 1.0, 1u, -0.0, b"x"]',
  '1 / 0',
] as const
/** Costly, and cut short. */
const bomb =
  '[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))'
const faults = ['inventory.nam(', 'nothing.x', "1 + 'a'"] as const
const types = ['COUNT', 'SUM', 'AVG', 'MIN', 'MAX'] as const

const columns = (name: string, most: number): Arbitrary<Json[]> =>
  fc
    .array(fc.oneof({ weight: 12, arbitrary: pick<string>(...definitions) }, pick(bomb)), {
      minLength: 1,
      maxLength: most,
    })
    .map((made) => made.map((def, at) => ({ name: `${name}${at}`, def })))

const aggregates: Arbitrary<Json[]> = fc
  .array(fc.tuple(pick(...types), pick<string>(...definitions, "'1_000'")), { minLength: 1, maxLength: 3 })
  .map((made) =>
    made.map(([type, subject], at) => ({ name: `f${at}`, type, ...(type !== 'COUNT' && { subject }) })),
  )

const query: Arbitrary<JsonObject> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ select: columns('s', 3) }) },
  { weight: 3, arbitrary: fc.record({ combinedFields: aggregates }) },
  { weight: 3, arbitrary: fc.record({ groupBy: columns('g', 2), combinedFields: aggregates }) },
  // What makes them invalid (COL-9).
  { weight: 1, arbitrary: fc.record({ select: columns('s', 1), combinedFields: aggregates }) },
  { weight: 1, arbitrary: pick(...faults).map((def) => ({ select: [{ name: 's', def }] })) },
  {
    weight: 1,
    arbitrary: pick<JsonObject>({ select: 7 }, { limit: 0 }, { groupBy: [{ name: 'g', def: '1' }] }),
  },
)

/** Specs of StatusCollectors, most of them valid. */
export const collectorSpecs: Arbitrary<JsonObject> = fc
  .record({ made: query, filter: pick(...filters), limit: pick(undefined, 1, 2, 20) })
  .map(({ made, filter, limit }) => ({ ...present({ filter, limit }), ...made }))

/** A StatusCollector, being deleted now and then. */
export const collectorObject: Arbitrary<KubeObject> = fc
  .record({
    name: pick(...collectorNames),
    spec: collectorSpecs,
    isDeleting: oneIn(12),
    generation: pick(1, 2),
  })
  .map(({ name, spec, isDeleting, generation }) =>
    objectOfKind(
      collectors,
      present({
        name,
        generation,
        finalizers: isDeleting ? ['example.com/hold'] : undefined,
        deletionTimestamp: isDeleting ? '2026-01-01T00:00:00Z' : undefined,
      }),
      { spec },
    ),
  )

const KEY = 'status.kubestellar.io'

/** A CombinedStatus that stands where none is wanted: of a former run, with labels that say little, or somebody's own. */
export const combinedObject: Arbitrary<KubeObject> = fc
  .record({
    namespace: pick(...namespaceNames, 'kubestellar-report'),
    name: pick('uid-1.uid-p', 'stray'),
    binding: pick(...bindingNames.slice(0, 2), 'gone', undefined),
    resource: pick('configmaps', 'widgets', 'nothings', undefined),
    about: pick(...workloadNames, undefined),
    isDeleting: oneIn(8),
  })
  .map(({ namespace, name, binding, resource, about, isDeleting }) =>
    objectOfKind(
      combinedStatuses,
      present({
        namespace,
        name,
        labels: objectOf(
          Object.entries(
            present({
              [`${KEY}/binding-policy`]: binding,
              [`${KEY}/resource`]: resource,
              [`${KEY}/api-group`]: resource === 'widgets' ? 'example.com' : '',
              [`${KEY}/name`]: about,
            }),
          ),
        ),
        finalizers: isDeleting ? ['example.com/hold'] : undefined,
        deletionTimestamp: isDeleting ? '2026-01-01T00:00:00Z' : undefined,
      }),
      { results: [{ name: 'old', columnNames: [] }] },
    ),
  )
