import { isObject, type JsonObject, type KubeObject } from '@downsync/core'
import { withEncodedTexts, withNameLabel, withStructDefaults } from '../kinds/index.ts'
import type { Resource } from '../resources/index.ts'
import { done, type Outcome, refused } from '../status/index.ts'
import { decodeStruct, type StructType, structOf } from '../types/index.ts'
import { undecodable } from './undecodable.ts'

/** A built-in object as Go reads it; the members that it does not know are named. */
export type DecodedBuiltIn = Readonly<{ object: KubeObject; unknown: readonly string[] }>

/** Reads an object into the types of its kind. */
export function decodeBuiltIn(
  resource: Resource,
  struct: string,
  whole: JsonObject,
  form: 'as stored' | 'as written',
): Outcome<DecodedBuiltIn> {
  const type = structOf(struct)
  const decoded = decodeStruct(type, whole)
  if (!decoded.ok) return refused(undecodable(resource, decoded.message))
  const { unknown } = decoded
  if (form === 'as written') return done({ object: whole as KubeObject, unknown })
  const metadata = decoded.value['metadata']
  // Every structure of a kind has metadata.
  const object = { ...decoded.value, metadata: isObject(metadata) ? metadata : {} } as KubeObject
  return done({ object: inStoredForm(type, completed(struct, object)), unknown })
}

// What a kind holds in one place only, however it is written.
function completed(struct: string, object: KubeObject): KubeObject {
  switch (struct) {
    case 'core.Secret':
      return withEncodedTexts(object)
    case 'core.Namespace':
      return withNameLabel(object)
    default:
      return object
  }
}

/** The object with the defaults of its kind, in the form in which it is stored. */
export function inStoredForm(type: StructType, object: KubeObject): KubeObject {
  const filled = withStructDefaults(type, object) as KubeObject
  const { creationTimestamp, ...metadata } = filled.metadata
  return creationTimestamp === null ? { ...filled, metadata } : filled
}
