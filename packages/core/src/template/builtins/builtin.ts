import type { Budget } from '../execute/budget.ts'
import type { Bytes } from '../text/bytes.ts'
import { stringValue, type Value } from '../value/value.ts'

/** What a function gives, or Go's message why it fails. */
export type Returned = Readonly<{ ok: true; value: Value } | { ok: false; message: Bytes }>

/** What a function may need besides its arguments. */
export type CallContext = Readonly<{
  /** To be charged before bytes are handled. What comes back once it is spent is not looked at. */
  budget: Budget
  /** How the first argument is written, or shown where it comes from a pipeline. */
  callee: () => Bytes
}>

/** A function of templates. */
export type Builtin = Readonly<{
  /** How many arguments it needs; it takes more of them only if `isVariadic`. */
  arity: number
  isVariadic: boolean
  /** The first argument has to be a string. */
  takesFormat?: boolean
  call: (values: readonly Value[], context: CallContext) => Returned
}>

/**
 * `and` and `or` evaluate their arguments only up to the first that decides.
 * The truth at which they stop.
 */
export type ShortCircuit = Readonly<{ arity: 1; isVariadic: true; stopsAt: boolean }>

export function returned(value: Value): Returned {
  return { ok: true, value }
}

export function returnedString(value: Bytes): Returned {
  return returned(stringValue(value))
}

export function failed(message: Bytes): Returned {
  return { ok: false, message }
}
