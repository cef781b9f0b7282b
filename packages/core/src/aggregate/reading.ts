import { isObject, type Json, type JsonObject, valueAt } from '../kube/index.ts'
import type { KindTable } from './kind-table.ts'
import type { Member } from './types.ts'

/** What is read of a WEC's report. */
export type Reading = Readonly<{
  wec: string
  /** Undefined: silent (AGG-4). */
  status: JsonObject | undefined
  /** Its report is of what the WDS wants now. */
  isCurrent: boolean
  /** The object's generation in the WEC, where that is known. */
  generation: number | undefined
  /** A count by its path; 0 where there is none (AGG-3). */
  count: (path: string) => number
}>

const INT32 = 2 ** 31 - 1

/** The report of a WEC as a table reads it: counts are such as upstream would take (AGG-2). */
export function readingOf(member: Member, table: KindTable): Reading {
  const status = isObject(member.status) ? member.status : undefined
  const observed = fieldAt(status, 'observedGeneration')
  const isSaid =
    (!table.observesGeneration || isGeneration(observed)) && isObserved(observed, member.generation)
  const isCurrent = member.current && status !== undefined && isSaid
  const mended = status === undefined ? undefined : mend(status, table)
  const count = (path: string) => mended?.get(path) ?? countAt(status, path)
  return { wec: member.wec, status, isCurrent, generation: member.generation, count }
}

/** The value at a path of keys joined by dots. */
export function fieldAt(status: JsonObject | undefined, path: string): Json | undefined {
  return path.includes('.') ? valueAt(status, ...path.split('.')) : valueAt(status, path)
}

/** Whether a value is one that `observedGeneration` has where a controller has seen the object. */
export function isGeneration(value: Json | undefined): value is number | bigint {
  return (
    (typeof value === 'number' && Number.isInteger(value) && value > 0) ||
    (typeof value === 'bigint' && value > 0n)
  )
}

/** Whether an `observedGeneration`, if there is one, is not older than the object's generation in the WEC, if that is known (AGG-5). */
export function isObserved(observed: Json | undefined, generation: number | undefined): boolean {
  return generation === undefined || !isGeneration(observed) || observed >= generation
}

// What is no count is none; one that is too large for its type is the largest.
function countAt(status: JsonObject | undefined, path: string): number {
  const value = fieldAt(status, path)
  if (typeof value === 'bigint') return value < 0n ? 0 : INT32
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) return 0
  return Math.min(value, INT32)
}

// Only what breaks the nesting is kept: no server lets it come to that.
function mend(status: JsonObject, table: KindTable): ReadonlyMap<string, number> | undefined {
  let mended: Map<string, number> | undefined
  for (const { inner, outer, mend: yields } of table.nesting ?? []) {
    const within = mended?.get(inner) ?? countAt(status, inner)
    const around = mended?.get(outer) ?? countAt(status, outer)
    if (within <= around) continue
    mended ??= new Map()
    if (yields === 'inner') mended.set(inner, around)
    else mended.set(outer, within)
  }
  return mended
}
