import fc, { type Arbitrary } from 'fast-check'
import type { Json, JsonObject, KubeObject } from '../kube/index.ts'
import { nastyJson } from '../kube/json.arbitrary.ts'
import { compileCollector } from './compile-collector.ts'
import type { RowInput } from './evaluate-row.ts'
import type { Query } from './types.ts'

/** Expressions over few fields, that meet what WECs report: of any type, failing, costly. */
const expressions = [
  'inventory.name',
  'returned.status.n',
  'returned.status.s',
  'returned.status.any',
  'has(returned.status.n)',
  'returned.status.n / returned.status.d',
  'propagation.lastReturnedUpdateTimestamp',
  'null',
  'obj.spec.replicas == returned.status.n',
  "inventory.labels['tier']",
  '[returned.status.n, returned.status.s]',
  "{'a': returned.status.any}",
  // Costly: cut short (COL-12).
  '[1,2,3,4,5,6,7,8,9].all(a, [1,2,3,4,5,6,7,8,9].all(b, [1,2,3,4,5,6,7,8,9].all(c, a + b + c > 0)))',
  "'(a*)*b'.matches('(a|a)*$')",
] as const

const expression = fc.constantFrom<string>(...expressions)
const limit = fc.constantFrom<JsonObject>({ limit: 1 }, { limit: 2 }, { limit: 20 }, {})
const filter = fc.oneof(
  { weight: 2, arbitrary: fc.constant<JsonObject>({}) },
  expression.map((source): JsonObject => ({ filter: source })),
)
const columns = (name: string, minLength: number) =>
  fc
    .array(expression, { minLength, maxLength: 3 })
    .map((made) => made.map((def, at): Json => ({ name: `${name}${at}`, def })))
const combinedFields = fc
  .array(fc.tuple(fc.constantFrom('COUNT', 'SUM', 'AVG', 'MIN', 'MAX'), expression), {
    minLength: 1,
    maxLength: 3,
  })
  .map((made) =>
    made.map(
      ([type, subject], at): Json => ({ name: `f${at}`, type, ...(type === 'COUNT' ? {} : { subject }) }),
    ),
  )

/** A StatusCollector as its user wrote it. */
export function collectorWith(spec: Json): KubeObject {
  return {
    apiVersion: 'control.kubestellar.io/v1alpha1',
    kind: 'StatusCollector',
    metadata: { name: 'c' },
    spec,
  }
}

/** The query of a spec that is valid. */
export function queryOf(spec: JsonObject): Query {
  const { query, faults } = compileCollector(collectorWith(spec))
  if (query === undefined) throw new Error(faults.map(({ message }) => message).join('; '))
  return query
}

const asked = (form: Arbitrary<JsonObject>): Arbitrary<Query> =>
  fc
    .tuple(form, filter, limit)
    .map(([spec, filtered, limited]) => queryOf({ ...spec, ...filtered, ...limited }))

/** Valid queries: lists of WECs. */
export const selects = asked(fc.record({ select: columns('s', 1) }))
/** Valid queries: aggregates, over all WECs or in groups. */
export const aggregates = asked(fc.record({ combinedFields, groupBy: columns('g', 0) }))
/** Valid queries of any form. */
export const queries = fc.oneof(selects, aggregates)

const status: Arbitrary<Json | undefined> = fc.oneof(
  { weight: 1, arbitrary: fc.constant(undefined) },
  {
    weight: 4,
    arbitrary: fc.record(
      {
        n: fc.constantFrom<Json>(0, 1, 2, 1.5, -1, 9007199254740993n, '3', null),
        d: fc.constantFrom<Json>(0, 1),
        s: fc.constantFrom<Json>('12', '1_0', 'Inf', 'NaN', 'x', '', 7),
        any: nastyJson(),
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: nastyJson() },
)

/** What is known of one object in several WECs, each once, in any order. */
export const inputs: Arbitrary<readonly RowInput[]> = fc.uniqueArray(
  fc
    .record({
      wec: fc.constantFrom('east', 'west', 'wec-1', 'wec-10', 'wec-2', '～', '😀', '__proto__'),
      tier: fc.constantFrom('gold', 'silver', undefined),
      status,
      at: fc.constantFrom(undefined, '2026-01-01T00:00:00Z', 'never'),
    })
    .map(({ wec, tier, ...rest }) => ({
      wec,
      labels: tier === undefined ? {} : { tier },
      annotations: {},
      object: { spec: { replicas: 1 } },
      ...rest,
    })),
  { selector: ({ wec }) => wec, maxLength: 6 },
)
