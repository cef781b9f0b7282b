import {
  compareUtf8,
  isList,
  isObject,
  type Json,
  type JsonObject,
  memberOf,
  onceForEach,
} from '../../kube/index.ts'
import {
  boolOf,
  type CelList,
  type CelMap,
  type CelValue,
  doubleOf,
  intOf,
  isInt64,
  NULL,
  stringOf,
} from './value.ts'

/**
 * JSON as a value (COL-2: an integer that fits 64 bits is an int, any other number a double). Lists and objects are
 * converted member by member, when they are asked for.
 */
export function celValueOf(json: Json): CelValue {
  if (json === null) return NULL
  if (typeof json === 'boolean') return boolOf(json)
  if (typeof json === 'string') return stringOf(json)
  if (typeof json === 'bigint') return isInt64(json) ? intOf(json) : doubleOf(Number(json))
  // An integer beyond 2^53 would be a bigint, so a number of that size was no integer in its text.
  if (typeof json === 'number') return Number.isSafeInteger(json) ? intOf(BigInt(json)) : doubleOf(json)
  if (isList(json)) return listOfJson(json)
  return isObject(json) ? mapOfJson(json) : NULL
}

function listOfJson(items: readonly Json[]): CelList {
  return { type: 'list', size: items.length, at: (index) => celValueOf(items[index] ?? null) }
}

/** Sorted, so that two equal objects are gone through in one order (P-2). */
const namesOf = onceForEach((members: JsonObject) => Object.keys(members).toSorted(compareUtf8))

function mapOfJson(members: JsonObject): CelMap {
  return {
    type: 'map',
    get size() {
      return namesOf(members).length
    },
    find: (key) => {
      const member = key.type === 'string' ? memberOf(members, key.value) : undefined
      return member === undefined ? undefined : celValueOf(member)
    },
    keys: () => namesOf(members).map(stringOf),
  }
}
