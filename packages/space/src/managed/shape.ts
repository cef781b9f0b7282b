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
  const content = resource.schema === undefined ? namedShape('') : schemaShape(resource.schema)
  return {
    ...content,
    isField: () => true,
    isAlwaysThere: (key) => key === 'metadata' || content.isAlwaysThere(key),
    member: (key) => (key === 'metadata' ? namedShape('metadata') : content.member(key)),
  }
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

// Built-in kinds have no schema here. What their lists are merged by goes by the names of fields, which mean the same
// wherever they occur.
const listKeys: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  ephemeralContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  volumeMounts: ['mountPath'],
  volumeDevices: ['devicePath'],
  imagePullSecrets: ['name'],
  hostAliases: ['ip'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  secrets: ['name'],
  addresses: ['type'],
  resourceClaims: ['name'],
}
const sets = new Set(['finalizers', 'accessModes', 'loadBalancerSourceRanges', 'podCIDRs'])
const maps = new Set([
  'labels',
  'annotations',
  'data',
  'binaryData',
  'stringData',
  'limits',
  'requests',
  'capacity',
  'allocatable',
  'hard',
  'used',
  'parameters',
])
const atomicMaps = new Set([
  'selector',
  'nodeSelector',
  'matchLabels',
  'labelSelector',
  'podSelector',
  'namespaceSelector',
])
const atomicReferences = new Set([
  'roleRef',
  'scaleTargetRef',
  'secretRef',
  'configMapKeyRef',
  'secretKeyRef',
  'fieldRef',
])
const structures = new Set([
  'metadata',
  'spec',
  'status',
  'template',
  'jobTemplate',
  'strategy',
  'updateStrategy',
  'containers',
  'names',
])

function namedShape(name: string): Shape {
  const keys =
    name === 'ports' ? ['containerPort'] : Object.hasOwn(listKeys, name) ? listKeys[name] : undefined
  return {
    isAtomic: atomicMaps.has(name) || atomicReferences.has(name),
    isField: () => !maps.has(name),
    isAlwaysThere: (key) => structures.has(key),
    member: (key) => (maps.has(name) ? anything : namedShape(key)),
    list: sets.has(name) ? 'set' : keys === undefined ? 'atomic' : 'map',
    get item() {
      return namedShape(`${name}[]`)
    },
    keyOf: (item) => (name === 'ports' ? portKey(item) : keyOf(item, keys ?? [])),
  }
}

// Ports of containers are told apart by containerPort and protocol, those of Services by port and protocol.
function portKey(item: Json): JsonObject {
  const number = memberOf(item, 'containerPort') === undefined ? 'port' : 'containerPort'
  return { ...keyOf(item, [number]), protocol: memberOf(item, 'protocol') ?? 'TCP' }
}

function keyOf(item: Json, keys: readonly string[]): JsonObject {
  return objectOf(
    keys.flatMap((key): [string, Json][] => {
      const value = memberOf(item, key)
      return value === undefined ? [] : [[key, value]]
    }),
  )
}
