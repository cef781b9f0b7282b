import { isList, isObject, type Json, type JsonObject, objectOf } from '@downsync/core'
import { goTypeOf, isEmptyScalar, readScalar, zeroOf } from './scalar.ts'
import type { FieldType, StructType } from './struct-type.ts'
import { structOf } from './structs.ts'

/** JSON as it is once Go has read it into its types and written it again; or why it cannot be read. */
export type Decoded =
  | Readonly<{ ok: true; value: JsonObject; unknown: readonly string[] }>
  | Readonly<{ ok: false; message: string }>

/**
 * Reads an object into a structure: members get the form in which Go writes them (empty ones left out, null where a list
 * must be, quantities canonical), unknown ones are dropped and named.
 */
export function decodeStruct(struct: StructType, object: JsonObject): Decoded {
  const reading: Reading = { unknown: [], fault: undefined }
  const value = readStruct(reading, struct, object, [], '')
  if (reading.fault !== undefined) return { ok: false, message: reading.fault }
  return { ok: true, value, unknown: reading.unknown.sort() }
}

/** The form of a structure in which nothing is set. */
export function emptyStruct(struct: StructType): JsonObject {
  return readStruct({ unknown: [], fault: undefined }, struct, {}, [], '')
}

type Reading = { unknown: string[]; fault: string | undefined }
/** The structure that a field is of, and the names of the fields down to it: what Go tells of a mismatch. */
type Place = Readonly<{ struct: string; fields: readonly string[]; path: string }>

function readStruct(
  reading: Reading,
  struct: StructType,
  object: JsonObject,
  fields: readonly string[],
  path: string,
): JsonObject {
  for (const key of Object.keys(object))
    if (!struct.fields.has(key)) reading.unknown.push(path === '' ? key : `${path}.${key}`)
  const members: [string, Json][] = []
  for (const [name, field] of struct.fields) {
    const place = {
      struct: struct.name.slice(struct.name.indexOf('.') + 1),
      fields: [...fields, name],
      path: path === '' ? name : `${path}.${name}`,
    }
    const given = Object.hasOwn(object, name) ? (object[name] ?? null) : null
    const value = read(reading, field.type, given, place)
    if (value === undefined) {
      if (!field.isOmitted) members.push([name, null])
    } else if (!field.isOmitted || !isEmpty(field.type, value)) members.push([name, value])
  }
  return objectOf(members)
}

// Undefined is what is nil to Go.
function read(reading: Reading, type: FieldType, value: Json, place: Place): Json | undefined {
  switch (type.kind) {
    case 'pointer':
      return value === null ? undefined : read(reading, type.to, value, place)
    case 'scalar': {
      if (value === null) return type.name === 'any' ? undefined : zeroOf(type.name)
      const scalar = readScalar(type.name, value)
      if (scalar.kind === 'value') return scalar.value
      if (scalar.kind === 'failure') reading.fault ??= scalar.message
      else mismatch(reading, type, scalar.found, place)
      return undefined
    }
    case 'list': {
      if (value === null) return undefined
      if (!isList(value)) return mismatch(reading, type, goTypeOf(value), place)
      const items = value.map(
        (item, index) => read(reading, type.of, item, { ...place, path: `${place.path}[${index}]` }) ?? null,
      )
      return items.length === 0 ? undefined : items
    }
    case 'map': {
      if (value === null) return undefined
      if (!isObject(value)) return mismatch(reading, type, goTypeOf(value), place)
      const entries = Object.entries(value).map(([key, item]): [string, Json] => [
        key,
        read(reading, type.of, item, { ...place, path: `${place.path}.${key}` }) ?? null,
      ])
      return entries.length === 0 ? undefined : objectOf(entries)
    }
    case 'struct':
      if (value !== null && !isObject(value)) return mismatch(reading, type, goTypeOf(value), place)
      return readStruct(reading, structOf(type.name), value ?? {}, place.fields, place.path)
  }
}

function mismatch(reading: Reading, type: FieldType, found: string, place: Place): undefined {
  reading.fault ??= `json: cannot unmarshal ${found} into Go struct field ${place.struct}.${place.fields.join('.')} of type ${goName(type)}`
  return undefined
}

function isEmpty(type: FieldType, value: Json): boolean {
  return type.kind === 'scalar' && isEmptyScalar(type.name, value)
}

const goScalars: Readonly<Record<string, string>> = {
  bytes: '[]uint8',
  any: 'interface {}',
  intOrString: 'intstr.IntOrString',
  quantity: 'resource.Quantity',
  time: 'v1.Time',
  microtime: 'v1.MicroTime',
}

function goName(type: FieldType): string {
  switch (type.kind) {
    case 'pointer':
      return goName(type.to)
    case 'scalar':
      return goScalars[type.name] ?? type.name
    case 'list':
      return `[]${goName(type.of)}`
    case 'map':
      return `map[string]${goName(type.of)}`
    case 'struct':
      return `v${type.name.startsWith('autoscaling.') ? 2 : 1}.${type.name.slice(type.name.indexOf('.') + 1)}`
  }
}
