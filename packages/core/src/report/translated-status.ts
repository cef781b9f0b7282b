import { isList, isObject, type Json, type JsonObject, memberOf, objectOf, stringAt } from '../kube/index.ts'

/** How a WEC's generations read in the WDS (AGG-5). */
export type Translation = Readonly<{
  /** What runs there is what the WDS wants now, as far as delivery tells. */
  isCurrent: boolean
  /** The object's generation in the WEC, where the report carries it. */
  reported: number | undefined
  /** The object's generation in the WDS; 0 for a kind that has none. */
  generation: number
  /** What stands in the WDS, if it came from a WEC. */
  there: Json | undefined
}>

// What an API server would refuse long before; a fixed bound, since results must not depend on the size of a call stack (P-2).
const DEPTH = 500

/**
 * A reported `.status` with `observedGeneration`, its own and those inside conditions, as the WDS counts (AGG-5): its generation where
 * the WEC is current, else the last one for which that was so, which is what stands there; absent if there was none.
 */
export function translatedStatus(status: Json, how: Translation): Json {
  if (!isObject(status)) return status
  const last = lastGeneration(how.there)
  const own = (generation: Json) =>
    counted(generation, how, valid(memberOf(how.there, 'observedGeneration'), how))
  return withGenerations(withOwn(status, own), how.there, DEPTH, (generation, condition) => {
    const standing = condition === undefined ? last : memberOf(condition, 'observedGeneration')
    return counted(generation, how, valid(standing, how))
  })
}

/** RPT-6: a reported `.status` without any `observedGeneration`: where writing a status counts as a change, it would never hold. */
export function withoutGenerations(status: Json): Json {
  if (!isObject(status)) return status
  const none = () => undefined
  return withGenerations(withOwn(status, none), undefined, DEPTH, none)
}

type Generation = number | bigint

// What it is to be in the WDS; undefined: absent.
function counted(found: Json, how: Translation, last: Json | undefined): Json | undefined {
  if (!isGeneration(found)) return found
  const isObserved = how.reported === undefined || found >= how.reported
  return how.isCurrent && isObserved ? valid(how.generation, how) : last
}

// No generation that the object had: it was made anew since, or somebody else wrote that.
function valid(generation: Json | undefined, { generation: present }: Translation): Json | undefined {
  return isGeneration(generation) && generation > 0 && generation <= present ? generation : undefined
}

// For a condition that is new there: that of the status, or of its other conditions.
function lastGeneration(there: Json | undefined): Json | undefined {
  const own = memberOf(there, 'observedGeneration')
  if (isGeneration(own)) return own
  const conditions = memberOf(there, 'conditions')
  const found = isList(conditions) ? conditions.map((one) => memberOf(one, 'observedGeneration')) : []
  return found
    .filter(isGeneration)
    .reduce<Generation | undefined>((most, one) => (most === undefined || one > most ? one : most), undefined)
}

function withOwn(status: JsonObject, change: (generation: Json) => Json | undefined): JsonObject {
  return mapMembers(status, (member, key) => (key === 'observedGeneration' ? change(member) : member))
}

/** What the generation of a condition becomes; `standing` is the one of its type that stands there. */
type Change = (generation: Json, standing: Json | undefined) => Json | undefined

// Conditions at whatever depth: those of listeners and parents in the Gateway API are of the object's generation too.
function withGenerations(value: Json, there: Json | undefined, depth: number, change: Change): Json {
  if (depth === 0) return value
  const within = (member: Json, standing: Json | undefined) =>
    withGenerations(member, standing, depth - 1, change)
  if (isList(value)) return value.map((item, at) => within(item, isList(there) ? there[at] : undefined))
  if (!isObject(value)) return value
  return mapMembers(value, (member, key) => {
    const standing = memberOf(there, key)
    if (key !== 'conditions' || !isList(member)) return within(member, standing)
    const before = new Map<string | undefined, Json[]>()
    for (const one of isList(standing) ? standing : []) {
      const type = stringAt(one, 'type')
      const known = before.get(type)
      if (known === undefined) before.set(type, [one])
      else known.push(one)
    }
    return member.map((condition) => {
      // Of several of one type, nobody knows which is which: the first stands for the first.
      const same = before.get(stringAt(condition, 'type'))?.shift()
      if (!isObject(condition)) return condition
      return withOwn(condition, (generation) => change(generation, same))
    })
  })
}

function mapMembers(object: JsonObject, change: (member: Json, key: string) => Json | undefined): JsonObject {
  return objectOf(
    Object.entries(object).flatMap(([key, member]): [string, Json][] => {
      const changed = change(member, key)
      return changed === undefined ? [] : [[key, changed]]
    }),
  )
}

function isGeneration(value: Json | undefined): value is Generation {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
}
