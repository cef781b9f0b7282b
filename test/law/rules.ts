import { type Json, type JsonObject, type KubeObject, memberOf, objectOf } from '@downsync/core'
import { aggregate, builtInTables, type KindTable } from '../../packages/core/src/aggregate/index.ts'
import type { AggregateRule } from './law.ts'
import type { MemberState } from './scope.ts'

const names = ['wec-a', 'wec-b', 'wec-c']

/** Our rule. */
export const ours: AggregateRule = (object, states, earlier) =>
  byTables(object, states, earlier, builtInTables)

function byTables(
  object: KubeObject,
  states: readonly MemberState[],
  earlier: Json | undefined,
  tables: readonly KindTable[],
): JsonObject {
  const members = states.map((state, at) => ({ wec: names[at] ?? `wec-${at}`, ...state }))
  return aggregate(object, members, earlier, tables).status
}

/** Every count by itself: the least, or the greatest of what is bad. Conditions and generations as ours. */
export const minima: AggregateRule = (object, states, earlier) =>
  withCounts(object, states, earlier, (counts, field) =>
    bad.has(field) ? Math.max(...counts) : Math.min(...counts),
  )

/** Every count summed up. Conditions and generations as ours. */
export const sums: AggregateRule = (object, states, earlier) =>
  withCounts(object, states, earlier, (counts) => counts.reduce((sum, one) => sum + one, 0))

const bad: ReadonlySet<string> = new Set([
  'unavailableReplicas',
  'numberUnavailable',
  'numberMisscheduled',
  'failed',
])

// For Jobs, conditions are what counts: each type by itself (AGG-7), and a start where any has one.
const plainTables: readonly KindTable[] = builtInTables.map((table) => {
  const { ends, ...rest } = table
  return ends === undefined
    ? rest
    : { ...rest, fields: [...rest.fields, { op: 'earliest', field: ends.startTime }] }
})

function withCounts(
  object: KubeObject,
  states: readonly MemberState[],
  earlier: Json | undefined,
  combine: (counts: readonly number[], field: string) => number,
): JsonObject {
  const status = byTables(object, states, earlier, plainTables)
  const table = builtInTables.find(({ kind }) => kind === object.kind)
  const fields = (table?.fields ?? []).flatMap((rule) => ('zero' in rule ? [rule.field] : []))
  const counts = fields.map((field) => {
    const all = states.map((state) => {
      const value = memberOf(state.status, field)
      return typeof value === 'number' ? value : 0
    })
    return [field, combine(all, field)] as const
  })
  return { ...status, ...objectOf(counts) }
}
