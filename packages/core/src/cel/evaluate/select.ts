import { suggestion } from '../check/suggest.ts'
import { showDouble } from '../value/show-double.ts'
import { type CelList, type CelMap, type CelValue, FALSE, TRUE, typeNameOf } from '../value/value.ts'
import { type Failure, failure } from './failure.ts'
import type { Run } from './run.ts'

/** `value.key` and `value[key]`: an entry of a map or an element of a list. What is neither has no entries. */
export function memberAt(value: CelValue, key: CelValue, run: Run): CelValue | Failure {
  if (value.type === 'list') return elementAt(value, key)
  const found = value.type === 'map' ? value.find(key) : undefined
  return found ?? missingKey(value, key, run)
}

/** `has(value.key)`: null is a value too. */
export function hasField(value: CelValue, key: CelValue): CelValue | Failure {
  // A name is no index, which is a failure in cel-go too.
  if (value.type === 'list') return elementAt(value, key)
  return value.type === 'map' && value.find(key) !== undefined ? TRUE : FALSE
}

function elementAt(list: CelList, key: CelValue): CelValue | Failure {
  const index = indexOf(key)
  if (index === undefined)
    return failure('IndexInvalid', `a list has no ${shown(key)}; its elements have numbers from 0`)
  if (index >= 0 && index < list.size) return list.at(index)
  return failure('IndexInvalid', `there is no element ${index}: the list has ${list.size}`)
}

function indexOf(key: CelValue): number | undefined {
  if (key.type === 'int' || key.type === 'uint') return Number(key.value)
  return key.type === 'double' && Number.isInteger(key.value) ? key.value : undefined
}

/** Maps of more keys are not searched for what may have been meant. */
const MOST_NAMES = 50

function missingKey(value: CelValue, key: CelValue, run: Run): Failure {
  if (value.type !== 'map')
    return failure('KeyMissing', `a value of type ${typeNameOf(value)} has no ${shown(key)}`)
  return failure('KeyMissing', `there is no ${shown(key)}${hintFor(value, key, run)}`)
}

function hintFor(map: CelMap, key: CelValue, run: Run): string {
  if (key.type !== 'string' || key.value.length > MOST_NAMES || map.size > MOST_NAMES) return ''
  const names = map.keys().flatMap((name) => (name.type === 'string' ? [name.value] : []))
  return run.spend(names.length * 4) ? suggestion(key.value, names) : ''
}

function shown(key: CelValue): string {
  switch (key.type) {
    case 'string':
      return `key '${key.value.length > 60 ? `${key.value.slice(0, 60)}…` : key.value}'`
    case 'int':
    case 'uint':
    case 'bool':
      return `key ${key.value}`
    case 'double':
      return `key ${showDouble(key.value)}`
    default:
      return `key of type ${typeNameOf(key)}`
  }
}
