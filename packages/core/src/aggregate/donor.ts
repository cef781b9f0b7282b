import { type JsonObject, stringAt } from '../kube/index.ts'
import { comesLater } from './time.ts'

/** A condition as one WEC has it. */
export type Held = Readonly<{ wec: string; condition: JsonObject }>

/** The one with the latest transition, of several the first (AGG-7). */
export function latestOf(held: readonly Held[]): Held | undefined {
  let last: Held | undefined
  for (const one of held) if (last === undefined || comesLater(timeOf(one), timeOf(last))) last = one
  return last
}

/** The condition of that WEC, under this type and status; its message names the WEC (AGG-7). */
export function toldBy(type: string, status: string, { wec, condition }: Held): JsonObject {
  const message = stringAt(condition, 'message') ?? ''
  return { ...condition, type, status, message: message === '' ? wec : `${wec}: ${message}` }
}

function timeOf({ condition }: Held): string | undefined {
  return stringAt(condition, 'lastTransitionTime')
}
