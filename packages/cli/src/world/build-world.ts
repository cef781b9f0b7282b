import {
  type Action,
  applyActions,
  editOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  memberOf,
  nameOf,
  names,
  objectOf,
  type Ref,
  refKey,
  type Snapshot,
  type Space,
  snapshotOf,
  tryActions,
  withEvents,
  withMember,
} from '@downsync/core'
import type { Complaint, Document, Place } from '../read/document.ts'
import { type Discovery, resourceInfos } from './discovery.ts'
import type { GivenObject } from './given-object.ts'
import { placeObjects } from './place-objects.ts'
import { settleVersions } from './settle-versions.ts'

/** How a world is made of files. */
export type WorldOptions = Readonly<{
  /** RFC 3339. */
  now: string
  /** `wds1` when absent. */
  wdsName?: string
  /** Where objects go that are namespaced and do not say where; `default` when absent. */
  namespace?: string
}>

/** Two spaces as they would be, had the files been applied to them. */
export type World = Readonly<{
  snapshot: Snapshot
  complaints: readonly Complaint[]
  discovery: Discovery
  /** Where a field of an object stands in the files; undefined for objects that are in none. */
  placeOf: (ref: Ref, path: string) => Readonly<{ file: string; place: Place }> | undefined
}>

/**
 * Makes a world of documents: every object in its space, with what a server would give it (uid, resourceVersion, generation, defaults of
 * metadata). Namespaces that every cluster has, and mailboxes, are there; nothing else that is not in the files is.
 */
export function buildWorld(documents: readonly Document[], options: WorldOptions): World {
  const placing = placeObjects(documents, options.namespace ?? 'default')
  const { discovery, complaints: versionComplaints } = settleVersions(placing.discovery, placing.objects)
  const { snapshot: empty } = snapshotOf({
    wdsName: options.wdsName ?? 'wds1',
    now: options.now,
    wds: { resources: resourceInfos(discovery.wds), objects: [] },
    its: { resources: resourceInfos(discovery.its), objects: [] },
  })
  const { snapshot, complaints } = withGiven(empty, placing.objects)
  const documentBy = new Map(placing.objects.map(({ ref, document }) => [refKey(ref), document] as const))
  return {
    snapshot: withNamespaces(snapshot),
    discovery,
    complaints: [
      ...placing.complaints,
      ...versionComplaints,
      ...complaints,
      ...homelessComplaints(snapshot, placing.objects),
    ],
    placeOf: (ref, path) => {
      const document = documentBy.get(refKey(ref))
      return document && { file: document.file, place: document.placeOf(path) }
    },
  }
}

// What only a server writes: a creation passes over it, but what was read from a server has it.
const FROM_SERVERS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
]

function withGiven(
  empty: Snapshot,
  objects: readonly GivenObject[],
): Readonly<{ snapshot: Snapshot; complaints: readonly Complaint[] }> {
  const created = tryActions(
    empty,
    objects.map(({ ref, object }) => creation(ref, asCreated(object))),
  )
  const events = editOf(created.snapshot, (world) => {
    for (const { ref, object } of objects) {
      const standing = created.snapshot.get(ref)
      if (standing === undefined) continue
      const restored = withServerFields(standing, object)
      if (restored !== standing) world.put(ref.space, restored)
    }
  })
  const documentBy = new Map(objects.map(({ ref, document }) => [refKey(ref), document] as const))
  const complaints = created.dropped.flatMap(({ action, why }): readonly Complaint[] => {
    const document = documentBy.get(refKey(action.ref))
    const where = document === undefined ? {} : { file: document.file, place: document.placeOf('') }
    return [
      {
        severity: 'error',
        ...where,
        message: `a server would refuse ${action.ref.resource} ${action.ref.name}: ${why}`,
      },
    ]
  })
  return { snapshot: withEvents(created.snapshot, events), complaints }
}

function asCreated(object: KubeObject): KubeObject {
  const metadata = FROM_SERVERS.reduce((made, field) => withMember(made, field, undefined), object.metadata)
  const labels =
    object.kind === 'Namespace' && object.apiVersion === 'v1' ? namespaceLabels(object) : labelsOf(object)
  const labelled = Object.keys(labels).length === 0 ? metadata : withMember(metadata, 'labels', labels)
  return withData({ ...object, metadata: labelled })
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

function withServerFields(standing: KubeObject, given: KubeObject): KubeObject {
  const status = memberOf(given, 'status')
  const fields = FROM_SERVERS.flatMap((field) => {
    const value = memberOf(given.metadata, field)
    return value === undefined || value === null || value === '' ? [] : [[field, value] as const]
  })
  if (fields.length === 0 && status === undefined) return standing
  const metadata = fields.reduce((made, [field, value]) => withMember(made, field, value), standing.metadata)
  const restored = { ...standing, metadata }
  // As above.
  return status === undefined ? restored : (withMember(restored, 'status', status) as KubeObject)
}

function creation(ref: Ref, object: KubeObject): Action {
  return { kind: 'create', ref, object, why: { rule: 'given', from: ref }, after: [], intent: '' }
}

const OWN_NAMESPACES = ['default', 'kube-system']

// What every server has, and what the inventory makes: a mailbox for each ManagedCluster (CLU-4).
function withNamespaces(snapshot: Snapshot): Snapshot {
  const inventory = { group: names.INVENTORY_GROUP, resource: 'managedclusters' }
  const mailboxes = [...snapshot.objects('its', inventory)].map(nameOf)
  const actions = [
    ...OWN_NAMESPACES.map((name) => namespaceCreation('wds', name)),
    ...[...OWN_NAMESPACES, ...mailboxes].map((name) => namespaceCreation('its', name)),
  ]
  return applyActions(
    snapshot,
    actions.filter(({ ref }) => snapshot.get(ref) === undefined),
  )
}

function namespaceCreation(space: Space, name: string): Action {
  const object = { apiVersion: 'v1', kind: 'Namespace', metadata: { name } }
  return creation({ space, group: '', resource: 'namespaces', namespace: '', name }, asCreated(object))
}

// A server would not have taken these objects; namespaceSelectors do not match them either (SEL-4).
function homelessComplaints(snapshot: Snapshot, objects: readonly GivenObject[]): readonly Complaint[] {
  const homeless = new Map<string, GivenObject[]>()
  for (const given of objects) {
    const { space, namespace } = given.ref
    if (space !== 'wds' || namespace === '' || OWN_NAMESPACES.includes(namespace)) continue
    const ref = { space, group: '', resource: 'namespaces', namespace: '', name: namespace }
    if (snapshot.get(ref) === undefined) homeless.set(namespace, [...(homeless.get(namespace) ?? []), given])
  }
  return [...homeless].flatMap(([namespace, [first]]): readonly Complaint[] => {
    if (first === undefined) return []
    const { file, placeOf } = first.document
    const message = `Namespace ${namespace} is not among the files: namespaceSelectors match nothing in it`
    return [{ severity: 'warning', file, place: placeOf('metadata.namespace'), message }]
  })
}
