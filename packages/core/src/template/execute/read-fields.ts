import type { Bytes } from '../text/bytes.ts'
import { quoteString } from '../text/quote.ts'
import { stringValue, typeName, type Value } from '../value/value.ts'
import { type Execution, failHere, type Here } from './run.ts'

/**
 * The field of a field of a value; only the data has fields, its keys.
 * @param hasArguments whether arguments follow, which no field takes
 */
export function* readFields(
  here: Here,
  value: Value,
  names: readonly Bytes[],
  hasArguments: boolean,
): Execution<Value> {
  let found = value
  for (const [index, name] of names.entries()) {
    found = yield* readField(here, found, name, hasArguments && index === names.length - 1)
  }
  return found
}

function* readField(here: Here, value: Value, name: Bytes, hasArguments: boolean): Execution<Value> {
  if (value.kind === 'nil') return yield* failHere(here, `nil data; no entry for key ${quoteString(name)}`)
  if (value.kind !== 'map') {
    return yield* failHere(here, `can't evaluate field ${name} in type ${typeName(value)}`)
  }
  if (hasArguments) return yield* failHere(here, `${name} is not a method but has arguments`)
  const text = value.value.get(name)
  if (text === undefined) return yield* failHere(here, `map has no entry for key ${quoteString(name)}`)
  here.run.budget.spendBytes(text.length)
  return stringValue(text)
}
