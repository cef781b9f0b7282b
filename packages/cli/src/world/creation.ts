import {
  type Action,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  objectOf,
  type Ref,
  withMember,
} from '@downsync/core'

/** What only a server writes: a creation passes over it, but what was read from a server has it. */
export const SERVER_FIELDS: readonly string[] = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]

/** The creation of an object as a user would ask for it, with the defaults that a server sets. */
export function creationOf(ref: Ref, given: KubeObject): Action {
  const metadata = SERVER_FIELDS.reduce((made, field) => withMember(made, field, undefined), given.metadata)
  const isNamespace = given.kind === 'Namespace' && given.apiVersion === 'v1'
  const labelled = isNamespace ? withMember(metadata, 'labels', namespaceLabels(given)) : metadata
  const object = withData({ ...given, metadata: labelled })
  return { kind: 'create', ref, object, why: { rule: 'given', from: ref }, after: [], intent: '' }
}

function namespaceLabels(object: KubeObject): JsonObject {
  return withMember(labelsOf(object), 'kubernetes.io/metadata.name', nameOf(object))
}

// A server keeps `stringData` of a Secret as `data`.
function withData(object: KubeObject): KubeObject {
  const texts = memberOf(object, 'stringData')
  if (object.kind !== 'Secret' || object.apiVersion !== 'v1' || !isObject(texts)) return object
  const data = memberOf(object, 'data')
  const encoded = Object.entries(texts).flatMap(([key, text]): (readonly [string, Json])[] =>
    typeof text === 'string' ? [[key, Buffer.from(text).toString('base64')]] : [],
  )
  const merged = objectOf([...Object.entries(isObject(data) ? data : {}), ...encoded])
  // Neither apiVersion, kind nor metadata is touched.
  return withMember(withMember(object, 'stringData', undefined), 'data', merged) as KubeObject
}
