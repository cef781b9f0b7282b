import { isObject, type Json, type JsonObject, listAt, memberOf, stringAt } from '@downsync/core'

/** A structural schema as it stands in a CustomResourceDefinition: raw JSON, read where it is needed. */
export type Schema = JsonObject

/** The schema of a named property; undefined where it is not declared. */
export function propertySchema(schema: Schema, key: string): Schema | undefined {
  return asSchema(memberOf(memberOf(schema, 'properties'), key))
}

/** The declared properties, in the order of the schema. */
export function propertiesOf(schema: Schema): readonly (readonly [string, Schema])[] {
  const properties = memberOf(schema, 'properties')
  if (!isObject(properties)) return []
  return Object.entries(properties).flatMap(([key, value]) =>
    isObject(value) ? [[key, value] as const] : [],
  )
}

/** The schema of all values of a map; `true` where they may be anything; undefined where there is no map. */
export function mapSchema(schema: Schema): Schema | true | undefined {
  const additional = memberOf(schema, 'additionalProperties')
  return additional === true ? true : asSchema(additional)
}

export function itemSchema(schema: Schema): Schema | undefined {
  return asSchema(memberOf(schema, 'items'))
}

/** A member of an object: by its own schema, or by that of the map. */
export function memberSchema(schema: Schema, key: string): Schema | undefined {
  const declared = propertySchema(schema, key)
  if (declared !== undefined) return declared
  const map = mapSchema(schema)
  return map === true ? undefined : map
}

export function isFlagged(
  schema: Schema,
  flag:
    | 'x-kubernetes-preserve-unknown-fields'
    | 'x-kubernetes-embedded-resource'
    | 'x-kubernetes-int-or-string'
    | 'nullable',
): boolean {
  return memberOf(schema, flag) === true
}

export function listTypeOf(schema: Schema): 'atomic' | 'set' | 'map' {
  const type = stringAt(schema, 'x-kubernetes-list-type')
  return type === 'set' || type === 'map' ? type : 'atomic'
}

export function asSchema(value: Json | undefined): Schema | undefined {
  return isObject(value) ? value : undefined
}

/** The names of the keys that identify the items of a list of type map. */
export function listKeysOf(schema: Schema): readonly string[] {
  return listAt(schema, 'x-kubernetes-list-map-keys').filter((key): key is string => typeof key === 'string')
}
