import type { Bytes } from '../text/bytes.ts'
import type { Value } from '../value/value.ts'

/** A variable, with its `$`. */
export type Slot = { readonly name: Bytes; value: Value }

/** The variables of one call of a template, the latest last; a name can be there several times. */
export type Scope = Readonly<{
  /** The template that is executed, for errors. */
  template: Bytes
  /** How many calls it is away from the first template. */
  depth: number
  slots: Slot[]
}>

/** A scope with nothing but `$`. */
export function scopeOf(template: Bytes, depth: number, dot: Value): Scope {
  return { template, depth, slots: [{ name: '$', value: dot }] }
}

/** The index of the latest variable of a name; -1 when there is none. */
export function indexOfVariable({ slots }: Scope, name: Bytes): number {
  let index = slots.length - 1
  while (index >= 0 && slots[index]?.name !== name) index--
  return index
}
