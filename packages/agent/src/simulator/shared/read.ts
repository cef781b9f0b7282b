import { type Json, type JsonObject, memberOf, valueAt } from '@downsync/core'

const INT32_MAX = 2 ** 31 - 1

/** The integer at a path, if it is one that 32 bits hold. */
export function intAt(value: Json | undefined, ...path: readonly string[]): number | undefined {
  const found = valueAt(value, ...path)
  return typeof found === 'number' && Number.isInteger(found) && Math.abs(found) <= INT32_MAX
    ? found
    : undefined
}

/** A count in a `.status`; 0 where there is none. */
export function countAt(value: Json | undefined, ...path: readonly string[]): number {
  return Math.max(0, intAt(value, ...path) ?? 0)
}

/** Reads the fields of a spec and notes what is wrong with them. */
export type SpecReader = Readonly<{
  /** A whole number, 0 or more; undefined where the field is absent. */
  count(...path: readonly string[]): number | undefined
  flag(...path: readonly string[]): boolean
  choice<T extends string>(choices: readonly T[], ...path: readonly string[]): T
  /** The first thing that was wrong. */
  fault(): string | undefined
}>

/** @param object whose `spec` is read */
export function specReader(object: JsonObject): SpecReader {
  const spec = memberOf(object, 'spec')
  let fault: string | undefined
  const wrong = (path: readonly string[], expected: string) => {
    fault ??= `spec.${path.join('.')} must be ${expected}`
  }
  return {
    count(...path) {
      const found = valueAt(spec, ...path)
      if (found === undefined || found === null) return undefined
      const count = intAt(spec, ...path)
      if (count !== undefined && count >= 0) return count
      wrong(path, 'a whole number, 0 or more')
      return undefined
    },
    flag(...path) {
      const found = valueAt(spec, ...path) ?? false
      if (typeof found === 'boolean') return found
      wrong(path, 'true or false')
      return false
    },
    choice(choices, ...path) {
      const [usual] = choices
      const found = valueAt(spec, ...path) ?? usual
      const choice = choices.find((one) => one === found)
      if (choice !== undefined) return choice
      wrong(path, choices.join(' or '))
      // Nobody looks at it: there is a fault.
      return usual as (typeof choices)[number]
    },
    fault: () => fault,
  }
}

/** A number, or a share of a whole as `25%`; what is rounded down may come to be 0. */
export function scaledAt(
  value: Json | undefined,
  whole: number,
  rounding: 'up' | 'down',
): number | undefined {
  if (typeof value === 'number') return Number.isInteger(value) && value >= 0 ? value : undefined
  const percent = typeof value === 'string' ? /^(\d{1,9})%$/.exec(value)?.[1] : undefined
  if (percent === undefined) return undefined
  const share = (Number(percent) * whole) / 100
  return rounding === 'up' ? Math.ceil(share) : Math.floor(share)
}

/** Milliseconds since 1970 of a time in an object; undefined for what is none. */
export function timeOf(value: Json | undefined): number | undefined {
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN
  return Number.isNaN(time) ? undefined : time
}

/** A time as API servers write it: whole seconds, UTC. */
export function timeText(milliseconds: number): string {
  return `${new Date(milliseconds).toISOString().slice(0, 19)}Z`
}
