import {
  equalJson,
  isDeeperThan,
  isList,
  isObject,
  type Json,
  type JsonObject,
  memberOf,
  objectOf,
} from '../kube/index.ts'
import { withConditionGenerations } from './condition-generations.ts'
import { type ConditionDecided, conditionPath, conditionsOfList, mergedConditions } from './conditions.ts'
import { type Generation, generationFor } from './generation.ts'
import type { KindTable } from './kind-table.ts'
import { lackOf } from './lack.ts'
import { fieldAt, isGeneration, isObserved, type Reading, readingOf } from './reading.ts'
import { withReconciling } from './reconciling.ts'
import type { Aggregate, Member } from './types.ts'

// What an API server would refuse long before; a fixed bound, since results must not depend on the size of a call stack (P-2).
const DEPTH = 500

/** The aggregate of a kind that nobody knows: what all WECs have in common, and the worst of what is of one shape (AGG-9). */
export function aggregateAny(
  object: JsonObject,
  members: readonly Member[],
  earlier: Json | undefined,
): Aggregate {
  // Where one controller says what its status is of, all do.
  const observes = members.some(({ status }) => memberOf(status, 'observedGeneration') !== undefined)
  const table: KindTable = { group: '', kind: '', observesGeneration: observes, fields: [] }
  const readings = members.map((member) => readingOf(member, table))
  const generation = generationFor(object, readings, earlier)
  const provenance = new Map<string, readonly string[]>()
  const hasConditions = readings.some(({ status }) => isList(fieldAt(status, 'conditions')))
  const conditions = hasConditions
    ? withReconciling(
        merged(readings, generation, memberOf(earlier, 'conditions')),
        lackOf(table, readings, generation),
        object,
        earlier,
      )
    : []
  // AGG-5: conditions further down have generations too.
  const values = readings.map(({ wec, status, generation: least }) => ({
    wec,
    value:
      status === undefined || isDeeperThan(status, DEPTH)
        ? undefined
        : withConditionGenerations(status, earlier, (found, standing) =>
            isGeneration(found) ? generation.ofCondition(standing, isObserved(found, least)) : found,
          ),
  }))
  const fields = commonMembers(values, '', provenance).filter(
    ([key]) => key !== 'conditions' && key !== 'observedGeneration',
  )
  for (const path of provenance.keys())
    if (path === '/observedGeneration' || path === '/conditions' || path.startsWith('/conditions/'))
      provenance.delete(path)
  const own = observes ? generation.own : undefined
  if (own !== undefined) provenance.set('/observedGeneration', own.from)
  for (const { type, from } of conditions) provenance.set(conditionPath(type), from)
  const status = objectOf([
    ...fields,
    ...(own === undefined ? [] : [['observedGeneration', own.value] as const]),
    ...(conditions.length === 0 ? [] : [['conditions', conditions.map(({ value }) => value)] as const]),
  ])
  return { status, provenance, problems: [] }
}

function merged(
  readings: readonly Reading[],
  generation: Generation,
  earlier: Json | undefined,
): readonly ConditionDecided[] {
  const lists = readings.map(({ wec, status, generation: own }) => ({
    wec,
    generation: own,
    list: status === undefined ? undefined : conditionsOfList(memberOf(status, 'conditions')),
  }))
  return mergedConditions(lists, generation, conditionsOfList(earlier))
}

type Said = Readonly<{ wec: string; value: Json | undefined }>
type Provenance = Map<string, readonly string[]>

function commonMembers(
  said: readonly Said[],
  path: string,
  provenance: Provenance,
): readonly (readonly [string, Json])[] {
  const keys = new Set<string>()
  for (const { value } of said) if (isObject(value)) for (const key of Object.keys(value)) keys.add(key)
  return [...keys].sort().flatMap((key) => {
    const escaped = key.replaceAll('~', '~0').replaceAll('/', '~1')
    const inner = said.map(({ wec, value }) => ({ wec, value: memberOf(value, key) }))
    const common = commonOf(inner, `${path}/${escaped}`, provenance)
    return common === undefined ? [] : [[key, common] as const]
  })
}

/** What several values have in common; undefined: nothing. */
function commonOf(said: readonly Said[], path: string, provenance: Provenance): Json | undefined {
  const present = said.filter(({ value }) => value !== undefined && value !== null)
  const lacking = said.find(({ value }) => value === undefined || value === null)
  const [first] = present
  if (first?.value === undefined) return undefined
  // AGG-3, AGG-4: a number that is absent is 0, a truth that is absent is none.
  if (present.every(({ value }) => isNumber(value))) return leastOf(present, lacking, path, provenance)
  if (present.every(({ value }) => typeof value === 'boolean')) {
    const no = present.find(({ value }) => value === false) ?? lacking
    provenance.set(path, no === undefined || no.value === false ? [(no ?? first).wec] : [no.wec, first.wec])
    return no === undefined
  }
  if (lacking !== undefined) return undefined
  if (present.every(({ value }) => isObject(value))) {
    const members = commonMembers(present, path, provenance)
    if (members.length > 0) return objectOf(members)
    const isEmpty = present.every(({ value }) => equalJson(value, {}))
    if (isEmpty) provenance.set(path, [first.wec])
    return isEmpty ? {} : undefined
  }
  // Of a list nobody knows which entry is which: it stays where all have the same.
  if (!present.every(({ value }) => equalJson(value, first.value))) return undefined
  provenance.set(path, [first.wec])
  return first.value
}

function leastOf(
  present: readonly Said[],
  lacking: Said | undefined,
  path: string,
  provenance: Provenance,
): Json | undefined {
  const least = present.reduce((best, one) => (numberOf(one) < numberOf(best) ? one : best))
  if (lacking === undefined || numberOf(least) < 0) {
    provenance.set(path, [least.wec])
    return least.value
  }
  provenance.set(path, [...new Set([lacking.wec, present[0]?.wec ?? lacking.wec])])
  return 0
}

function numberOf({ value }: Said): number | bigint {
  return isNumber(value) ? value : 0
}

function isNumber(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
