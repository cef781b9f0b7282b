import {
  canonicalJson,
  compareUtf8,
  equalJson,
  isList,
  type Json,
  type JsonObject,
  memberOf,
  objectOf,
} from '../kube/index.ts'
import type { Rule } from './kind-table.ts'
import { fieldAt, type Reading } from './reading.ts'
import { instantOf } from './time.ts'
import type { Decided } from './types.ts'

/** Whatever is no count, by its rule: paths with what is written there. */
export function fieldsBy(
  rule: Exclude<Rule, { zero: string }>,
  readings: readonly Reading[],
  earlier: Json | undefined,
): readonly (readonly [path: string, decided: Decided])[] {
  if (rule.op === 'together') return togetherBy(rule, readings)
  const decided = fieldBy(rule, readings, earlier)
  return decided === undefined ? [] : [[rule.field, decided]]
}

function fieldBy(
  rule: Exclude<Rule, { zero: string } | { op: 'together' }>,
  readings: readonly Reading[],
  earlier: Json | undefined,
): Decided | undefined {
  switch (rule.op) {
    case 'rising':
      return rising(rule.field, readings, memberOf(earlier, rule.field))
    case 'alike':
      return alike(rule.field, readings)
    case 'worst':
      return worst(rule, readings)
    case 'earliest':
    case 'latest':
      return timeBy(rule.op, rule.field, readings)
    case 'united':
      return united(rule.field, readings, true)
    case 'gathered':
      return united(rule.field, readings, false)
  }
}

// AGG-2: what stands there is a lower bound.
function rising(
  field: string,
  readings: readonly Reading[],
  standing: Json | undefined,
): Decided | undefined {
  let most = typeof standing === 'number' && standing > 0 ? standing : undefined
  let from: readonly string[] = []
  for (const { wec, status, count } of readings) {
    const value = count(field)
    if (typeof fieldAt(status, field) !== 'number' || (most !== undefined && value <= most)) continue
    most = value
    from = [wec]
  }
  if (most !== undefined) return { value: most, from }
  return standing === 0 ? { value: 0, from } : undefined
}

function alike(field: string, readings: readonly Reading[]): Decided | undefined {
  const [first, ...others] = readings
  const value = fieldAt(first?.status, field)
  if (first === undefined || value === undefined) return undefined
  return others.every(({ status }) => equalJson(fieldAt(status, field), value))
    ? { value, from: [first.wec] }
    : undefined
}

// AGG-4: where a WEC says nothing, or something old, no good word stands for the whole: only one that is bad by itself.
function worst(rule: Extract<Rule, { op: 'worst' }>, readings: readonly Reading[]): Decided | undefined {
  let decided: Decided | undefined
  let rank = -1
  for (const { wec, status } of readings) {
    const value = fieldAt(status, rule.field)
    if (typeof value !== 'string') continue
    const at = rule.order.indexOf(value)
    const own = at < 0 ? rule.order.length : at
    const before = decided?.value
    const isFirst = at < 0 && own === rank && typeof before === 'string' && compareUtf8(value, before) < 0
    if (own <= rank && !isFirst) continue
    decided = { value, from: [wec] }
    rank = own
  }
  const isMissing = readings.some(
    ({ status, isCurrent }) => isCurrent && typeof fieldAt(status, rule.field) !== 'string',
  )
  const isGood = rank === 0 && readings.some(({ isCurrent }) => !isCurrent)
  return isMissing || isGood ? undefined : decided
}

/** The earliest or latest of times that all WECs have. */
export function timeBy(
  which: 'earliest' | 'latest',
  field: string,
  readings: readonly Reading[],
): Decided | undefined {
  let decided: Decided | undefined
  let best = 0
  for (const { wec, status } of readings) {
    const value = fieldAt(status, field)
    const instant = typeof value === 'string' ? instantOf(value) : Number.NEGATIVE_INFINITY
    if (typeof value !== 'string' || instant === Number.NEGATIVE_INFINITY) return undefined
    if (decided !== undefined && (which === 'earliest' ? instant >= best : instant <= best)) continue
    decided = { value, from: [wec] }
    best = instant
  }
  return decided
}

// AGG-8: an address is of use only where every WEC has one.
function united(field: string, readings: readonly Reading[], isOfAll: boolean): Decided | undefined {
  const entries = new Map<string, Json>()
  const from: string[] = []
  for (const { wec, status, isCurrent } of readings) {
    const list = fieldAt(status, field)
    if (!isList(list) || list.length === 0 || (isOfAll && !isCurrent)) {
      if (isOfAll) return undefined
      continue
    }
    for (const entry of list) {
      const key = canonicalJson(entry)
      if (entries.has(key)) continue
      entries.set(key, entry)
      if (from.at(-1) !== wec) from.push(wec)
    }
  }
  const sorted = [...entries].sort(([a], [b]) => compareUtf8(a, b)).map(([, entry]) => entry)
  return sorted.length === 0 ? undefined : { value: sorted, from }
}

function togetherBy(
  rule: Extract<Rule, { op: 'together' }>,
  readings: readonly Reading[],
): readonly (readonly [string, Decided])[] {
  const [a, b] = rule.differ
  const chosen =
    readings.find(({ status }) => (fieldAt(status, a) ?? '') !== (fieldAt(status, b) ?? '')) ??
    readings.find(({ status }) => status !== undefined)
  if (chosen === undefined) return []
  return rule.fields.flatMap((field) => {
    const value: Json | undefined = fieldAt(chosen.status, field)
    return typeof value === 'string' ? [[field, { value, from: [chosen.wec] }] as const] : []
  })
}

/** A status of values at paths of keys joined by dots. */
export function statusOf(entries: readonly (readonly [path: string, value: Json])[]): JsonObject {
  const own: (readonly [string, Json])[] = []
  const inner = new Map<string, (readonly [string, Json])[]>()
  for (const [path, value] of entries) {
    const dot = path.indexOf('.')
    if (dot < 0) own.push([path, value])
    else {
      const key = path.slice(0, dot)
      inner.set(key, [...(inner.get(key) ?? []), [path.slice(dot + 1), value]])
    }
  }
  for (const [key, below] of inner) own.push([key, statusOf(below)])
  return objectOf(own)
}
