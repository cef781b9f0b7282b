import {
  compareUtf8,
  isObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  pointerOf,
  stringAt,
  withMember,
} from '../kube/index.ts'
import { type Held, latestOf, toldBy } from './donor.ts'
import type { Generation } from './generation.ts'
import type { ConditionRules } from './kind-table.ts'
import { isBadNews } from './news.ts'
import { isObserved } from './reading.ts'
import { isTime } from './time.ts'
import type { Decided } from './types.ts'

/** The conditions of one WEC; `list` undefined: it is silent, and nobody knows them (AGG-4). */
export type ConditionsIn = Readonly<{
  wec: string
  list: readonly JsonObject[] | undefined
  /** The object's generation in the WEC, where that is known. */
  generation: number | undefined
}>

/** A condition of the aggregate with its type. */
export type ConditionDecided = Decided & Readonly<{ type: string; value: JsonObject }>

const STATUSES: readonly string[] = ['True', 'False', 'Unknown']
const TEXTS: readonly string[] = ['reason', 'message']
const TIMES: readonly string[] = [
  'lastTransitionTime',
  'lastUpdateTime',
  'lastProbeTime',
  'lastHeartbeatTime',
]
const NO_RULES: ConditionRules = { badNews: [] }

/** The entries of a list that are conditions: objects with a type; without what no server would read in them (AGG-2). */
export function conditionsOfList(list: Json | undefined): readonly JsonObject[] {
  return listAt(list)
    .filter((one): one is JsonObject => isObject(one) && stringAt(one, 'type') !== undefined)
    .map(legible)
}

function legible(condition: JsonObject): JsonObject {
  return Object.keys(condition).reduce(
    (kept, key) => (isLegible(key, memberOf(condition, key)) ? kept : withMember(kept, key, undefined)),
    condition,
  )
}

function isLegible(key: string, value: Json | undefined): boolean {
  if (TIMES.includes(key)) return value === null || (typeof value === 'string' && isTime(value))
  return !TEXTS.includes(key) || typeof value === 'string'
}

/**
 * The conditions of several WECs as one list, each type once, sorted by type (AGG-7).
 * @param earlier the list that stands: generations in conditions go by it (AGG-5)
 * @param left types that are decided elsewhere
 */
export function mergedConditions(
  members: readonly ConditionsIn[],
  generation: Generation,
  earlier: readonly JsonObject[],
  rules: ConditionRules = NO_RULES,
  left: readonly string[] = [],
): readonly ConditionDecided[] {
  const types = new Set<string>()
  for (const { list } of members) for (const one of list ?? []) types.add(typeOf(one))
  for (const type of left) types.delete(type)
  const known = members.map(({ wec, list, generation: least }) => ({
    wec,
    least,
    own: list === undefined ? undefined : byType(list),
  }))
  const standing = byType(earlier)
  const merged = [...types].sort(compareUtf8).map((type) => {
    const stances = known.map(({ wec, own }) => ({
      wec,
      condition: own?.get(type),
      isSilent: own === undefined,
    }))
    const unseen = known.find(
      ({ own, least }) => !isObserved(memberOf(own?.get(type), 'observedGeneration'), least),
    )
    return withGeneration(decided(type, stances, rules), generation, standing.get(type), unseen?.wec)
  })
  return inOrder(merged, members)
}

/** The first condition of each type. */
export function byType(list: readonly JsonObject[]): ReadonlyMap<string, JsonObject> {
  const known = new Map<string, JsonObject>()
  for (const one of list) if (!known.has(typeOf(one))) known.set(typeOf(one), one)
  return known
}

/** The first condition of a type. */
export function conditionOfType(list: readonly JsonObject[], type: string): JsonObject | undefined {
  return list.find((one) => typeOf(one) === type)
}

/** The path of a condition in a status, by its type (AGG-10). */
export function conditionPath(type: string): string {
  return pointerOf(['conditions', type])
}

export function isTrue(condition: JsonObject | undefined): boolean {
  return statusOf(condition) === 'True'
}

/** What one WEC says of a type: the first condition, should there be several. */
type Stance = Readonly<{ wec: string; condition: JsonObject | undefined; isSilent: boolean }>

function decided(type: string, stances: readonly Stance[], rules: ConditionRules): ConditionDecided {
  const reasons =
    rules.reasons !== undefined && Object.hasOwn(rules.reasons, type) ? rules.reasons[type] : undefined
  const isBad = isBadNews(type, rules.badNews)
  const decisive = stances.filter(
    ({ condition }) => isOverdue(type, condition) || reasons?.decisive.includes(reasonOf(condition)) === true,
  )
  const deciding = decisive.length > 0 ? decisive : stances
  const status = isBad ? worstOfBad(deciding) : worstOfGood(deciding)
  const held = deciding.flatMap(({ wec, condition }) => (condition === undefined ? [] : [{ wec, condition }]))
  const holders = held.filter(({ condition }) => statusOf(condition) === status)
  const donor = donorOf(holders, reasons?.fair ?? [])
  return donor === undefined ? missing(type, isBad, deciding, held) : said(type, donor)
}

// AGG-7: whatever the kind, this is kept as the aggregate.
function isOverdue(type: string, condition: JsonObject | undefined): boolean {
  return type === 'Progressing' && reasonOf(condition) === 'ProgressDeadlineExceeded'
}

// AGG-7: any False; all True; else Unknown.
function worstOfGood(stances: readonly Stance[]): string {
  if (stances.some(({ condition }) => statusOf(condition) === 'False')) return 'False'
  return stances.every(({ condition }) => statusOf(condition) === 'True') ? 'True' : 'Unknown'
}

// AGG-7: any True; all False or absent; else Unknown. AGG-4: those of a silent WEC are Unknown, not absent.
function worstOfBad(stances: readonly Stance[]): string {
  if (stances.some(({ condition }) => statusOf(condition) === 'True')) return 'True'
  const isFine = ({ condition, isSilent }: Stance) =>
    !isSilent && (condition === undefined || statusOf(condition) === 'False')
  return stances.every(isFine) ? 'False' : 'Unknown'
}

// Every other reason before one that gives way, then the latest transition, then the name.
function donorOf(holders: readonly Held[], fair: readonly string[]): Held | undefined {
  const unfair = holders.filter(({ condition }) => !fair.includes(reasonOf(condition)))
  return latestOf(unfair.length > 0 ? unfair : holders)
}

function said(type: string, donor: Held): ConditionDecided {
  return { type, value: toldBy(type, statusOf(donor.condition) ?? 'Unknown', donor), from: [donor.wec] }
}

// No WEC has the status that follows: some have the condition, and one has not, or has an odd status, which reads as Unknown.
function missing(
  type: string,
  isBad: boolean,
  stances: readonly Stance[],
  held: readonly Held[],
): ConditionDecided {
  const holder = latestOf(held)
  const silent = stances.find(({ isSilent }) => isSilent)
  // Bad news that are absent are no news.
  const odd = isBad ? held.find(({ condition }) => !STATUSES.includes(statusOf(condition) ?? '')) : undefined
  const absent = stances.find(({ condition }) => condition === undefined)
  const lacking = (silent ?? odd ?? absent ?? holder)?.wec ?? ''
  const value: JsonObject = {
    ...withMember(holder?.condition ?? {}, 'observedGeneration', undefined),
    type,
    status: 'Unknown',
    reason: 'NotReported',
    message: `${lacking}: it has not reported ${type}`,
  }
  return { type, value, from: [...new Set([lacking, holder?.wec ?? lacking])] }
}

function withGeneration(
  one: ConditionDecided,
  generation: Generation,
  standing: JsonObject | undefined,
  unseen: string | undefined,
): ConditionDecided {
  if (memberOf(one.value, 'observedGeneration') === undefined) return one
  const value = generation.ofCondition(standing, unseen === undefined)
  const hider = generation.behind ?? unseen
  return {
    ...one,
    value: withMember(one.value, 'observedGeneration', value),
    from: hider === undefined ? one.from : [...new Set([...one.from, hider])],
  }
}

// AGG-1: kstatus goes by the first of Reconciling and Stalled that is True. By type Reconciling comes first; where a WEC has it the
// other way round, it has failed, and so has the whole.
function inOrder(
  merged: readonly ConditionDecided[],
  members: readonly ConditionsIn[],
): readonly ConditionDecided[] {
  if (!members.some(({ list }) => isStalledFirst(list ?? []))) return merged
  return [
    ...merged.filter(({ type }) => type === 'Stalled'),
    ...merged.filter(({ type }) => type !== 'Stalled'),
  ]
}

function isStalledFirst(list: readonly JsonObject[]): boolean {
  const first = list.find(
    (one) => statusOf(one) === 'True' && (typeOf(one) === 'Stalled' || typeOf(one) === 'Reconciling'),
  )
  return first !== undefined && typeOf(first) === 'Stalled'
}

function typeOf(condition: JsonObject): string {
  return stringAt(condition, 'type') ?? ''
}

function statusOf(condition: JsonObject | undefined): string | undefined {
  return stringAt(condition, 'status')
}

function reasonOf(condition: JsonObject | undefined): string {
  return stringAt(condition, 'reason') ?? ''
}
