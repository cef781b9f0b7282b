import { isList, isObject, type Json, type JsonObject, memberOf, objectOf, stringAt } from '../kube/index.ts'

/** What the generation of a condition becomes; undefined: it goes. `standing` is the condition of its type that stands there. */
export type GenerationChange = (generation: Json, standing: Json | undefined) => Json | undefined

// What an API server would refuse long before; a fixed bound, since results must not depend on the size of a call stack (P-2).
const DEPTH = 500

/**
 * A `.status` with the `observedGeneration` of its conditions changed. They are looked for at whatever depth: those of listeners and
 * parents in the Gateway API are of the object's generation too.
 * @param there what stands in its place
 */
export function withConditionGenerations(
  status: Json,
  there: Json | undefined,
  change: GenerationChange,
): Json {
  return within(status, there, DEPTH, change)
}

/** An object with its own `observedGeneration` changed. */
export function withOwnGeneration(
  object: JsonObject,
  change: (generation: Json) => Json | undefined,
): JsonObject {
  return mapMembers(object, (member, key) => (key === 'observedGeneration' ? change(member) : member))
}

function within(value: Json, there: Json | undefined, depth: number, change: GenerationChange): Json {
  if (depth === 0) return value
  const below = (member: Json, standing: Json | undefined) => within(member, standing, depth - 1, change)
  if (isList(value)) return value.map((item, at) => below(item, isList(there) ? there[at] : undefined))
  if (!isObject(value)) return value
  return mapMembers(value, (member, key) => {
    const standing = memberOf(there, key)
    if (key !== 'conditions' || !isList(member)) return below(member, standing)
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
      return withOwnGeneration(condition, (generation) => change(generation, same))
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
