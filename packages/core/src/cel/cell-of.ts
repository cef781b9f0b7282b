import { type Json, objectOf } from '../kube/index.ts'
import { durationJson } from './time/duration.ts'
import { showTimestamp } from './time/show-timestamp.ts'
import { base64Of } from './value/bytes.ts'
import { showDouble } from './value/show-double.ts'
import type { CelValue } from './value/value.ts'

/** A cell of a table as CombinedStatus stores it (COL-8): `float` is the JSON name of a number, which is written as text. */
export type Cell =
  | Readonly<{ type: 'String'; string: string }>
  | Readonly<{ type: 'Number'; float: string }>
  | Readonly<{ type: 'Bool'; bool: boolean }>
  | Readonly<{ type: 'Null' }>
  | Readonly<{ type: 'Object'; object: Json }>
  | Readonly<{ type: 'Array'; array: Json }>

/** Parts of a value that a cell may have: one that shares its parts can be far larger written out. */
const MAX_PARTS = 100_000
const MAX_DEPTH = 500

/** The cell of a value; undefined for a list or map that is too large, or too deep, to be written out (COL-12). */
export function cellOf(value: CelValue): Cell | undefined {
  switch (value.type) {
    case 'null':
      return { type: 'Null' }
    case 'bool':
      return { type: 'Bool', bool: value.value }
    case 'int':
    case 'uint':
      return { type: 'Number', float: String(value.value) }
    case 'double':
      return { type: 'Number', float: showDouble(value.value) }
    case 'list': {
      const array = jsonOf(value)
      return array === undefined ? undefined : { type: 'Array', array }
    }
    case 'map': {
      const object = jsonOf(value)
      return object === undefined ? undefined : { type: 'Object', object }
    }
    default:
      return { type: 'String', string: textOf(value) }
  }
}

/** A value as JSON; what JSON has no numbers for (NaN, infinities) is text. Undefined for one that is too large. */
export function jsonOf(value: CelValue): Json | undefined {
  let left = MAX_PARTS
  const json = written(value, 0)
  return left < 0 ? undefined : json

  function written(part: CelValue, depth: number): Json {
    left--
    if (depth > MAX_DEPTH) left = -1
    if (left < 0) return null
    switch (part.type) {
      case 'null':
        return null
      case 'bool':
        return part.value
      case 'int':
      case 'uint':
        return numberOf(part.value)
      case 'double':
        return Number.isFinite(part.value) ? part.value : showDouble(part.value)
      case 'list': {
        const items: Json[] = []
        for (let index = 0; index < part.size && left >= 0; index++)
          items.push(written(part.at(index), depth + 1))
        return items
      }
      case 'map': {
        const entries: (readonly [string, Json])[] = []
        for (const key of part.keys()) {
          const member = part.find(key)
          if (left < 0 || member === undefined) continue
          entries.push([textOf(key), written(member, depth + 1)])
        }
        return objectOf(entries)
      }
      default:
        return textOf(part)
    }
  }
}

function numberOf(value: bigint): number | bigint {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** What is no collection as text; of a collection its type. */
function textOf(value: CelValue): string {
  switch (value.type) {
    case 'string':
      return value.value
    case 'bool':
    case 'int':
    case 'uint':
      return String(value.value)
    case 'double':
      return showDouble(value.value)
    case 'bytes':
      return base64Of(value.value)
    case 'timestamp':
      return showTimestamp(value)
    case 'duration':
      return durationJson(value.nanos)
    case 'type':
      return value.name
    default:
      return value.type
  }
}
