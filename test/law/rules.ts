import { type Json, type JsonObject, type KubeObject, memberOf } from '@downsync/core'
import { aggregate, builtInTables, type KindTable } from '../../packages/core/src/aggregate/index.ts'
import type { AggregateRules } from './law.ts'
import type { MemberState } from './scope.ts'

const names = ['wec-a', 'wec-b', 'wec-c']

/** Our rule alone. */
export const ours: AggregateRules = (object, states, earlier) => [
  byTables(object, states, earlier, builtInTables),
]

/**
 * Our rule, and with it two that are often proposed: every count by itself (the least, the greatest of what is bad), and every count
 * summed up. Conditions and generations are as ours; but a Job's conditions, which are what counts there, each type by itself.
 */
export const oursAndOthers: AggregateRules = (object, states, earlier) => {
  const own = byTables(object, states, earlier, builtInTables)
  const plain = object.kind === 'Job' ? byTables(object, states, earlier, plainTables) : own
  const minima = withCounts(plain, object.kind, states, (counts, field) =>
    bad.has(field) ? Math.max(...counts) : Math.min(...counts),
  )
  const sums = withCounts(plain, object.kind, states, (counts) => counts.reduce((sum, one) => sum + one, 0))
  return [own, minima, sums]
}

function byTables(
  object: KubeObject,
  states: readonly MemberState[],
  earlier: Json | undefined,
  tables: readonly KindTable[],
): JsonObject {
  const members = states.map(({ status, current }, at) => ({
    wec: names[at] ?? `wec-${at}`,
    status,
    current,
  }))
  return aggregate(object, members, earlier, tables).status
}

const bad: ReadonlySet<string> = new Set([
  'unavailableReplicas',
  'numberUnavailable',
  'numberMisscheduled',
  'failed',
])

const plainTables: readonly KindTable[] = builtInTables.map((table) => {
  const { ends, ...rest } = table
  return ends === undefined
    ? rest
    : { ...rest, fields: [...rest.fields, { op: 'earliest', field: ends.startTime }] }
})

const countsOf = new Map(
  builtInTables.map(({ kind, fields }) => [
    kind,
    fields.flatMap((rule) => ('zero' in rule ? [rule.field] : [])),
  ]),
)

function withCounts(
  status: JsonObject,
  kind: string,
  states: readonly MemberState[],
  combine: (counts: readonly number[], field: string) => number,
): JsonObject {
  const changed: Record<string, Json> = { ...status }
  for (const field of countsOf.get(kind) ?? []) {
    const counts = states.map((state) => {
      const value = memberOf(state.status, field)
      return typeof value === 'number' ? value : 0
    })
    changed[field] = combine(counts, field)
  }
  return changed
}
