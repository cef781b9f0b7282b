import {
  canonicalJson,
  equalJson,
  hashText,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  objectOf,
  onceForEach,
  withMember,
} from '@downsync/core'
import { given, objectAt, ownerReferenceTo } from './object.ts'
import type { Resource } from './resources.ts'

export const POD_TEMPLATE_HASH = 'pod-template-hash'
const HASH_DIGITS = 10

/** A short name for a template; `collisions` gives another one where the first is taken (`status.collisionCount`). */
export function hashOfTemplate(template: JsonObject, collisions: number | undefined): string {
  return hashText(
    `${canonicalJson(settledTemplate(template))}${collisions === undefined ? '' : String(collisions)}`,
    HASH_DIGITS,
  )
}

/** Whether two templates make the same Pods: empty lists and nulls say nothing, nor does the label with the hash. */
export function sameTemplate(a: JsonObject, b: JsonObject): boolean {
  return equalJson(withoutHash(settledTemplate(a)), withoutHash(settledTemplate(b)))
}

function withoutHash(template: JsonObject): JsonObject {
  const labels = objectAt(template, 'metadata', 'labels')
  const rest = withMember(labels, POD_TEMPLATE_HASH, undefined)
  const metadata = objectAt(template, 'metadata')
  const bare = withMember(metadata, 'labels', Object.keys(rest).length === 0 ? undefined : rest)
  return withMember(template, 'metadata', bare)
}

/** A template as API servers keep it: neither nulls nor empty lists. */
export const settledTemplate = onceForEach((template: JsonObject): JsonObject => {
  const settled = withoutEmpty(template)
  return isObject(settled) ? settled : {}
})

function withoutEmpty(value: Json): Json {
  if (isList(value)) return value.map(withoutEmpty)
  if (!isObject(value)) return value
  return objectOf(
    Object.entries(value)
      .filter(([, member]) => member !== null && !(isList(member) && member.length === 0))
      .map(([key, member]) => [key, withoutEmpty(member)] as const),
  )
}

/** What a Pod has that is not in the template. */
export type PodDetails = Readonly<{
  /** Default: one that the server makes of the owner's. */
  name?: string
  generateName?: string
  labels?: JsonObject
  annotations?: JsonObject
  finalizers?: readonly string[]
  /** Members of the spec that differ. */
  spec?: JsonObject
}>

/** A Pod as a template has it, controlled by its owner. */
export function podOf(
  owner: Readonly<{ object: KubeObject; resource: Resource }>,
  template: JsonObject,
  details: PodDetails = {},
): KubeObject {
  const metadata = objectAt(template, 'metadata')
  const labels = { ...objectAt(metadata, 'labels'), ...details.labels }
  const annotations = { ...objectAt(metadata, 'annotations'), ...details.annotations }
  const finalizers = [...new Set([...listAt(metadata, 'finalizers'), ...(details.finalizers ?? [])])]
  const named =
    details.name === undefined
      ? { generateName: details.generateName ?? `${nameOf(owner.object)}-` }
      : { name: details.name }
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: given({
      ...named,
      namespace: namespaceOf(owner.object),
      labels: Object.keys(labels).length === 0 ? undefined : labels,
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
      finalizers: finalizers.length === 0 ? undefined : finalizers,
      ownerReferences: [ownerReferenceTo(owner.object, owner.resource)],
    }),
    spec: { ...objectAt(template, 'spec'), ...details.spec },
  }
}

/** The template in `spec.template`; undefined where that is no object. */
export function templateOf(object: KubeObject): JsonObject | undefined {
  const template = memberOf(objectAt(object, 'spec'), 'template')
  return isObject(template) ? template : undefined
}
