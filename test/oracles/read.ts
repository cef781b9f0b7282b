import { isList, isObject, type Json, type JsonObject, memberOf, stringAt, valueAt } from '@downsync/core'

/** A whole number at a path; `otherwise` where there is none. */
export function intAt(object: Json | undefined, otherwise: number, ...path: readonly string[]): number {
  const found = valueAt(object, ...path)
  return typeof found === 'number' && Number.isInteger(found) ? found : otherwise
}

/** A string at a path; empty where there is none. */
export function textAt(object: Json | undefined, ...path: readonly string[]): string {
  return stringAt(object, ...path) ?? ''
}

/** The entries of `.status.conditions`, whatever is in them. */
export function conditionsIn(object: JsonObject): readonly Json[] {
  const found = valueAt(object, 'status', 'conditions')
  return isList(found) ? found : []
}

export function typeOf(condition: Json): string {
  return textAt(condition, 'type')
}

export function isTrue(condition: Json): boolean {
  return memberOf(condition, 'status') === 'True'
}

/** The first condition of a type, as Go's helpers look it up. */
export function firstOf(object: JsonObject, type: string): Json | undefined {
  return conditionsIn(object).find((condition) => typeOf(condition) === type)
}

export function isDeleted(object: JsonObject): boolean {
  return textAt(object, 'metadata', 'deletionTimestamp') !== ''
}

/** `group/Kind`, as health rules are looked up. */
export function groupKindOf(object: JsonObject): string {
  const version = textAt(object, 'apiVersion')
  const slash = version.indexOf('/')
  return `${slash < 0 ? '' : version.slice(0, slash)}/${textAt(object, 'kind')}`
}

export function specOf(object: JsonObject): JsonObject {
  const spec = memberOf(object, 'spec')
  return isObject(spec) ? spec : {}
}

export function statusOf(object: JsonObject): JsonObject {
  const status = memberOf(object, 'status')
  return isObject(status) ? status : {}
}
