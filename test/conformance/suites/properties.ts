import {
  isKubeObject,
  type JsonObject,
  memberOf,
  objectOf,
  propertiesOf,
  stringAt,
  withMember,
} from '@downsync/core'
import { differenceOf, type Suite } from '../suite.ts'

/** CUS-2: the properties of a WEC, from its ConfigMap, its ManagedCluster and its name. */
export const properties: Suite = { file: 'properties', check, alter }

function check(vector: JsonObject): string | undefined {
  const found = propertiesOf({
    wec: stringAt(vector, 'cluster') ?? '',
    inventoryObject: typed(vector, 'inventory', 'cluster.open-cluster-management.io/v1', 'ManagedCluster'),
    configMap: typed(vector, 'configMap', 'v1', 'ConfigMap'),
  })
  return differenceOf('properties', memberOf(vector, 'properties'), objectOf([...found].map(shown)))
}

// The vectors show as text what is no UTF-8.
function shown([key, value]: readonly [string, string | Uint8Array]): readonly [string, string] {
  return [key, typeof value === 'string' ? value : new TextDecoder().decode(value)]
}

// The vectors leave out what Go's types say by themselves.
function typed(vector: JsonObject, key: string, apiVersion: string, kind: string) {
  const value = memberOf(vector, key)
  if (value === undefined || value === null) return undefined
  const object = { ...(value as JsonObject), apiVersion, kind }
  if (!isKubeObject(object)) throw new Error(`${key} is no Kubernetes object`)
  return object
}

function alter(vector: JsonObject): JsonObject {
  const expected = memberOf(vector, 'properties') as JsonObject
  return { ...vector, properties: withMember(expected, 'clusterName', 'altered') }
}
