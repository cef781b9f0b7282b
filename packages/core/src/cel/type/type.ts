/** A type as the checker knows it. `error` stands where a fault was found, so that it is not reported twice. */
export type CelType =
  | Readonly<{ kind: PlainKind }>
  | Readonly<{ kind: 'list'; element: CelType }>
  | Readonly<{ kind: 'map'; key: CelType; value: CelType }>
  /** The type of a type; `of` where it is known. */
  | Readonly<{ kind: 'type'; of: CelType | undefined }>
  /** What a list without elements, or an overload, leaves open. */
  | Readonly<{ kind: 'parameter'; name: string }>

export type PlainKind =
  | 'dyn'
  | 'error'
  | 'bool'
  | 'int'
  | 'uint'
  | 'double'
  | 'string'
  | 'bytes'
  | 'null'
  | 'timestamp'
  | 'duration'

export const DYN: CelType = { kind: 'dyn' }
export const ERROR: CelType = { kind: 'error' }
export const BOOL: CelType = { kind: 'bool' }
export const INT: CelType = { kind: 'int' }
export const STRING: CelType = { kind: 'string' }

export function plain(kind: PlainKind): CelType {
  return { kind }
}

export function listType(element: CelType): CelType {
  return { kind: 'list', element }
}

export function mapType(key: CelType, value: CelType): CelType {
  return { kind: 'map', key, value }
}

export function typeType(of?: CelType): CelType {
  return { kind: 'type', of }
}

/** The types that a type is made of. */
export function partsOf(type: CelType): readonly CelType[] {
  switch (type.kind) {
    case 'list':
      return [type.element]
    case 'map':
      return [type.key, type.value]
    case 'type':
      return type.of === undefined ? [] : [type.of]
    default:
      return []
  }
}

const SHOWN_DEPTH = 6

/** As cel-go writes it: `map(string, list(int))`; what is nested deeper is left out. */
export function showType(type: CelType, depth = 0): string {
  if (type.kind === 'parameter') return 'dyn'
  const parts = partsOf(type)
  if (parts.length === 0) return type.kind
  const shown = depth > SHOWN_DEPTH ? '…' : parts.map((part) => showType(part, depth + 1)).join(', ')
  return `${type.kind}(${shown})`
}

/** Whether two types are one and the same, parameters by their names. */
export function isSameType(a: CelType, b: CelType): boolean {
  if (a === b) return true
  if (a.kind === 'parameter' || b.kind === 'parameter')
    return a.kind === 'parameter' && b.kind === 'parameter' && a.name === b.name
  if (a.kind !== b.kind) return false
  const left = partsOf(a)
  const right = partsOf(b)
  return (
    left.length === right.length &&
    left.every((part, index) => {
      const other = right[index]
      return other !== undefined && isSameType(part, other)
    })
  )
}
