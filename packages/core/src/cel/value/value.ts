/** A value of CEL. Collections are read through functions, so that JSON is never converted before it is looked at. */
export type CelValue =
  | CelScalar
  | Readonly<{ type: 'bytes'; value: Uint8Array }>
  | CelTimestamp
  | CelDuration
  | CelList
  | CelMap
  | CelTypeValue

export type CelScalar =
  | Readonly<{ type: 'null' }>
  | Readonly<{ type: 'bool'; value: boolean }>
  /** Always within 64 bits. */
  | Readonly<{ type: 'int'; value: bigint }>
  | Readonly<{ type: 'uint'; value: bigint }>
  | Readonly<{ type: 'double'; value: number }>
  | Readonly<{ type: 'string'; value: string }>

/** An instant: nanoseconds since 1970 in UTC, and the seconds east of UTC that it was written with. */
export type CelTimestamp = Readonly<{ type: 'timestamp'; nanos: bigint; offset: number }>
/** Nanoseconds, within 64 bits. */
export type CelDuration = Readonly<{ type: 'duration'; nanos: bigint }>
export type CelList = Readonly<{ type: 'list'; size: number; at: (index: number) => CelValue }>
export type CelMap = Readonly<{
  type: 'map'
  size: number
  /** By the rules of CEL: 1, 1u and 1.0 find one another. */
  find: (key: CelValue) => CelValue | undefined
  /** In an order that depends on the content alone (P-2). */
  keys: () => readonly CelValue[]
}>
/** A type as a value, by its name in CEL: `int`, `google.protobuf.Timestamp`. */
export type CelTypeValue = Readonly<{ type: 'type'; name: string }>

export const NULL: CelValue = { type: 'null' }
export const TRUE: CelValue = { type: 'bool', value: true }
export const FALSE: CelValue = { type: 'bool', value: false }

export function boolOf(value: boolean): CelValue {
  return value ? TRUE : FALSE
}

export function intOf(value: bigint): CelValue {
  return { type: 'int', value }
}

export function doubleOf(value: number): CelValue {
  return { type: 'double', value }
}

export function stringOf(value: string): CelValue {
  return { type: 'string', value }
}

export function listOf(items: readonly CelValue[]): CelList {
  return { type: 'list', size: items.length, at: (index) => items[index] ?? NULL }
}

export const INT_MIN = -(2n ** 63n)
export const INT_MAX = 2n ** 63n - 1n
export const UINT_MAX = 2n ** 64n - 1n

export function isInt64(value: bigint): boolean {
  return value >= INT_MIN && value <= INT_MAX
}

export function isUint64(value: bigint): boolean {
  return value >= 0n && value <= UINT_MAX
}

/** The name of a value's type, as `type(x)` gives it. */
export function typeNameOf(value: CelValue): string {
  switch (value.type) {
    case 'null':
      return 'null_type'
    case 'timestamp':
      return 'google.protobuf.Timestamp'
    case 'duration':
      return 'google.protobuf.Duration'
    default:
      return value.type
  }
}
