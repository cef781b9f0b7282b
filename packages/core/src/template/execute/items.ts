import { NIL, stringValue, type Value } from '../value/value.ts'

/** What `range` goes through: key and value of each entry, or numbers without keys; undefined for what it cannot go through. */
export function itemsOf(value: Value): Iterable<readonly [Value, Value]> | undefined {
  switch (value.kind) {
    case 'nil':
      return []
    case 'int':
    case 'uint8':
      return numbers(value.kind, value.value)
    case 'map':
      return value.value.sorted().map(([key, text]) => [stringValue(key), stringValue(text)] as const)
    default:
      return undefined
  }
}

function* numbers(kind: 'int' | 'uint8', end: bigint): Generator<readonly [Value, Value]> {
  for (let value = 0n; value < end; value++) yield [NIL, { kind, value }]
}
