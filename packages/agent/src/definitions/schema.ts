import type { Json, JsonObject } from '@downsync/core'

/** A node of a structural schema, as it stands in a CustomResourceDefinition. */
export type Schema = JsonObject

/** A string; `more` of OpenAPI narrows it. */
export function text(description: string, more: JsonObject = {}): Schema {
  return { description, type: 'string', ...more }
}

/** One of these strings; `otherwise` where it is left out. */
export function choice(description: string, values: readonly string[], otherwise?: string): Schema {
  return text(description, { enum: values, ...(otherwise === undefined ? {} : { default: otherwise }) })
}

/** A time as RFC 3339 writes it. */
export function time(description: string, more: JsonObject = {}): Schema {
  return text(description, { format: 'date-time', ...more })
}

export function flag(description: string): Schema {
  return { description, type: 'boolean' }
}

export function integer(description: string, format: 'int32' | 'int64', more: JsonObject = {}): Schema {
  return { description, type: 'integer', format, ...more }
}

/** An object with these fields and no others; the names in `required` must be there. */
export function record(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  required: readonly string[] = [],
  more: JsonObject = {},
): Schema {
  const needs = required.length === 0 ? {} : { required }
  return { description, type: 'object', ...needs, properties, ...more }
}

/** A list that is replaced as a whole. */
export function list(description: string, items: Schema, more: JsonObject = {}): Schema {
  return { description, type: 'array', items, ...more }
}

/** A list in which each value of the field `key` stands once. */
export function keyedList(description: string, key: string, items: Schema): Schema {
  return list(description, items, { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': [key] })
}

/** A map from names to values of one form. */
export function map(description: string, additionalProperties: Json): Schema {
  return { description, type: 'object', additionalProperties }
}
