import { isList, isObject, type Json, type JsonObject, objectOf } from '@downsync/core'

type FieldType = 'string' | 'number' | 'texts' | 'strings' | 'objects'

const fields: Readonly<Record<string, FieldType>> = {
  name: 'string',
  generateName: 'string',
  namespace: 'string',
  selfLink: 'string',
  uid: 'string',
  resourceVersion: 'string',
  generation: 'number',
  creationTimestamp: 'string',
  deletionTimestamp: 'string',
  deletionGracePeriodSeconds: 'number',
  labels: 'texts',
  annotations: 'texts',
  ownerReferences: 'objects',
  finalizers: 'strings',
  managedFields: 'objects',
}

/** Metadata as ObjectMeta holds it, or the first field of a type that it cannot hold. */
export type MetadataRead =
  | Readonly<{ ok: true; metadata: JsonObject; unknown: readonly string[] }>
  | Readonly<{ ok: false; field: string; found: string; wanted: string }>

/** Reads metadata: null and empty members count as absent, unknown ones are dropped and named. */
export function readMetadata(value: Json | undefined): MetadataRead {
  if (value === undefined || value === null) return { ok: true, metadata: {}, unknown: [] }
  if (!isObject(value))
    return { ok: false, field: 'metadata', found: nameOfType(value), wanted: 'v1.ObjectMeta' }
  const kept: [string, Json][] = []
  const unknown: string[] = []
  for (const [key, member] of Object.entries(value)) {
    const type = Object.hasOwn(fields, key) ? fields[key] : undefined
    if (type === undefined) unknown.push(`metadata.${key}`)
    else if (member !== null) {
      const wrong = mismatch(type, member)
      if (wrong !== undefined) return { ok: false, field: `metadata.${key}`, ...wrong }
      if (!isEmpty(member)) kept.push([key, member])
    }
  }
  return { ok: true, metadata: objectOf(kept), unknown }
}

function mismatch(type: FieldType, value: Json): Readonly<{ found: string; wanted: string }> | undefined {
  switch (type) {
    case 'string':
      return typeof value === 'string' ? undefined : { found: nameOfType(value), wanted: 'string' }
    case 'number':
      return typeof value === 'number' || typeof value === 'bigint'
        ? undefined
        : { found: nameOfType(value), wanted: 'int64' }
    case 'texts': {
      if (!isObject(value)) return { found: nameOfType(value), wanted: 'map[string]string' }
      return wrongItem(Object.values(value), 'string')
    }
    case 'strings':
      return isList(value) ? wrongItem(value, 'string') : { found: nameOfType(value), wanted: '[]string' }
    case 'objects':
      return isList(value) ? wrongItem(value, 'object') : { found: nameOfType(value), wanted: '[]object' }
  }
}

function wrongItem(items: readonly Json[], wanted: 'string' | 'object') {
  const wrong = items.find((item) => nameOfType(item) !== wanted)
  return wrong === undefined ? undefined : { found: nameOfType(wrong), wanted }
}

// Of lists and maps: ObjectMeta leaves empty ones out. managedFields may be emptied on purpose.
function isEmpty(value: Json): boolean {
  if (value === '') return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

// As encoding/json calls it.
function nameOfType(value: Json): string {
  if (value === null) return 'null'
  if (isList(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  return typeof value === 'bigint' ? 'number' : typeof value
}
