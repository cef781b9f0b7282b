import { type Json, type JsonObject, memberOf, objectOf } from '@downsync/core'
import type { Resource } from '../resources/index.ts'
import {
  isFlagged,
  itemSchema,
  keyOfItem,
  listTypeOf,
  memberSchema,
  propertySchema,
  type Schema,
} from '../schema/index.ts'
import { type FieldType, type StructType, structOf } from '../types/index.ts'

/** How the content at a place is divided among its owners. */
export type Shape = Readonly<{
  /** An object that has one owner as a whole. */
  isAtomic: boolean
  /** Whether a member is a field of a structure, not an entry of a map. */
  isField(key: string): boolean
  /** Whether a member counts as there even when it is not: a structure that Go always writes. */
  isAlwaysThere(key: string): boolean
  member(key: string): Shape
  list: 'atomic' | 'set' | 'map'
  item: Shape
  /** What identifies an item of a list of type map. */
  keyOf(item: Json): Json
}>

/** The shape of the objects of a resource. */
export function shapeOf(resource: Resource): Shape {
  if (resource.struct !== undefined) return structShape(structOf(resource.struct), false)
  const content = resource.schema === undefined ? anything : schemaShape(resource.schema)
  return {
    ...content,
    isField: () => true,
    isAlwaysThere: (key) => key === 'metadata' || content.isAlwaysThere(key),
    member: (key) => (key === 'metadata' ? metadataShape() : content.member(key)),
  }
}

function metadataShape(): Shape {
  return structShape(structOf('meta.ObjectMeta'), false)
}

const anything: Shape = {
  isAtomic: false,
  isField: () => false,
  isAlwaysThere: () => false,
  member: () => anything,
  list: 'atomic',
  get item() {
    return anything
  },
  keyOf: (item) => item,
}

function schemaShape(schema: Schema | undefined): Shape {
  if (schema === undefined) return anything
  return {
    isAtomic: memberOf(schema, 'x-kubernetes-map-type') === 'atomic',
    isField: (key) => propertySchema(schema, key) !== undefined || isEnvelope(schema, key),
    isAlwaysThere: () => false,
    member: (key) => schemaShape(memberSchema(schema, key)),
    list: listTypeOf(schema),
    get item() {
      return schemaShape(itemSchema(schema))
    },
    keyOf: (item) => keyOfItem(schema, item),
  }
}

function isEnvelope(schema: Schema, key: string): boolean {
  return (
    isFlagged(schema, 'x-kubernetes-embedded-resource') &&
    (key === 'apiVersion' || key === 'kind' || key === 'metadata')
  )
}

/** The shape of a structure of a built-in kind. */
function structShape(struct: StructType, isGranular: boolean): Shape {
  return {
    ...anything,
    isAtomic: struct.isAtomic && !isGranular,
    isField: () => true,
    member(key) {
      const field = struct.fields.get(key)
      return field === undefined ? anything : typeShape(field.type)
    },
  }
}

function typeShape(type: FieldType): Shape {
  switch (type.kind) {
    case 'scalar':
      return anything
    case 'pointer':
      return typeShape(type.to)
    case 'struct':
      return structShape(structOf(type.name), type.isGranular)
    case 'map':
      return { ...anything, isAtomic: type.isAtomic, member: () => typeShape(type.of) }
    case 'list': {
      const { of, byApply } = type
      return {
        ...anything,
        list: byApply.kind === 'keys' ? 'map' : byApply.kind,
        get item() {
          return typeShape(of)
        },
        keyOf: (item) => (byApply.kind === 'keys' ? keyOf(item, byApply.keys) : item),
      }
    }
  }
}

function keyOf(item: Json, keys: readonly string[]): JsonObject {
  return objectOf(
    keys.flatMap((key): [string, Json][] => {
      // The one key that has a default.
      const value = memberOf(item, key) ?? (key === 'protocol' ? 'TCP' : undefined)
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
