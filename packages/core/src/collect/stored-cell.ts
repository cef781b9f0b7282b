import type { Cell } from '../cel/index.ts'
import { isList, isObject, type Json, objectOf } from '../kube/index.ts'

const INT64_MAX = 2n ** 63n - 1n

/** A cell as an API server keeps it (NUM-1): in an Object or Array an unsigned integer outside int64 is a double. */
export function storedCell(cell: Cell): Cell {
  if (cell.type === 'Object') return { type: 'Object', object: stored(cell.object) }
  return cell.type === 'Array' ? { type: 'Array', array: stored(cell.array) } : cell
}

// As deep as `cellOf` lets a value be.
function stored(value: Json): Json {
  if (typeof value === 'bigint') return value > INT64_MAX ? Number(value) : value
  if (isList(value)) return value.map(stored)
  return isObject(value)
    ? objectOf(Object.entries(value).map(([key, one]) => [key, stored(one)] as const))
    : value
}
