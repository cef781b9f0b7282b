import { type Json, type JsonObject, valueAt } from '../kube/index.ts'
import type { KindTable, Rule } from './kind-table.ts'
import { fieldAt, type Reading } from './reading.ts'
import type { Decided } from './types.ts'

const INT32 = 2 ** 31 - 1

type CountRule = Extract<Rule, { zero: string }>
type BaseRule = Extract<Rule, { op: 'base' }>
type Numbered = Readonly<{ value: number; from: readonly string[] }>

/** A count of the aggregate by its rule; undefined: it is not written. */
export function countBy(
  rule: CountRule,
  table: KindTable,
  object: JsonObject,
  readings: readonly Reading[],
): Decided | undefined {
  const decided = valueOfRule(rule, table, object, readings)
  if (decided.value !== 0 || rule.zero === 'written') return decided
  if (rule.zero === 'omitted') return undefined
  // A pointer in Go: a zero is something else than nothing.
  const reports = readings.find(({ status }) => typeof fieldAt(status, rule.field) === 'number')
  return reports === undefined ? undefined : { value: 0, from: together(decided.from, [reports.wec]) }
}

function valueOfRule(
  rule: CountRule,
  table: KindTable,
  object: JsonObject,
  readings: readonly Reading[],
): Numbered {
  switch (rule.op) {
    case 'least':
    case 'most':
      return extreme(readings, rule.op, (one) => countIn(rule, one))
    case 'base':
      return baseOf(rule, table, object, readings).base
    case 'relative': {
      const base = table.fields.find(
        (other): other is BaseRule => other.op === 'base' && other.field === rule.to,
      )
      if (base === undefined) return extreme(readings, rule.worst, (one) => countIn(rule, one))
      return relative(rule, base, table, object, readings)
    }
  }
}

// AGG-6: relative to the base, so that what one WEC has more than is desired does not make up for what another lacks.
function relative(
  rule: Extract<Rule, { op: 'relative' }>,
  baseRule: BaseRule,
  table: KindTable,
  object: JsonObject,
  readings: readonly Reading[],
): Numbered {
  const { base, isPlain } = baseOf(baseRule, table, object, readings)
  if (isPlain) {
    const plain = extreme(readings, rule.worst, (one) => countIn(rule, one))
    return { value: plain.value, from: together(plain.from, base.from) }
  }
  const beyond = extreme(readings, rule.worst, (one) => countIn(rule, one) - countIn(baseRule, one))
  return {
    value: Math.min(Math.max(base.value + beyond.value, 0), INT32),
    from: together(base.from, beyond.from),
  }
}

type Base = Readonly<{
  base: Numbered
  /** Every judge sees that the base is too low, so no verdict hangs on the others, which can be told as they are. */
  isPlain: boolean
}>

function baseOf(rule: BaseRule, table: KindTable, object: JsonObject, readings: readonly Reading[]): Base {
  const count = (one: Reading) => countIn(rule, one)
  const most = extreme(readings, 'most', count)
  if (rule.desired === undefined) return { base: most, isPlain: false }
  const least = extreme(readings, 'least', count)
  const desired = desiredIn(object, rule.desired.path)
  if (least.value >= (desired ?? rule.desired.otherwise)) return { base: most, isPlain: false }
  if (desired !== undefined) return { base: least, isPlain: true }
  // AGG-1: where nothing is said, kstatus goes by the default, and the others only compare counts with one another. So a low base
  // will do while those are in order; where not, only a high one leaves room to say so.
  const uneven = unevenIn(rule, table, readings)
  if (uneven === undefined) return { base: least, isPlain: false }
  return { base: { value: most.value, from: together(most.from, [uneven]) }, isPlain: false }
}

/** The first WEC in which some count falls short of the base, or goes beyond it. */
function unevenIn(base: BaseRule, table: KindTable, readings: readonly Reading[]): string | undefined {
  const isUneven = (one: Reading) =>
    table.fields.some((rule) => {
      if (rule.op !== 'relative' || rule.to !== base.field) return false
      const beyond = countIn(rule, one) - countIn(base, one)
      return rule.worst === 'least' ? beyond < 0 : beyond > 0
    })
  return readings.find(isUneven)?.wec
}

function desiredIn(object: JsonObject, path: readonly string[]): number | undefined {
  const found: Json | undefined = valueAt(object, ...path)
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : undefined
}

function countIn(rule: CountRule, reading: Reading): number {
  if (reading.status === undefined) return rule.silent ?? 0
  return reading.count(rule.field)
}

/** The least or greatest, and the first WEC that has it. */
function extreme(
  readings: readonly Reading[],
  which: 'least' | 'most',
  value: (one: Reading) => number,
): Numbered {
  let best: number | undefined
  let wec = ''
  for (const reading of readings) {
    const found = value(reading)
    if (best !== undefined && (which === 'least' ? found >= best : found <= best)) continue
    best = found
    wec = reading.wec
  }
  return { value: best ?? 0, from: [wec] }
}

function together(a: readonly string[], b: readonly string[]): readonly string[] {
  return [...new Set([...a, ...b])]
}
