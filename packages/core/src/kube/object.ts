import { isObject, type Json, type JsonObject, listAt, memberOf, stringAt } from './json.ts'

/** A Kubernetes object as raw JSON: readonly all the way down, never a class instance. */
export type KubeObject = JsonObject & Readonly<{ apiVersion: string; kind: string; metadata: JsonObject }>

/** Whether a JSON value has what makes it an object of Kubernetes: apiVersion, kind and metadata with a name. */
export function isKubeObject(value: Json | undefined): value is KubeObject {
  return (
    isObject(value) &&
    typeof memberOf(value, 'apiVersion') === 'string' &&
    typeof memberOf(value, 'kind') === 'string' &&
    stringAt(value, 'metadata', 'name') !== undefined
  )
}

/** The API group of an apiVersion: `apps` of `apps/v1`, `''` of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  return slash < 0 ? '' : apiVersion.slice(0, slash)
}

/** The version of an apiVersion: `v1` of `apps/v1` and of `v1`. */
export function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.indexOf('/') + 1)
}

/** The apiVersion of a group and version. */
export function apiVersionOf(group: string, version: string): string {
  return group === '' ? version : `${group}/${version}`
}

/** `metadata.name`; `''` where there is none. */
export function nameOf(object: KubeObject): string {
  return stringAt(object.metadata, 'name') ?? ''
}

/** `metadata.namespace`; `''` for a cluster-scoped object. */
export function namespaceOf(object: KubeObject): string {
  return stringAt(object.metadata, 'namespace') ?? ''
}

/** `metadata.uid`; `''` where there is none. */
export function uidOf(object: KubeObject): string {
  return stringAt(object.metadata, 'uid') ?? ''
}

/** `metadata.resourceVersion`; `''` where there is none. */
export function resourceVersionOf(object: KubeObject): string {
  return stringAt(object.metadata, 'resourceVersion') ?? ''
}

/** `metadata.generation`; 0 where there is none. */
export function generationOf(object: KubeObject): number {
  const generation = memberOf(object.metadata, 'generation')
  return typeof generation === 'number' ? generation : 0
}

/** `metadata.labels`; empty where there are none. */
export function labelsOf(object: KubeObject): JsonObject {
  const labels = memberOf(object.metadata, 'labels')
  return isObject(labels) ? labels : {}
}

/** `metadata.annotations`; empty where there are none. */
export function annotationsOf(object: KubeObject): JsonObject {
  const annotations = memberOf(object.metadata, 'annotations')
  return isObject(annotations) ? annotations : {}
}

/** `metadata.finalizers`, those that are strings. */
export function finalizersOf(object: KubeObject): readonly string[] {
  return listAt(object.metadata, 'finalizers').filter((name): name is string => typeof name === 'string')
}

/** Whether a deletion has been asked for: `metadata.deletionTimestamp` is there. */
export function isDeleting(object: KubeObject): boolean {
  const at = memberOf(object.metadata, 'deletionTimestamp')
  return at !== undefined && at !== null
}

/** An owner reference as far as it is read. */
export type Owner = Readonly<{ group: string; kind: string; name: string; uid: string }>

/** The owner with `controller: true`, if any (BND-6, RPT-7, DLV-1). */
export function controllerOwnerOf(object: KubeObject): Owner | undefined {
  const owner = listAt(object.metadata, 'ownerReferences').find((one) => memberOf(one, 'controller') === true)
  if (owner === undefined) return undefined
  return {
    group: groupOf(stringAt(owner, 'apiVersion') ?? ''),
    kind: stringAt(owner, 'kind') ?? '',
    name: stringAt(owner, 'name') ?? '',
    uid: stringAt(owner, 'uid') ?? '',
  }
}
