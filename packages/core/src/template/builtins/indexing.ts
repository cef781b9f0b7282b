import type { Bytes } from '../text/bytes.ts'
import { intValue, NIL, stringValue, typeName, type Value } from '../value/value.ts'
import { type Builtin, failed, type Returned, returned } from './builtin.ts'

export const len: Builtin = {
  arity: 1,
  isVariadic: false,
  call([value = NIL]) {
    if (value.kind === 'string') return returned(intValue(value.value.length))
    if (value.kind === 'map') return returned(intValue(value.value.size))
    return failed(
      value.kind === 'nil'
        ? 'reflect: call of reflect.Value.Type on zero Value'
        : `len of type ${typeName(value)}`,
    )
  },
}

export const index: Builtin = {
  arity: 1,
  isVariadic: true,
  call([first = NIL, ...keys], { budget }) {
    if (first.kind === 'nil') return failed('index of untyped nil')
    let item: Exclude<Value, { kind: 'nil' }> = first
    for (const key of keys) {
      if (item.kind === 'map') {
        if (key.kind === 'nil') return failed('value is nil; should be of type string')
        if (key.kind !== 'string') return failed(`value has type ${typeName(key)}; should be string`)
        // A missing key is no error here.
        const text: Bytes = item.value.get(key.value) ?? ''
        budget.spendBytes(text.length + key.value.length)
        item = { kind: 'string', value: text }
      } else if (item.kind === 'string') {
        const place = placeOf(key, item.value.length)
        if (typeof place === 'string') return failed(place)
        if (place === item.value.length) return failed('reflect: string index out of range')
        item = { kind: 'uint8', value: BigInt(item.value.charCodeAt(place)) }
      } else return failed(`can't index item of type ${typeName(item)}`)
    }
    return returned(item)
  },
}

export const slice: Builtin = {
  arity: 1,
  isVariadic: true,
  call([item = NIL, ...bounds]) {
    if (item.kind === 'nil') return failed('slice of untyped nil')
    if (bounds.length > 3) return failed(`too many slice indexes: ${bounds.length}`)
    if (item.kind !== 'string') return failed(`can't slice item of type ${typeName(item)}`)
    if (bounds.length === 3) return failed('cannot 3-index slice a string')
    return sliced(item.value, bounds)
  },
}

function sliced(text: Bytes, bounds: readonly Value[]): Returned {
  const places: number[] = []
  for (const bound of bounds) {
    const place = placeOf(bound, text.length)
    if (typeof place === 'string') return failed(place)
    places.push(place)
  }
  const [start = 0, end = text.length] = places
  if (start > end) return failed(`invalid slice index: ${start} > ${end}`)
  return returned(stringValue(text.slice(start, end)))
}

/** An index from 0 to a length, or the message why a value is none. */
function placeOf(value: Value, length: number): number | Bytes {
  if (value.kind === 'nil') return 'cannot index slice/array with nil'
  if (value.kind !== 'int' && value.kind !== 'uint8') {
    return `cannot index slice/array with type ${typeName(value)}`
  }
  if (value.value < 0n || value.value > BigInt(length)) return `index out of range: ${value.value}`
  return Number(value.value)
}
