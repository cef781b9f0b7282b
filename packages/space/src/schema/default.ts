import { isList, isObject, type Json, type JsonObject, memberOf, objectOf } from '@downsync/core'
import {
  isFlagged,
  itemSchema,
  memberSchema,
  propertiesOf,
  propertySchema,
  type Schema,
} from './structural.ts'

/**
 * An object with the defaults of its schema. A null where none is allowed is as good as nothing there: it becomes the
 * default, or goes.
 */
export function withDefaults(schema: Schema, object: JsonObject): JsonObject {
  return defaultMembers(schema, object)
}

function defaulted(schema: Schema | undefined, value: Json): Json {
  if (schema === undefined) return value
  if (isList(value)) {
    const items = itemSchema(schema)
    return items === undefined ? value : value.map((item) => defaulted(items, item))
  }
  return isObject(value) ? defaultMembers(schema, value) : value
}

function defaultMembers(schema: Schema, object: JsonObject): JsonObject {
  const members: [string, Json][] = []
  for (const [key, value] of Object.entries(object)) {
    const declared = propertySchema(schema, key)
    if (declared !== undefined && value === null && !isFlagged(declared, 'nullable')) continue
    members.push([key, defaulted(memberSchema(schema, key), value)])
  }
  const present = new Set(members.map(([key]) => key))
  for (const [key, declared] of propertiesOf(schema)) {
    const value = memberOf(declared, 'default')
    if (value !== undefined && !present.has(key)) members.push([key, defaulted(declared, value)])
  }
  return objectOf(members)
}
