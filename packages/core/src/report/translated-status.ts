import { countedGeneration, withConditionGenerations, withOwnGeneration } from '../aggregate/index.ts'
import { isList, isObject, type Json, memberOf } from '../kube/index.ts'

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

/**
 * A reported `.status` with `observedGeneration`, its own and those inside conditions, as the WDS counts (AGG-5): its generation where
 * the WEC is current, else the last one for which that was so; absent if there was none.
 */
export function translatedStatus(status: Json, how: Translation): Json {
  if (!isObject(status)) return status
  const last = lastGeneration(how.there)
  const own = (generation: Json) => counted(generation, how, memberOf(how.there, 'observedGeneration'))
  return withConditionGenerations(withOwnGeneration(status, own), how.there, (generation, condition) => {
    const standing = condition === undefined ? last : memberOf(condition, 'observedGeneration')
    return counted(generation, how, standing)
  })
}

/** RPT-6: a reported `.status` without any `observedGeneration`: where writing a status counts as a change, it would never hold. */
export function withoutGenerations(status: Json): Json {
  if (!isObject(status)) return status
  const none = () => undefined
  return withConditionGenerations(withOwnGeneration(status, none), undefined, none)
}

// What it is to be in the WDS; undefined: absent.
function counted(found: Json, how: Translation, standing: Json | undefined): Json | undefined {
  if (!isInteger(found)) return found
  // A zero is what a controller writes that has observed nothing yet.
  const isObserved = found > 0 && (how.reported === undefined || found >= how.reported)
  return countedGeneration(how.generation, how.isCurrent && isObserved, standing)
}

// For a condition that is new there: that of the status, or of its other conditions.
function lastGeneration(there: Json | undefined): Json | undefined {
  const own = memberOf(there, 'observedGeneration')
  if (isInteger(own)) return own
  const conditions = memberOf(there, 'conditions')
  const found = isList(conditions) ? conditions.map((one) => memberOf(one, 'observedGeneration')) : []
  return found
    .filter(isInteger)
    .reduce<Integer | undefined>((most, one) => (most === undefined || one > most ? one : most), undefined)
}

type Integer = number | bigint

function isInteger(value: Json | undefined): value is Integer {
  return typeof value === 'bigint' || Number.isInteger(value)
}
