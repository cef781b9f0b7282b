import { isInRange } from '../time/instant.ts'
import {
  type CelList,
  type CelValue,
  doubleOf,
  intOf,
  isInt64,
  isUint64,
  listOf,
  stringOf,
} from '../value/value.ts'
import type { CelFunction } from './cel-function.ts'
import { type Failure, failure } from './failure.ts'
import { type Run, TOO_COSTLY } from './run.ts'

type Outcome = CelValue | Failure

/** `+`: numbers of one type, texts, bytes, lists, durations, and a duration to a timestamp. */
export const add: CelFunction = ([a, b], run) => {
  if (a === undefined || b === undefined) return undefined
  if (a.type === 'string' && b.type === 'string')
    return run.spendText(a.value.length + b.value.length) ? stringOf(a.value + b.value) : TOO_COSTLY
  if (a.type === 'bytes' && b.type === 'bytes') return joinedBytes(a.value, b.value, run)
  if (a.type === 'list' && b.type === 'list') return joinedLists(a, b, run)
  if (a.type === 'duration' && b.type === 'duration') return durationOf(a.nanos + b.nanos)
  if (a.type === 'timestamp' && b.type === 'duration') return moved(a, b.nanos)
  if (a.type === 'duration' && b.type === 'timestamp') return moved(b, a.nanos)
  return calculated(
    a,
    b,
    (x, y) => x + y,
    (x, y) => x + y,
  )
}

/** `-`: numbers of one type, durations, timestamps, and a duration from a timestamp. */
export const subtract: CelFunction = ([a, b]) => {
  if (a === undefined || b === undefined) return undefined
  if (a.type === 'duration' && b.type === 'duration') return durationOf(a.nanos - b.nanos)
  if (a.type === 'timestamp' && b.type === 'timestamp') return durationOf(a.nanos - b.nanos)
  if (a.type === 'timestamp' && b.type === 'duration') return moved(a, -b.nanos)
  return calculated(
    a,
    b,
    (x, y) => x - y,
    (x, y) => x - y,
  )
}

export const multiply: CelFunction = ([a, b]) =>
  calculated(
    a,
    b,
    (x, y) => x * y,
    (x, y) => x * y,
  )

/** `/`: of integers towards zero; of doubles as IEEE has it, so that 1.0 / 0.0 is +Inf. */
export const divide: CelFunction = ([a, b]) => {
  if (isIntegerZero(b) && a?.type === b?.type) return failure('DivisionByZero', 'division by zero')
  return calculated(
    a,
    b,
    (x, y) => x / y,
    (x, y) => x / y,
  )
}

/** `%` of integers, with the sign of the first. */
export const remainder: CelFunction = ([a, b]) => {
  if (a?.type === 'double') return undefined
  if (isIntegerZero(b) && a?.type === b?.type)
    return failure('DivisionByZero', 'remainder of a division by zero')
  // The quotient does not fit, so cel-go does not give the remainder either.
  if (a?.type === 'int' && b?.type === 'int' && !isInt64(a.value / b.value)) return overflow('int')
  return calculated(
    a,
    b,
    (x, y) => x % y,
    (x, y) => x % y,
  )
}

export const negate: CelFunction = ([a]) => {
  if (a?.type === 'double') return doubleOf(-a.value)
  if (a?.type !== 'int') return undefined
  return isInt64(-a.value) ? intOf(-a.value) : overflow('int')
}

function calculated(
  a: CelValue | undefined,
  b: CelValue | undefined,
  exactly: (x: bigint, y: bigint) => bigint,
  nearly: (x: number, y: number) => number,
): Outcome | undefined {
  if (a?.type === 'double' && b?.type === 'double') return doubleOf(nearly(a.value, b.value))
  if (a?.type === 'int' && b?.type === 'int') {
    const value = exactly(a.value, b.value)
    return isInt64(value) ? intOf(value) : overflow('int')
  }
  if (a?.type !== 'uint' || b?.type !== 'uint') return undefined
  const value = exactly(a.value, b.value)
  return isUint64(value) ? { type: 'uint', value } : overflow('uint')
}

function isIntegerZero(value: CelValue | undefined): boolean {
  return (value?.type === 'int' || value?.type === 'uint') && value.value === 0n
}

function overflow(type: 'int' | 'uint'): Failure {
  return failure('Overflow', `the result is out of the range of a 64-bit ${type}`)
}

/** A duration within 64 bits of nanoseconds, some 292 years. */
function durationOf(nanos: bigint): Outcome {
  return isInt64(nanos) ? { type: 'duration', nanos } : failure('Overflow', 'a duration is at most 292 years')
}

function moved({ nanos, offset }: Extract<CelValue, { type: 'timestamp' }>, by: bigint): Outcome {
  const moment = nanos + by
  return isInRange(moment)
    ? { type: 'timestamp', nanos: moment, offset }
    : failure('TimeOutOfRange', 'a timestamp is between the years 1 and 9999')
}

function joinedBytes(a: Uint8Array, b: Uint8Array, run: Run): Outcome {
  if (!run.spendText(a.length + b.length)) return TOO_COSTLY
  const value = new Uint8Array(a.length + b.length)
  value.set(a)
  value.set(b, a.length)
  return { type: 'bytes', value }
}

function joinedLists(a: CelList, b: CelList, run: Run): Outcome {
  if (!run.spend(a.size + b.size)) return TOO_COSTLY
  const items: CelValue[] = []
  for (const list of [a, b]) for (let index = 0; index < list.size; index++) items.push(list.at(index))
  return listOf(items)
}
