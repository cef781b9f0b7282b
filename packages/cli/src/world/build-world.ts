import {
  editOf,
  type KubeObject,
  memberOf,
  type Ref,
  refKey,
  type Snapshot,
  snapshotOf,
  tryActions,
  withEvents,
  withMember,
} from '@downsync/core'
import type { Complaint, Document, Place } from '../read/document.ts'
import { creationOf, SERVER_FIELDS } from './creation.ts'
import { type Discovery, resourceInfos } from './discovery.ts'
import type { GivenObject } from './given-object.ts'
import { OWN_NAMESPACES, withOwnNamespaces } from './own-namespaces.ts'
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
    snapshot: withOwnNamespaces(snapshot),
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

function withGiven(
  empty: Snapshot,
  objects: readonly GivenObject[],
): Readonly<{ snapshot: Snapshot; complaints: readonly Complaint[] }> {
  const created = tryActions(
    empty,
    objects.map(({ ref, object }) => creationOf(ref, object)),
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

function withServerFields(standing: KubeObject, given: KubeObject): KubeObject {
  const status = memberOf(given, 'status')
  const fields = SERVER_FIELDS.flatMap((field) => {
    const value = memberOf(given.metadata, field)
    return value === undefined || value === null || value === '' ? [] : [[field, value] as const]
  })
  if (fields.length === 0 && status === undefined) return standing
  const metadata = fields.reduce((made, [field, value]) => withMember(made, field, value), standing.metadata)
  const restored = { ...standing, metadata }
  // Neither apiVersion, kind nor metadata is touched.
  return status === undefined ? restored : (withMember(restored, 'status', status) as KubeObject)
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
