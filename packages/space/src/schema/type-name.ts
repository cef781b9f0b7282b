import { isList, isObject, type Json } from '@downsync/core'

/** What OpenAPI calls the type of a value. */
export function typeName(value: Json): string {
  if (value === null) return 'null'
  if (isList(value)) return 'array'
  if (isObject(value)) return 'object'
  if (typeof value === 'bigint') return 'integer'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number'
  return typeof value
}

/** A value as Go's `%#v` prints it: what Kubernetes shows of duplicate items. */
export function goSyntax(value: Json): string {
  if (value === null) return '<nil>'
  if (isList(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`
  if (isObject(value)) {
    const members = Object.keys(value)
      .sort()
      .map((key) => `${JSON.stringify(key)}:${goSyntax(value[key] ?? null)}`)
    return `map[string]interface {}{${members.join(', ')}}`
  }
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
