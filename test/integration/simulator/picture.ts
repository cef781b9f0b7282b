import {
  annotationsOf,
  controllerOwnerOf,
  isDeleting,
  isList,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  nameOf,
  objectOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { withAllowance } from './allowed-differences.ts'

/** On a Pod template: which of the edits it came with. What is named by a hash of the template is named by that here. */
export const STEP = 'step'

/**
 * What is compared of a space: the whole status of every workload, ReplicaSet, and how Pods, claims and revisions stand.
 * Times, uids and ends of names that are hashes or random are made alike.
 */
export function pictureOf(objects: readonly KubeObject[]): JsonObject {
  const names = hashNames(objects)
  const rename = (text: string): string =>
    [...names].reduce((all, [from, to]) => all.replaceAll(from, to), text)
  const lines = objects.map((object): [string, Json] => {
    const told = plain(withAllowance(object, partOf(object)), rename)
    return [`${object.kind} ${rename(subjectOf(object))}`, told]
  })
  const grouped = new Map<string, Json[]>()
  for (const [key, told] of lines) grouped.set(key, [...(grouped.get(key) ?? []), told])
  const sorted = [...grouped].sort(([a], [b]) => (a < b ? -1 : 1))
  return objectOf(
    sorted.map(([key, told]) => [
      key,
      told.length === 1
        ? (told[0] ?? null)
        : told.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)),
    ]),
  )
}

// Pods with random names are told apart by nothing.
function subjectOf(object: KubeObject): string {
  if (object.kind !== 'Pod' || controllerOwnerOf(object)?.kind === 'StatefulSet') return nameOf(object)
  const owner = controllerOwnerOf(object)
  return `of ${owner === undefined ? 'nobody' : `${owner.kind} ${owner.name}`}`
}

function hashNames(objects: readonly KubeObject[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const object of objects) {
    if (object.kind !== 'ReplicaSet' && object.kind !== 'ControllerRevision') continue
    const template =
      object.kind === 'ReplicaSet'
        ? valueAt(object, 'spec', 'template')
        : valueAt(object, 'data', 'spec', 'template')
    const step = stringAt(template, 'metadata', 'annotations', STEP) ?? '?'
    const [, base = '', hash = ''] = /^(.*)-([^-]+)$/.exec(nameOf(object)) ?? []
    names.set(nameOf(object), `${base}-${step}`)
    names.set(hash, `(${step})`)
  }
  return names
}

function partOf(object: KubeObject): JsonObject {
  const status = valueAt(object, 'status') ?? null
  const deleting = isDeleting(object) ? { isDeleting: true } : {}
  switch (object.kind) {
    case 'ReplicaSet':
      return {
        status,
        ...deleting,
        replicas: valueAt(object, 'spec', 'replicas') ?? null,
        minReadySeconds: valueAt(object, 'spec', 'minReadySeconds') ?? 0,
        annotations: annotationsOf(object),
        owner: controllerOwnerOf(object)?.name ?? null,
      }
    case 'Deployment':
      return {
        status,
        ...deleting,
        revision: stringAt(annotationsOf(object), 'deployment.kubernetes.io/revision') ?? null,
      }
    case 'ControllerRevision':
      return { revision: valueAt(object, 'revision') ?? null, owner: controllerOwnerOf(object)?.name ?? null }
    case 'PersistentVolumeClaim':
      return { labels: labelsOf(object) }
    case 'Pod':
      return {
        phase: valueAt(object, 'status', 'phase') ?? null,
        ready: listAt(object, 'status', 'conditions').filter((one) => stringAt(one, 'type') === 'Ready'),
        labels: labelsOf(object),
        ...deleting,
        step: stringAt(annotationsOf(object), STEP) ?? null,
        hostname: valueAt(object, 'spec', 'hostname') ?? null,
        finalizers: listAt(object.metadata, 'finalizers'),
      }
    default:
      return { status, ...deleting }
  }
}

const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
const UID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function plain(value: Json, rename: (text: string) => string): Json {
  if (isList(value)) return value.map((item) => plain(item, rename))
  if (isObject(value)) {
    const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
    return objectOf(members.map(([key, member]) => [key, plain(member, rename)] as const))
  }
  if (typeof value !== 'string') return value
  if (TIME.test(value)) return 'a time'
  return UID.test(value) ? 'a uid' : rename(value)
}
