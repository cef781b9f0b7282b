import { isList, isObject, type Json } from './json.ts'

/**
 * Whether lists and objects are nested deeper than this many levels; a scalar has none, `[[]]` has two. Takes
 * no stack, so it can be asked before anything that recurs.
 */
export function isDeeperThan(value: Json, levels: number): boolean {
  let level: Json[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    const below: Json[] = []
    let nested = false
    for (const item of level) {
      if (isList(item)) {
        nested = true
        for (const member of item) if (isNested(member)) below.push(member)
      } else if (isObject(item)) {
        nested = true
        for (const key of Object.keys(item)) {
          const member = item[key]
          if (isNested(member)) below.push(member)
        }
      }
    }
    if (nested && depth >= levels) return true
    level = below
  }
  return false
}

function isNested(value: Json | undefined): value is Json {
  return typeof value === 'object' && value !== null
}
