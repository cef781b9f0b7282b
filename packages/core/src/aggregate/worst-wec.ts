import {
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  objectOf,
  pointerOf,
  stringAt,
  valueAt,
  withMember,
} from '../kube/index.ts'
import { byType, type ConditionDecided, conditionPath, conditionsOfList } from './conditions.ts'
import { latestOf, toldBy } from './donor.ts'
import { generationFor } from './generation.ts'
import type { KindTable, Test, WorstWec } from './kind-table.ts'
import { lackOf } from './lack.ts'
import { fieldAt, isObserved, type Reading } from './reading.ts'
import { withReconciling } from './reconciling.ts'
import type { Aggregate } from './types.ts'

/** The status of the worst WEC, whole, with its generations as the WDS counts (AGG-5, AGG-8). */
export function worstOf(
  rules: WorstWec,
  table: KindTable,
  object: JsonObject,
  readings: readonly Reading[],
  earlier: Json | undefined,
): Aggregate {
  const has = (sign: readonly Test[]) => (reading: Reading) =>
    sign.every((test) => holds(test, reading, object))
  const sign = rules.signs.find((one) => readings.some(has(one)))
  const worst = (sign === undefined ? undefined : readings.find(has(sign))) ?? readings[0]
  const generation = generationFor(object, readings, earlier)
  const standing = byType(conditionsOfList(memberOf(earlier, 'conditions')))
  // What is not of the present content says nothing good of it (AGG-4).
  const shown = sign?.some(({ is }) => is === 'behind') === true ? undefined : worst?.status
  const own: readonly ConditionDecided[] = conditionsOfList(memberOf(shown, 'conditions')).map((one) => {
    const type = stringAt(one, 'type') ?? ''
    const told = toldBy(type, stringAt(one, 'status') ?? 'Unknown', { wec: worst?.wec ?? '', condition: one })
    const observed = memberOf(told, 'observedGeneration')
    return {
      type,
      value:
        observed !== undefined
          ? withMember(
              told,
              'observedGeneration',
              generation.ofCondition(standing.get(type), isObserved(observed, worst?.generation)),
            )
          : told,
      from: [worst?.wec ?? ''],
    }
  })
  const stated = [...addedTo(rules, worst, readings, has, own), ...own]
  const conditions = withReconciling(stated, lackOf(table, readings, generation), object, earlier)
  const fields = Object.entries(isObject(shown) ? shown : {}).filter(
    ([key]) => key !== 'conditions' && key !== 'observedGeneration',
  )
  const counted = table.observesGeneration ? generation.own : undefined
  return {
    status: objectOf([
      ...fields,
      ...(counted === undefined ? [] : [['observedGeneration', counted.value] as const]),
      ...(conditions.length === 0 ? [] : [['conditions', conditions.map(({ value }) => value)] as const]),
    ]),
    provenance: new Map([
      ...fields.map(([key]) => [pointerOf([key]), [worst?.wec ?? '']] as const),
      ...(counted === undefined ? [] : [['/observedGeneration', counted.from] as const]),
      ...conditions.map(({ type, from }) => [conditionPath(type), from] as const),
    ]),
    problems: [],
  }
}

type Has = (sign: readonly Test[]) => (reading: Reading) => boolean

// The first of the other judges' signs that any WEC has is the one that counts with them.
function addedTo(
  rules: WorstWec,
  worst: Reading | undefined,
  readings: readonly Reading[],
  has: Has,
  own: readonly ConditionDecided[],
): readonly ConditionDecided[] {
  const rule = rules.also.find(({ sign }) => readings.some(has(sign)))
  const found = rule && readings.find(has(rule.sign))
  if (rule === undefined || found === undefined || worst === undefined || has(rule.sign)(worst)) return []
  if (own.some(({ type }) => type === rule.type)) return []
  const held = conditionsOfList(memberOf(found.status, 'conditions')).map((condition) => ({
    wec: found.wec,
    condition,
  }))
  const value = toldBy(rule.type, 'True', latestOf(held) ?? { wec: found.wec, condition: {} })
  return [{ type: rule.type, value, from: [...new Set([worst.wec, found.wec])] }]
}

function holds(test: Test, { status, isCurrent }: Reading, object: JsonObject): boolean {
  switch (test.is) {
    case 'behind':
      return !isCurrent
    case 'word':
      return test.words.includes(wordAt(status, test.field))
    case 'otherWord':
      return isCurrent && !test.words.includes(wordAt(status, test.field))
    case 'condition':
      return conditionsOfList(memberOf(status, 'conditions')).some(
        (one) =>
          stringAt(one, 'type') === test.type &&
          (test.status === undefined || stringAt(one, 'status') === test.status) &&
          (test.reasons === undefined || test.reasons.includes(stringAt(one, 'reason') ?? '')),
      )
    case 'noCondition':
      return !conditionsOfList(memberOf(status, 'conditions')).some(
        (one) => stringAt(one, 'type') === test.type && stringAt(one, 'status') === test.status,
      )
    case 'waiting':
      return listAt(status, 'containerStatuses').some((container) => {
        const reason = stringAt(container, 'state', 'waiting', 'reason') ?? ''
        return (
          test.starts.some((one) => reason.startsWith(one)) || test.ends.some((one) => reason.endsWith(one))
        )
      })
    case 'died':
      return listAt(status, 'containerStatuses').some(
        (container) => valueAt(container, 'lastState', 'terminated') !== undefined,
      )
    case 'spec':
      return test.words.includes(stringAt(object, ...test.path) ?? '')
  }
}

function wordAt(status: JsonObject | undefined, field: string): string {
  const value = fieldAt(status, field)
  return typeof value === 'string' ? value : ''
}
