import { isList, isObject, type Json, type JsonObject, objectOf } from '@downsync/core'
import { type FieldType, type StructType, structOf } from '../types/index.ts'
import { defaultRules } from './default-rules.ts'
import { defaultsTable } from './defaults-table.ts'

/** A structure with what its author left out, all the way down. */
export function withStructDefaults(struct: StructType, value: JsonObject): JsonObject {
  const defaults = Object.hasOwn(defaultsTable, struct.name) ? defaultsTable[struct.name] : undefined
  const rule = Object.hasOwn(defaultRules, struct.name) ? defaultRules[struct.name] : undefined
  const ruled = rule === undefined ? value : rule(value)
  const filled = defaults === undefined ? ruled : withDefaultsFor(ruled, defaults)
  return objectOf(
    Object.entries(filled).map(([key, member]): [string, Json] => {
      const field = struct.fields.get(key)
      return [key, field === undefined ? member : withDefaultsOf(field.type, member)]
    }),
  )
}

function withDefaultsOf(type: FieldType, value: Json): Json {
  switch (type.kind) {
    case 'scalar':
      return value
    case 'pointer':
      return withDefaultsOf(type.to, value)
    case 'list':
      return isList(value) ? value.map((item) => withDefaultsOf(type.of, item)) : value
    case 'map':
      return isObject(value)
        ? objectOf(
            Object.entries(value).map(([key, item]): [string, Json] => [key, withDefaultsOf(type.of, item)]),
          )
        : value
    case 'struct':
      return isObject(value) ? withStructDefaults(structOf(type.name), value) : value
  }
}

// A text that is always written is there even where nothing was said.
function withDefaultsFor(value: JsonObject, defaults: JsonObject): JsonObject {
  const said = Object.entries(value).filter(([key, member]) => member !== '' || !Object.hasOwn(defaults, key))
  return { ...defaults, ...objectOf(said) }
}
