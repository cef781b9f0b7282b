import {
  type KubeObject,
  nameOf,
  namespaceOf,
  refKey,
  refOf,
  refOfKey,
  type Snapshot,
  uidOf,
  type WorldEvent,
} from '@downsync/core'
import fc, { type Arbitrary } from 'fast-check'
import { collectorObject } from './collectors.ts'
import { bindingObject, policyObject, transformObject } from './control.ts'
import { labels } from './policies.ts'
import { propertyMap } from './properties.ts'
import { itsResources, oneIn, pick, wdsResources } from './vocabulary.ts'
import { workloadObject } from './workload.ts'

/** A change to a world by its users, made of what stands there when it comes. */
export type Change = (snapshot: Snapshot) => readonly WorldEvent[]

const wds = fc.constant('wds' as const)
const spaces = fc.oneof({ weight: 3, arbitrary: wds }, fc.constant('its' as const))

/** Something new, or something else in the place of what stands there. */
const putting: Arbitrary<Change> = fc
  .oneof(
    { weight: 3, arbitrary: workloadObject },
    policyObject,
    bindingObject,
    transformObject,
    collectorObject,
  )
  .map((object) => (snapshot) => [putEvent(snapshot, 'wds', object)])

/** Other properties of a WEC (CUS-2). */
const customizing: Arbitrary<Change> = propertyMap.map((object) => (snapshot) => [
  putEvent(snapshot, 'its', object),
])

/** Other labels on some object; of Namespaces and ManagedClusters too (SEL-7). */
const relabelling: Arbitrary<Change> = fc
  .record({ space: spaces, at: fc.nat(), made: labels() })
  .map(({ space, at, made }) => (snapshot) => {
    const object = nth(snapshot, space, at)
    if (object === undefined) return []
    return [putEvent(snapshot, space, { ...object, metadata: { ...object.metadata, labels: made } })]
  })

/** Something is gone, at once. */
const removing: Arbitrary<Change> = fc
  .record({ space: spaces, at: fc.nat() })
  .map(({ space, at }) => (snapshot) => {
    const object = nth(snapshot, space, at)
    const ref = object === undefined ? undefined : refIn(snapshot, space, object)
    return ref === undefined || object === undefined ? [] : [{ kind: 'deleted', ref, uid: uidOf(object) }]
  })

/** A resource is lost from sight, seen again, or not served any more. */
const discovery: Arbitrary<Change> = fc
  .record({ space: spaces, at: fc.nat(), how: pick('lost', 'seen', 'seen', 'seen'), isGone: oneIn(6) })
  .map(({ space, at, how, isGone }) => () => {
    const infos = space === 'wds' ? wdsResources : itsResources
    const info = infos[at % infos.length]
    if (info === undefined) return []
    if (isGone) return [{ kind: 'resourceGone', space, resource: info }]
    return [
      { kind: 'resource', space, info: how === 'lost' ? { ...info, known: { why: 'watch lost' } } : info },
    ]
  })

const clock: Arbitrary<Change> = pick('2026-01-01T00:00:01Z', '2026-01-02T00:00:00Z').map(
  (now): Change =>
    () => [{ kind: 'now', now }],
)

/** What users, servers and clocks do. */
export const changes: Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: putting },
  { weight: 4, arbitrary: relabelling },
  { weight: 3, arbitrary: removing },
  { weight: 2, arbitrary: customizing },
  { weight: 2, arbitrary: discovery },
  { weight: 1, arbitrary: clock },
)

/** What users do to workload and control objects. */
export const edits: Arbitrary<Change> = fc.oneof(
  { weight: 6, arbitrary: putting },
  { weight: 3, arbitrary: relabelling },
  { weight: 2, arbitrary: removing },
)

function nth(snapshot: Snapshot, space: 'wds' | 'its', at: number): KubeObject | undefined {
  const objects = [...snapshot.objects(space)]
  return objects[at % Math.max(1, objects.length)]
}

function refIn(snapshot: Snapshot, space: 'wds' | 'its', object: KubeObject) {
  const group = object.apiVersion.split('/').slice(0, -1).join('/')
  const info = snapshot.resourceOfKind(space, group, object.kind)
  if (info === undefined) return undefined
  const { resource } = info
  return refOf(space, { group, resource, namespace: namespaceOf(object), name: nameOf(object) })
}

/** A put as a watch brings it: the uid of what stands there, and a resourceVersion above all others. */
export function putEvent(snapshot: Snapshot, space: 'wds' | 'its', object: KubeObject): WorldEvent {
  const ref = refIn(snapshot, space, object)
  const standing = ref === undefined ? undefined : snapshot.get(ref)
  const uid = uidOf(standing ?? object) || `uid-${object.kind}-${namespaceOf(object)}-${nameOf(object)}`
  const newest = [...snapshot.objects('wds'), ...snapshot.objects('its')].reduce(
    (most, one) => Math.max(most, Number(one.metadata['resourceVersion'] ?? 0)),
    1_000,
  )
  const metadata = { ...object.metadata, uid, resourceVersion: String(newest + 1) }
  return { kind: 'put', space, object: { ...object, metadata } }
}

/** The events that lead from one snapshot to another of the same discovery. */
export function eventsBetween(before: Snapshot, after: Snapshot): readonly WorldEvent[] {
  return (['wds', 'its'] as const).flatMap((space) => {
    const old = objectsByKey(before, space)
    const now = objectsByKey(after, space)
    const puts = [...now].flatMap(([key, object]): WorldEvent[] =>
      old.get(key) === object ? [] : [{ kind: 'put', space, object }],
    )
    const gone = [...old].flatMap(([key, object]): WorldEvent[] =>
      now.has(key) ? [] : [{ kind: 'deleted', ref: refOfKey(key), uid: uidOf(object) }],
    )
    return [...gone, ...puts]
  })
}

function objectsByKey(snapshot: Snapshot, space: 'wds' | 'its'): ReadonlyMap<string, KubeObject> {
  return new Map(
    [...snapshot.objects(space)].flatMap((object) => {
      const ref = refIn(snapshot, space, object)
      return ref === undefined ? [] : [[refKey(ref), object] as const]
    }),
  )
}
