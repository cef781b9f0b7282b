import { countCodePoints } from '../value/code-points.ts'
import { compareValues } from '../value/compare.ts'
import { equalValues } from '../value/equal.ts'
import { boolOf, type CelValue, FALSE, intOf, TRUE } from '../value/value.ts'
import type { CelFunction } from './cel-function.ts'
import { type Failure, failure } from './failure.ts'
import { type Run, TOO_COSTLY } from './run.ts'

/** `<` and its kin: numbers by what they are worth, texts by code points; NaN is in no order, which is a failure in cel-go. */
export function isOrdered(test: (order: number) => boolean): CelFunction {
  return ([a, b], run) => {
    if (a === undefined || b === undefined) return undefined
    if (!run.spendText(lengthOf(a))) return TOO_COSTLY
    const order = compareValues(a, b)
    if (order === 'incomparable') return undefined
    return order === undefined
      ? failure('OverloadMissing', 'NaN is neither smaller nor greater than a number')
      : boolOf(test(order))
  }
}

/** `==`, whatever the types. */
export function isEqual(a: CelValue, b: CelValue, run: Run): boolean | Failure {
  return equalValues(a, b, run.spend) ?? TOO_COSTLY
}

/** `in`: an element of a list, a key of a map. */
export const isIn: CelFunction = ([item, collection], run) => {
  if (item === undefined) return undefined
  if (collection?.type === 'map') return boolOf(collection.find(item) !== undefined)
  if (collection?.type !== 'list') return undefined
  for (let index = 0; index < collection.size; index++) {
    const same = isEqual(item, collection.at(index), run)
    if (typeof same !== 'boolean') return same
    if (same) return TRUE
  }
  return FALSE
}

/** Code points of a text, bytes of bytes, entries of a collection. */
export const sizeOf: CelFunction = ([value], run) => {
  switch (value?.type) {
    case 'string':
      return run.spendText(value.value.length) ? intOf(BigInt(countCodePoints(value.value))) : TOO_COSTLY
    case 'bytes':
      return intOf(BigInt(value.value.length))
    case 'list':
    case 'map':
      return intOf(BigInt(value.size))
    default:
      return undefined
  }
}

function lengthOf(value: CelValue): number {
  return value.type === 'string' || value.type === 'bytes' ? value.value.length : 0
}
