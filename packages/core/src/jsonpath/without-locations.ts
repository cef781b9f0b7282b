import { isList, isObject, type Json, objectOf } from '../kube/index.ts'
import type { Location } from './query.ts'

/** What becomes of a node: it goes, or some of what is below it does. */
type Plan = { isGone: boolean; readonly below: Map<string | number, Plan> }

/**
 * The document without what is at these locations. All of them are places in it as it is given: neither their order matters, nor
 * that some are below others. The root stays. What does not change is shared with the document, which is untouched.
 * @example withoutLocations({ a: [1, 2, 3] }, [['a', 0], ['a', 1]]) // { a: [3] }
 */
export function withoutLocations(document: Json, locations: readonly Location[]): Json {
  const all = newPlan()
  for (const location of locations) {
    let plan = all
    for (const key of location) {
      const next = plan.below.get(key) ?? newPlan()
      plan.below.set(key, next)
      plan = next
    }
    plan.isGone = true
  }
  return remainderOf(document, all)
}

function newPlan(): Plan {
  return { isGone: false, below: new Map() }
}

// As deep as the longest location, which has a bound.
function remainderOf(value: Json, { below }: Plan): Json {
  if (below.size === 0) return value
  if (isList(value)) return value.flatMap((item, index) => remainingOf(item, below.get(index)))
  if (!isObject(value)) return value
  return objectOf(
    Object.entries(value).flatMap(([key, member]) =>
      remainingOf(member, below.get(key)).map((one) => [key, one] as const),
    ),
  )
}

function remainingOf(value: Json, plan: Plan | undefined): readonly [Json] | readonly [] {
  if (plan === undefined) return [value]
  return plan.isGone ? [] : [remainderOf(value, plan)]
}
