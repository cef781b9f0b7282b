import {
  apiVersionOf,
  type Bundle,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  type ManifestId,
  manifestKey,
  memberOf,
  type ObjectId,
  objectOf,
  withMember,
} from '@downsync/core'
import { withNote } from './changed-manifests.ts'
import { configsOf } from './configuration.ts'
import { type NamedItem, withConfiguration } from './configure.ts'
import { heardAtOf } from './delivery.ts'
import { inManifestOrder } from './manifest-order.ts'
import { manifestIdsOf, manifestsOf, manifestWorks } from './manifest-work.ts'
import { withOrphaning } from './orphaning.ts'
import { placedManifests } from './placed-manifests.ts'
import { resourceNamesOf } from './resource-names.ts'

/**
 * The ManifestWork for a bundle, in the server's form (P-6a).
 *
 * Over `there`, only what differs changes (WRP-4): manifests stay at their index, are replaced there, taken out, or appended;
 * labels and annotations of the bundle are set; each item gets its strategy, what it keeps and its orphaning. Whatever others
 * put there stays: metadata, status, executor, entries with wildcards, feedback rules, rules for objects that are not here. If
 * nothing differs, the result equals `there`.
 *
 * An item whose resource neither it nor `there` names cannot be configured, as OCM's configuration goes by resource: what
 * stands in `there` for it stays, and it gets nothing new.
 */
export function wrap(bundle: Bundle, there: KubeObject = emptyWork(bundle)): KubeObject {
  const resourceOf = resourceNamesOf(there)
  const idOf = (id: ManifestId, resource = resourceOf(id)): ObjectId | undefined =>
    resource === undefined ? undefined : { group: id.group, resource, namespace: id.namespace, name: id.name }

  const items = inManifestOrder(bundle.items).map((item) => ({ item, id: idOf(item.id, item.resource) }))
  const named = items.filter((one): one is NamedItem => one.id !== undefined)
  const staying = new Set(bundle.items.map((item) => manifestKey(item.id)))
  const gone = manifestIdsOf(there).flatMap((id) => (staying.has(manifestKey(id)) ? [] : (idOf(id) ?? [])))

  const spec = objectAt(there, 'spec')
  const manifests = placedManifests(
    manifestsOf(there),
    items.map(({ item }) => item),
  )
  const workload = withList(objectAt(spec, 'workload'), 'manifests', manifests)
  const configured = withList(spec, 'manifestConfigs', withConfiguration(configsOf(there), named, gone))
  const deleteOption = withOrphaning(memberOf(spec, 'deleteOption'), items, gone)
  const wrapped: KubeObject = {
    ...withPart(
      there,
      'spec',
      withPart(withPart(configured, 'workload', workload), 'deleteOption', deleteOption),
    ),
    apiVersion: there.apiVersion,
    kind: there.kind,
    metadata: withEntries(
      withEntries(there.metadata, 'labels', bundle.labels),
      'annotations',
      bundle.annotations,
    ),
  }
  return withNote(there, wrapped, heardAtOf)
}

function emptyWork(bundle: Bundle): KubeObject {
  return {
    apiVersion: apiVersionOf(manifestWorks.group, manifestWorks.version),
    kind: manifestWorks.kind,
    metadata: { name: bundle.name, namespace: bundle.wec },
    spec: { workload: {} },
  }
}

/** Sets a list; an empty one is as good as none (P-6a), whichever stands there. */
function withList(object: JsonObject, key: string, list: readonly Json[]): JsonObject {
  const there = listAt(object, key)
  const isSame = list.length === there.length && list.every((item, index) => item === there[index])
  return isSame ? object : withMember(object, key, list.length > 0 ? list : undefined)
}

/** Sets a part, unless it is what stands there, or an empty one that is not. */
function withPart(object: JsonObject, key: string, part: Json | undefined): JsonObject {
  const there = memberOf(object, key)
  const isNothing = !isObject(there) && isObject(part) && Object.keys(part).length === 0
  return part === there || isNothing ? object : withMember(object, key, part)
}

function withEntries(metadata: JsonObject, key: string, entries: JsonObject): JsonObject {
  const set = Object.entries(entries)
  if (set.length === 0) return metadata
  return withMember(metadata, key, objectOf([...Object.entries(objectAt(metadata, key)), ...set]))
}

function objectAt(value: JsonObject, key: string): JsonObject {
  const found = memberOf(value, key)
  return isObject(found) ? found : {}
}
