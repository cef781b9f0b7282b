import {
  canonicalJson,
  equalJson,
  finalizersOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  withMember,
} from '@downsync/core'
import { type FieldError, invalidAs, invalidValue } from '../status/index.ts'

/** A member that is an object; an empty one where it is none. */
export function objectAt(value: Json | undefined, ...path: readonly string[]): JsonObject {
  const found = path.reduce<Json | undefined>((at, key) => memberOf(at, key), value)
  return isObject(found) ? found : {}
}

/** A member that is a number; 0 where it is none. */
export function numberAt(value: Json | undefined, ...path: readonly string[]): number {
  const found = path.reduce<Json | undefined>((at, key) => memberOf(at, key), value)
  return typeof found === 'number' || typeof found === 'bigint' ? Number(found) : 0
}

/** The object with another spec. */
export function withSpec(object: KubeObject, spec: JsonObject): KubeObject {
  return { ...object, spec }
}

/** The object with some members of its status set. */
export function withStatus(object: KubeObject, status: JsonObject): KubeObject {
  return { ...object, status: { ...objectAt(object, 'status'), ...status } }
}

/** The object with one more finalizer. */
export function withFinalizer(object: KubeObject, finalizer: string): KubeObject {
  const finalizers = finalizersOf(object)
  if (finalizers.includes(finalizer)) return object
  return { ...object, metadata: withMember(object.metadata, 'finalizers', [...finalizers, finalizer]) }
}

export function nonNegativeErrors(
  value: Json | undefined,
  path: string,
  ...fields: readonly string[]
): readonly FieldError[] {
  return fields.flatMap((field) => {
    const number = memberOf(value, field)
    return typeof number === 'number' && number < 0
      ? [invalidValue(`${path}.${field}`, number, 'must be greater than or equal to 0')]
      : []
  })
}

export function immutableError(
  value: Json | undefined,
  before: Json | undefined,
  path: string,
  shownAs: (value: Json | undefined) => string = goShown,
): readonly FieldError[] {
  return equalJson(value ?? null, before ?? null)
    ? []
    : [invalidAs(path, shownAs(value), 'field is immutable')]
}

/** A value as a message shows it. */
export function goShown(value: Json | undefined): string {
  return value === undefined || value === null ? '"null"' : canonicalJson(value)
}

/** `map[string]string{"a":"b"}`. */
export function goStringMap(value: Json | undefined): string {
  if (!isObject(value)) return 'map[string]string(nil)'
  const entries = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${JSON.stringify(memberOf(value, key))}`)
  return `map[string]string{${entries.join(', ')}}`
}
