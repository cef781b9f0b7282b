import { compareUtf8, type Json, type JsonObject, memberOf, withMember } from '../kube/index.ts'
import {
  type ConditionDecided,
  conditionPath,
  conditionsOfList,
  isTrue,
  mergedConditions,
} from './conditions.ts'
import { countBy } from './counts.ts'
import { type Ending, endingOf } from './ends.ts'
import { fieldsBy, statusOf } from './fields.ts'
import { type Generation, generationFor } from './generation.ts'
import { mayNotFall } from './keeps.ts'
import type { Ends, KindTable, Rule } from './kind-table.ts'
import { lackOf } from './lack.ts'
import { type Reading, readingOf } from './reading.ts'
import { withReconciling } from './reconciling.ts'
import { stalledBy } from './stalled.ts'
import type { Aggregate, Decided, Member, Untruth } from './types.ts'
import { worstOf } from './worst-wec.ts'

/** The aggregate of a kind that a table describes. */
export function aggregateByTable(
  table: KindTable,
  object: JsonObject,
  members: readonly Member[],
  earlier: Json | undefined,
): Aggregate {
  const readings = members.map((member) => readingOf(member, table))
  if (table.worstWec !== undefined) return worstOf(table.worstWec, table, object, readings, earlier)
  const generation = generationFor(object, readings, earlier)
  const ending = table.ends === undefined ? undefined : endingOf(table.ends, object, readings, earlier)
  const problems: Untruth[] = [...(ending?.problems ?? [])]
  const entries: (readonly [string, Json])[] = []
  const provenance = new Map<string, readonly string[]>()
  const write = (path: string, decided: Decided | undefined) => {
    if (decided === undefined) return
    entries.push([path, decided.value])
    provenance.set(`/${path.replaceAll('.', '/')}`, decided.from)
  }

  for (const rule of table.fields) {
    if (!('zero' in rule)) {
      for (const [path, decided] of fieldsBy(rule, readings, earlier)) write(path, decided)
      continue
    }
    const truth = countBy(rule, table, object, readings)
    const kept = keptCount(rule, object, earlier, truth)
    if (kept !== undefined) problems.push({ path: `/${rule.field}`, message: 'it stays: it may not fall' })
    write(rule.field, ended(rule, kept ?? truth, table.ends, ending))
  }
  for (const [path, decided] of ending?.times ?? []) write(path, decided)
  if (table.observesGeneration) write('observedGeneration', generation.own)
  if (table.conditions !== undefined) {
    const conditions = conditionsBy(table, readings, earlier, generation, ending)
    const shown = withReconciling(
      conditions,
      lackOf(table, readings, generation, ending?.unstarted),
      object,
      earlier,
    )
    if (shown.length > 0) entries.push(['conditions', shown.map(({ value }) => value)])
    for (const { type, from } of shown) provenance.set(conditionPath(type), from)
  }
  return { status: statusOf(entries), provenance, problems }
}

// AGG-2: counters that may not fall.
function keptCount(
  rule: Rule,
  object: JsonObject,
  earlier: Json | undefined,
  truth: Decided | undefined,
): Decided | undefined {
  if (!('keeps' in rule) || rule.keeps === undefined) return undefined
  const standing = memberOf(earlier, rule.field)
  return mayNotFall(rule.keeps, object, standing, truth?.value) ? { value: standing, from: [] } : undefined
}

// AGG-2: nothing runs in what has ended.
function ended(
  rule: Extract<Rule, { zero: string }>,
  decided: Decided | undefined,
  ends: Ends | undefined,
  ending: Ending | undefined,
): Decided | undefined {
  if (ending?.isFinished !== true || ends?.running.includes(rule.field) !== true) return decided
  return decided === undefined || rule.zero === 'omitted' ? undefined : { value: 0, from: decided.from }
}

function conditionsBy(
  table: KindTable,
  readings: readonly Reading[],
  earlier: Json | undefined,
  generation: Generation,
  ending: Ending | undefined,
): readonly ConditionDecided[] {
  const standing = conditionsOfList(memberOf(earlier, 'conditions'))
  const lists = readings.map(({ wec, status, generation: own }) => ({
    wec,
    generation: own,
    list: status === undefined ? undefined : conditionsOfList(memberOf(status, 'conditions')),
  }))
  const { ends } = table
  const left =
    ends === undefined
      ? []
      : [ends.complete, ends.succeeding, ends.failed, ends.failing, ends.suspended].filter(
          (type) => ending?.open.includes(type) !== true,
        )
  const merged = mergedConditions(lists, generation, standing, table.conditions, left).map((one) =>
    // An end that cannot be said reads as Unknown (AGG-2).
    one.type === ends?.complete && isTrue(one.value)
      ? { ...one, value: withMember(one.value, 'status', 'Unknown') }
      : one,
  )
  const all =
    ending === undefined
      ? merged
      : [...merged, ...ending.conditions].sort((a, b) => compareUtf8(a.type, b.type))
  const isStalledFirst = merged[0]?.type === 'Stalled'
  const stalled =
    stalledBy(table, readings, ending?.saysFailed ?? true, ending?.openWec) ??
    (isStalledFirst ? merged[0] : undefined)
  return stalled === undefined ? all : [stalled, ...all.filter(({ type }) => type !== 'Stalled')]
}
