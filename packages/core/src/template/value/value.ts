import type { Bytes } from '../text/bytes.ts'
import type { GoMap } from './go-map.ts'

/**
 * What an expression can be: the data (a `map[string]string`), its strings, and what Go's own functions and literals
 * make of them. `nil` is Go's invalid value: a literal `nil` as an argument, the dot of a template called without one.
 */
export type Value =
  | Readonly<{ kind: 'nil' }>
  | Readonly<{ kind: 'bool'; value: boolean }>
  /** `int` has 64 bits; a byte of a string is a `uint8`. */
  | Readonly<{ kind: 'int' | 'uint8'; value: bigint }>
  | Readonly<{ kind: 'float64'; value: number }>
  | Readonly<{ kind: 'complex128'; real: number; imaginary: number }>
  | Readonly<{ kind: 'string'; value: Bytes }>
  | Readonly<{ kind: 'map'; value: GoMap }>

export const NIL: Value = { kind: 'nil' }

export function stringValue(value: Bytes): Value {
  return { kind: 'string', value }
}

export function boolValue(value: boolean): Value {
  return { kind: 'bool', value }
}

export function intValue(value: bigint | number): Value {
  return { kind: 'int', value: BigInt(value) }
}

/** Go's name of a value's type, as `%T` prints it. */
export function typeName(value: Exclude<Value, { kind: 'nil' }>): string {
  return value.kind === 'map' ? 'map[string]string' : value.kind
}

/** Go's truth: whether the value is not the zero value of its type, or not empty. */
export function isTrue(value: Value): boolean {
  switch (value.kind) {
    case 'nil':
      return false
    case 'bool':
      return value.value
    case 'int':
    case 'uint8':
      return value.value !== 0n
    case 'float64':
      return value.value !== 0
    case 'complex128':
      return value.real !== 0 || value.imaginary !== 0
    case 'string':
      return value.value !== ''
    case 'map':
      return value.value.size > 0
  }
}
