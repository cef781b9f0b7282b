import {
  annotationsOf,
  cleanObject,
  finalizersOf,
  generationOf,
  isDeleting,
  type Json,
  type JsonObject,
  type KubeObject,
  labelsOf,
  listAt,
  manifestKey,
  memberOf,
  nameOf,
  names,
  namespaceOf,
  objectOf,
  refOf,
  type Snapshot,
  stringAt,
  stringifyJson,
  uidOf,
  type WorldEvent,
  withMember,
} from '@downsync/core'
import { manifestsOf, manifestWorks } from '@downsync/transport-ocm'
import { bindings } from '../generators/vocabulary.ts'

// KubeStellar's transport, as its documentation and reference tell of it: it decides by the generation of the Binding and by which
// identities a wrapped object holds, packs in the order of the Binding, and deletes what is left over. What it would write is made
// here; that it is written at once is the only liberty.

/** Its limits for one wrapped object. */
export type Packing = Readonly<{ most: number; bytes: number }>

/** One of its writes, in its order. */
export type Write = Readonly<{ kind: 'create' | 'update' | 'delete'; work: KubeObject }>

/** What it would write for all Bindings, in its order: what is wanted first, what is left over last. */
export function writesOfKubeStellar(snapshot: Snapshot, packing: Packing): readonly Write[] {
  return [...snapshot.objects('wds', bindings)].flatMap((binding) => {
    // Longer names are no values of labels: it fails, and says nothing (WRP-2).
    if (isDeleting(binding) || nameOf(binding).length > LONGEST_LABEL) return []
    const entries = entriesOf(snapshot, binding)
    // One object that is too large stops the whole Binding (WRP-5).
    if (entries.some(({ content }) => sizeOf(content) > packing.bytes)) return []
    const standing = new Map(
      [...snapshot.objects('its', manifestWorks)]
        .filter((work) => isOf(binding, work, snapshot))
        .map((work) => [placeOf(work), work] as const),
    )
    const writes: Write[] = []
    for (const work of wantedBy(snapshot, binding, entries, packing)) {
      const there = standing.get(placeOf(work))
      standing.delete(placeOf(work))
      if (there === undefined) writes.push({ kind: 'create', work })
      else if (!isLeftAlone(there, work)) writes.push({ kind: 'update', work: rewritten(there, work) })
    }
    return [...writes, ...[...standing.values()].map((work) => ({ kind: 'delete', work }) as const)]
  })
}

const LONGEST_LABEL = 63

/** The events that one write amounts to. */
export function eventsOf({ kind, work }: Write): readonly WorldEvent[] {
  const ref = refOf('its', { ...manifestWorks, namespace: namespaceOf(work), name: nameOf(work) })
  if (kind !== 'delete') return [{ kind: 'put', space: 'its', object: work }]
  if (finalizersOf(work).length === 0) return [{ kind: 'deleted', ref, uid: uidOf(work) }]
  return [{ kind: 'put', space: 'its', object: withMetadata(work, 'deletionTimestamp', snapshotTime) }]
}

const snapshotTime = '2026-01-01T00:00:00Z'

// The write is skipped where generation and identities are equal, whatever the content.
function isLeftAlone(there: KubeObject, wanted: KubeObject): boolean {
  const generation = (work: KubeObject): Json | undefined =>
    memberOf(annotationsOf(work), names.annotations.originGeneration)
  const identities = (work: KubeObject): string =>
    manifestsOf(work)
      .map((manifest) => keyOfManifest(manifest))
      .sort()
      .join()
  return generation(there) === generation(wanted) && identities(there) === identities(wanted)
}

function keyOfManifest(manifest: Json): string {
  const group = (stringAt(manifest, 'apiVersion') ?? '').split('/').slice(0, -1).join('/')
  const text = (...path: string[]): string => stringAt(manifest, ...path) ?? ''
  return manifestKey({
    group,
    kind: text('kind'),
    namespace: text('metadata', 'namespace'),
    name: text('metadata', 'name'),
  })
}

function rewritten(there: KubeObject, work: KubeObject): KubeObject {
  const generation = generationOf(there) + 1
  return {
    ...there,
    metadata: {
      ...there.metadata,
      generation,
      labels: { ...labelsOf(there), ...labelsOf(work) },
      annotations: { ...annotationsOf(there), ...annotationsOf(work) },
    },
    spec: memberOf(work, 'spec') ?? null,
  }
}

function isOf(binding: KubeObject, work: KubeObject, { wdsName }: Snapshot): boolean {
  const labels = labelsOf(work)
  return (
    memberOf(labels, names.labels.originBinding) === nameOf(binding) &&
    memberOf(labels, names.labels.originWds) === wdsName
  )
}

type Entry = Readonly<{ content: KubeObject; createOnly: boolean; uid: string; resource: string }>

function wantedBy(
  snapshot: Snapshot,
  binding: KubeObject,
  entries: readonly Entry[],
  packing: Packing,
): readonly KubeObject[] {
  const batches = batchesOf(entries, packing)
  return listAt(binding, 'spec', 'destinations').flatMap((destination) => {
    const wec = stringAt(destination, 'clusterId') ?? ''
    const mailbox = snapshot.get({
      space: 'its',
      group: '',
      resource: 'namespaces',
      namespace: '',
      name: wec,
    })
    if (mailbox === undefined || isDeleting(mailbox)) return []
    return batches.map((batch, shard) => wrapped(snapshot, binding, wec, batch, shard, packing))
  })
}

function entriesOf(snapshot: Snapshot, binding: KubeObject): readonly Entry[] {
  return ['clusterScope', 'namespaceScope'].flatMap((scope) =>
    listAt(binding, 'spec', 'workload', scope).flatMap((entry): readonly Entry[] => {
      const text = (key: string): string => stringAt(entry, key) ?? ''
      const id = {
        group: text('group'),
        resource: text('resource'),
        namespace: text('namespace'),
        name: text('name'),
      }
      const object = snapshot.get({ space: 'wds', ...id })
      if (object === undefined) return []
      return [
        {
          content: asItCleans(object),
          createOnly: memberOf(entry, 'createOnly') === true,
          uid: uidOf(object),
          resource: id.resource,
        },
      ]
    }),
  )
}

// What it leaves besides what we leave: the time of creation, as it is in the WDS.
function asItCleans(object: KubeObject): KubeObject {
  const cleaned = cleanObject(object)
  const created = memberOf(object.metadata, 'creationTimestamp')
  return created === undefined ? cleaned : withMetadata(cleaned, 'creationTimestamp', created)
}

// Sequential: a batch is closed when the next object no longer fits.
function batchesOf(entries: readonly Entry[], { most, bytes }: Packing): readonly (readonly Entry[])[] {
  const batches: Entry[][] = []
  let size = 0
  for (const entry of entries) {
    const own = sizeOf(entry.content)
    const last = batches.at(-1)
    if (last === undefined || own + size >= bytes || last.length + 1 > most) {
      batches.push([entry])
      size = own
    } else {
      last.push(entry)
      size += own
    }
  }
  return batches
}

function sizeOf(content: KubeObject): number {
  return Buffer.byteLength(stringifyJson(content))
}

function wrapped(
  { wdsName }: Snapshot,
  binding: KubeObject,
  wec: string,
  batch: readonly Entry[],
  shard: number,
  { most }: Packing,
): KubeObject {
  const name =
    most === 1
      ? `${uidOf(binding)}-${wdsName}-${batch[0]?.uid ?? ''}`
      : `${nameOf(binding)}-${wdsName}-${shard}`
  const configs = batch
    .filter(({ createOnly }) => createOnly)
    .map(({ content, resource }) => configOf(content, resource))
  return {
    apiVersion: 'work.open-cluster-management.io/v1',
    kind: 'ManifestWork',
    metadata: {
      name,
      namespace: wec,
      uid: `kubestellar-${wec}-${name}`,
      resourceVersion: '1',
      generation: 1,
      labels: objectOf([
        [names.labels.originBinding, nameOf(binding)],
        [names.labels.originWds, wdsName],
      ]),
      annotations: objectOf([[names.annotations.originGeneration, String(generationOf(binding))]]),
    },
    spec: {
      workload: { manifests: batch.map(({ content }) => content) },
      ...(configs.length > 0 && { manifestConfigs: configs }),
    },
  }
}

function configOf(content: KubeObject, resource: string): JsonObject {
  const group = content.apiVersion.includes('/') ? (content.apiVersion.split('/')[0] ?? '') : ''
  return {
    resourceIdentifier: { group, resource, namespace: namespaceOf(content), name: nameOf(content) },
    updateStrategy: { type: 'CreateOnly' },
  }
}

function placeOf(work: KubeObject): string {
  return `${namespaceOf(work)}/${nameOf(work)}`
}

function withMetadata(object: KubeObject, key: string, value: Json): KubeObject {
  return { ...object, metadata: withMember(object.metadata, key, value) }
}
