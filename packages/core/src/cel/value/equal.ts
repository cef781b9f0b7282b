import { compareNumbers, isNumber } from './compare.ts'
import type { CelList, CelMap, CelValue } from './value.ts'

/** Values nested deeper than this are not compared: it would take the stack. */
const MAX_DEPTH = 500

/**
 * Equality as CEL has it at run time: numbers across their types, NaN equal to nothing, values of different types different.
 * @param spend takes steps; false when there are none left
 * @returns undefined when the steps did not do
 */
export function equalValues(
  a: CelValue,
  b: CelValue,
  spend: (steps: number) => boolean,
  depth = 0,
): boolean | undefined {
  if (!spend(1) || depth > MAX_DEPTH) return undefined
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b) === 0
  switch (a.type) {
    case 'null':
      return b.type === 'null'
    case 'bool':
    case 'int':
    case 'uint':
    case 'double':
      return a.type === b.type && a.value === b.value
    case 'string':
      return b.type === 'string' && (spend(a.value.length / 64) ? a.value === b.value : undefined)
    case 'bytes':
      return b.type === 'bytes' && equalBytes(a.value, b.value, spend)
    case 'timestamp':
      return b.type === 'timestamp' && a.nanos === b.nanos
    case 'duration':
      return b.type === 'duration' && a.nanos === b.nanos
    case 'type':
      return b.type === 'type' && a.name === b.name
    case 'list':
      return b.type === 'list' && equalLists(a, b, spend, depth)
    case 'map':
      return b.type === 'map' && equalMaps(a, b, spend, depth)
  }
}

function equalBytes(a: Uint8Array, b: Uint8Array, spend: (steps: number) => boolean): boolean | undefined {
  if (a.length !== b.length) return false
  return spend(a.length / 16) ? a.every((byte, index) => byte === b[index]) : undefined
}

function equalLists(
  a: CelList,
  b: CelList,
  spend: (steps: number) => boolean,
  depth: number,
): boolean | undefined {
  if (a.size !== b.size) return false
  for (let index = 0; index < a.size; index++) {
    const same = equalValues(a.at(index), b.at(index), spend, depth + 1)
    if (same !== true) return same
  }
  return true
}

function equalMaps(
  a: CelMap,
  b: CelMap,
  spend: (steps: number) => boolean,
  depth: number,
): boolean | undefined {
  if (a.size !== b.size) return false
  // Keys are looked up on both sides, which is dearer than an element of a list.
  if (!spend(a.size * 2)) return undefined
  for (const key of a.keys()) {
    const mine = a.find(key)
    const other = b.find(key)
    if (mine === undefined || other === undefined) return false
    const same = equalValues(mine, other, spend, depth + 1)
    if (same !== true) return same
  }
  return true
}
