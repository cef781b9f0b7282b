import {
  canonicalJson,
  controllerOwnerOf,
  finalizersOf,
  generationOf,
  isDeleting,
  isKubeObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  namespaceOf,
  refOf,
  type Snapshot,
  uidOf,
  type WorldEvent,
  withEvents,
  withMember,
} from '@downsync/core'
import { type RecordSketch, recordObject, usualReport } from './records.ts'
import { itsResources, manifestWorks, wdsResources, workStatuses } from './vocabulary.ts'

export const AGENT_FINALIZER = 'cluster.open-cluster-management.io/manifest-work-cleanup'

/** What an agent says of one manifest. */
export type Said = 'applied' | 'unknownKind' | 'forbidden' | 'refused' | 'silent'

const texts: Readonly<Record<Said, string>> = {
  applied: 'Apply manifest complete',
  unknownKind: `Failed to apply manifest: the server doesn't have a resource type "Widget"`,
  forbidden: `Failed to apply manifest: widgets.example.com "web" is forbidden: User "system:serviceaccount:agent:work" cannot create resource "widgets"`,
  refused: 'Failed to apply manifest: field is immutable',
  silent: '',
}

/** Which wrapped objects an agent gets round to, and what it says of their manifests; all, and well, by default. */
export type AgentManner = Readonly<{
  sees?: (work: KubeObject) => boolean
  says?: (manifest: KubeObject) => Said
  /** What is recorded of a manifest that is applied, whose object has this generation in this WEC. */
  reports?: (manifest: KubeObject, generation: number, wec: string) => readonly RecordSketch[]
}>

/**
 * The ITS after the agents of all WECs did their part, as OCM v1.3 does: each wrapped object gets the finalizer and is reported
 * on, one that is being deleted loses the finalizer, and its records go with it. What is applied is recorded. Nothing else changes,
 * and nothing at all where all is done.
 */
export function agent(snapshot: Snapshot, manner: AgentManner = {}): Snapshot {
  const { sees = () => true, says = () => 'applied', reports = usualReport } = manner
  const works = [...snapshot.objects('its', manifestWorks)]
  return withEvents(
    snapshot,
    works.flatMap((work) => {
      if (!sees(work)) return []
      const events = acknowledged(work, says)
      if (isDeleting(work))
        return events.some(({ kind }) => kind === 'deleted')
          ? [...events, ...forgotten(snapshot, work)]
          : events
      const applied = listAt(work, 'spec', 'workload', 'manifests')
        .filter(isKubeObject)
        .filter((manifest) => says(manifest) === 'applied')
      const recorded = applied.flatMap((manifest) =>
        reports(manifest, generationOf(work), namespaceOf(work)).map((made) =>
          recordObject(made, manifest, work),
        ),
      )
      return [...events, ...recorded.flatMap((record) => kept(snapshot, record))]
    }),
  )
}

// A record as it is to be; nothing where it is that already.
function kept(snapshot: Snapshot, record: KubeObject): readonly WorldEvent[] {
  const there = snapshot.get(recordRef(record))
  const given = { uid: `uid-${nameOf(record)}`, resourceVersion: '1' }
  const standing = there === undefined ? given : { uid: uidOf(there), resourceVersion: versionIn(there) }
  const wanted = { ...record, metadata: { ...standing, ...record.metadata } }
  if (there === undefined) return [{ kind: 'put', space: 'its', object: wanted }]
  return canonicalJson(there) === canonicalJson(wanted) ? [] : [put(wanted)]
}

// The hub's garbage collection.
function forgotten(snapshot: Snapshot, work: KubeObject): readonly WorldEvent[] {
  return [...snapshot.objects('its', workStatuses)]
    .filter((record) => controllerOwnerOf(record)?.uid === uidOf(work))
    .map((record) => ({ kind: 'deleted', ref: recordRef(record), uid: uidOf(record) }))
}

function recordRef(record: KubeObject) {
  return refOf('its', { ...workStatuses, namespace: namespaceOf(record), name: nameOf(record) })
}

function versionIn(object: KubeObject): string {
  return String(memberOf(object.metadata, 'resourceVersion') ?? '0')
}

function acknowledged(work: KubeObject, says: (manifest: KubeObject) => Said): readonly WorldEvent[] {
  if (isDeleting(work)) {
    const rest = finalizersOf(work).filter((name) => name !== AGENT_FINALIZER)
    const ref = refOf('its', { ...manifestWorks, namespace: namespaceOf(work), name: nameOf(work) })
    if (rest.length === 0) return [{ kind: 'deleted', ref, uid: uidOf(work) }]
    return rest.length === finalizersOf(work).length ? [] : [put(withMetadata(work, 'finalizers', rest))]
  }
  const finalizers = finalizersOf(work)
  const held = finalizers.includes(AGENT_FINALIZER)
    ? work
    : withMetadata(work, 'finalizers', [...finalizers, AGENT_FINALIZER])
  const status = statusOf(work, says)
  if (held === work && textOf(memberOf(work, 'status')) === textOf(status)) return []
  return [put({ ...held, status })]
}

function put(work: KubeObject): WorldEvent {
  const version = String(BigInt(versionIn(work)) + 1n)
  return { kind: 'put', space: 'its', object: withMetadata(work, 'resourceVersion', version) }
}

function withMetadata(work: KubeObject, key: string, value: Json): KubeObject {
  return { ...work, metadata: withMember(work.metadata, key, value) }
}

function textOf(value: Json | undefined): string {
  return JSON.stringify(value ?? null)
}

/** The status that an agent writes at the wrapped object's present generation. */
export function statusOf(
  work: KubeObject,
  says: (manifest: KubeObject) => Said,
  observedGeneration = generationOf(work),
): JsonObject {
  const manifests = listAt(work, 'spec', 'workload', 'manifests').filter(isKubeObject)
  const said = manifests.map(says)
  const isWell = said.every((one) => one === 'applied')
  return {
    conditions: said.includes('silent') ? [] : [applied(isWell, observedGeneration, '')],
    resourceStatus: {
      manifests: manifests.map((manifest, ordinal) => {
        const one = said[ordinal] ?? 'silent'
        return {
          resourceMeta: metaOf(manifest, ordinal),
          conditions: one === 'silent' ? [] : [applied(one === 'applied', observedGeneration, texts[one])],
        }
      }),
    },
  }
}

function applied(isWell: boolean, observedGeneration: number, message: string): JsonObject {
  return { type: 'Applied', status: isWell ? 'True' : 'False', observedGeneration, message, reason: 'Agent' }
}

function metaOf(manifest: KubeObject, ordinal: number): JsonObject {
  const [version = '', group = ''] = manifest.apiVersion.split('/').reverse()
  const info = [...wdsResources, ...itsResources].find(
    (one) => one.group === group && one.kind === manifest.kind,
  )
  const namespace = namespaceOf(manifest)
  return {
    ordinal,
    group,
    version,
    kind: manifest.kind,
    resource: info?.resource ?? '',
    namespace,
    name: nameOf(manifest),
  }
}
