/** A type of a field of a built-in kind, as far as JSON shows of it what Go makes of it. */
export type FieldType =
  | Readonly<{ kind: 'scalar'; name: ScalarName }>
  | Readonly<{ kind: 'pointer'; to: FieldType }>
  | Readonly<{ kind: 'list'; of: FieldType; byApply: ListMerge; byPatch: ListMerge }>
  | Readonly<{ kind: 'map'; of: FieldType; isAtomic: boolean }>
  | Readonly<{ kind: 'struct'; name: string; isGranular: boolean }>

export type ScalarName =
  | 'string'
  | 'bool'
  | 'int32'
  | 'int64'
  | 'float64'
  | 'bytes'
  | 'time'
  | 'microtime'
  | 'quantity'
  | 'intOrString'
  | 'any'

/** How a list is merged: not at all, by its items, or by keys of its items. */
export type ListMerge = Readonly<
  { kind: 'atomic' } | { kind: 'set' } | { kind: 'keys'; keys: readonly string[] }
>

export type Field = Readonly<{
  name: string
  type: FieldType
  /** `omitempty`: left out when it is empty. */
  isOmitted: boolean
  /** A strategic merge patch may say which members are retained. */
  retainsKeys: boolean
}>

/** A structure with its fields in their order. */
export type StructType = Readonly<{
  /** `core.PodSpec`. */
  name: string
  /** By apply it is owned as a whole. */
  isAtomic: boolean
  fields: ReadonlyMap<string, Field>
}>
