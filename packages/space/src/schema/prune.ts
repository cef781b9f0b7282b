import { isList, isObject, type Json, type JsonObject, objectOf } from '@downsync/core'
import { memberPath } from '../status/index.ts'
import { isFlagged, itemSchema, mapSchema, propertySchema, type Schema } from './structural.ts'

// What an object has besides its own fields, at the root and where another object is embedded.
const envelope = new Set(['apiVersion', 'kind', 'metadata'])

// Of ObjectMeta; those of the object itself are read before.
const metadataFields = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
])

/**
 * An object without the fields that its schema does not declare. Its envelope (apiVersion, kind, metadata) stays as
 * it is.
 * @param unknown receives the path of each field that is dropped
 */
export function pruneObject(schema: Schema, object: JsonObject, unknown: string[]): JsonObject {
  return pruneMembers(schema, object, '', true, unknown)
}

function prune(schema: Schema | undefined, value: Json, path: string, unknown: string[]): Json {
  if (schema === undefined) return value
  if (isList(value)) {
    const items = itemSchema(schema)
    return value.map((item, index) => prune(items, item, `${path}[${index}]`, unknown))
  }
  if (!isObject(value)) return value
  return pruneMembers(schema, value, path, isFlagged(schema, 'x-kubernetes-embedded-resource'), unknown)
}

function pruneMembers(
  schema: Schema,
  object: JsonObject,
  path: string,
  hasEnvelope: boolean,
  unknown: string[],
): JsonObject {
  const map = mapSchema(schema)
  const keepsUnknown = isFlagged(schema, 'x-kubernetes-preserve-unknown-fields') || map === true
  const kept: [string, Json][] = []
  for (const [key, value] of Object.entries(object)) {
    const at = memberPath(path, key)
    const declared = propertySchema(schema, key) ?? (map === true ? undefined : map)
    if (hasEnvelope && envelope.has(key))
      kept.push([key, key === 'metadata' && path !== '' ? embeddedMetadata(value, at, unknown) : value])
    else if (declared !== undefined) kept.push([key, prune(declared, value, at, unknown)])
    else if (keepsUnknown) kept.push([key, value])
    else unknown.push(at)
  }
  return objectOf(kept)
}

function embeddedMetadata(value: Json, path: string, unknown: string[]): Json {
  if (!isObject(value)) return value
  return objectOf(
    Object.entries(value).filter(([key]) => {
      const isKnown = metadataFields.has(key)
      if (!isKnown) unknown.push(memberPath(path, key))
      return isKnown
    }),
  )
}
