import { canonicalJson, isObject, type Json, memberOf, objectOf } from '@downsync/core'
import type { FieldError } from '../status/index.ts'
import { itemSchema, listKeysOf, listTypeOf, propertySchema, type Schema } from './structural.ts'
import { goSyntax } from './type-name.ts'

/** What is wrong with a list that may hold nothing twice. */
export function listErrors(schema: Schema, list: readonly Json[], path: string): readonly FieldError[] {
  const type = listTypeOf(schema)
  if (type === 'atomic') return []
  const seen = new Set<string>()
  const errors: FieldError[] = []
  for (const [index, item] of list.entries()) {
    const identity = type === 'set' ? item : keyOfItem(schema, item)
    const text = canonicalJson(identity)
    if (seen.has(text))
      errors.push({
        path: `${path}[${index}]`,
        reason: 'FieldValueDuplicate',
        message: `Duplicate value: ${goSyntax(identity)}`,
      })
    seen.add(text)
  }
  return errors
}

/** The keys of an item of a list of type map, with their defaults: what it is merged by. */
export function keyOfItem(schema: Schema, item: Json): Json {
  if (!isObject(item)) return item
  const items = itemSchema(schema)
  return objectOf(
    listKeysOf(schema).flatMap((key): [string, Json][] => {
      const value =
        memberOf(item, key) ??
        memberOf(items === undefined ? undefined : propertySchema(items, key), 'default')
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
