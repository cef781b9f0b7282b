import {
  idKey,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  type ObjectId,
  objectOf,
  stringAt,
} from '../kube/index.ts'
import { compareEntries, type Modulation } from '../select/index.ts'
import type { Entry } from './types.ts'

/**
 * The entries that a Binding lists, as they stand (BND-1, BND-6). What is no entry (no resource, no name) is left out: nothing
 * could be delivered by it. An identity listed twice counts once, the first.
 */
export function entriesOf(binding: KubeObject): readonly Entry[] {
  const listed = [
    ...listAt(binding, 'spec', 'workload', 'clusterScope'),
    ...listAt(binding, 'spec', 'workload', 'namespaceScope'),
  ]
  const entries = new Map<string, Entry>()
  for (const json of listed) {
    const entry = readEntry(json)
    if (entry !== undefined && !entries.has(idKey(entry.id))) entries.set(idKey(entry.id), entry)
  }
  return [...entries.values()]
}

/** Where a Binding lists an object, as `spec.workload.namespaceScope[1]`; `spec.workload` where it does not. */
export function entryPath(binding: KubeObject, id: ObjectId): string {
  for (const list of ['clusterScope', 'namespaceScope']) {
    const at = listAt(binding, 'spec', 'workload', list).findIndex((json) => {
      const entry = readEntry(json)
      return entry !== undefined && idKey(entry.id) === idKey(id)
    })
    if (at >= 0) return `spec.workload.${list}[${at}]`
  }
  return 'spec.workload'
}

function readEntry(json: Json): Entry | undefined {
  const resource = stringAt(json, 'resource')
  const name = stringAt(json, 'name')
  if (resource === undefined || name === undefined) return undefined
  return {
    id: {
      group: stringAt(json, 'group') ?? '',
      resource,
      namespace: stringAt(json, 'namespace') ?? '',
      name,
    },
    version: stringAt(json, 'version') ?? '',
    resourceVersion: stringAt(json, 'resourceVersion') ?? '',
    modulation: readModulation(json),
  }
}

function readModulation(json: Json): Modulation {
  const collectors = listAt(json, 'statusCollectors').filter(
    (name): name is string => typeof name === 'string',
  )
  return {
    createOnly: memberOf(json, 'createOnly') === true,
    statusCollectors: collectors,
    wantSingletonReportedState: memberOf(json, 'wantSingletonReportedState') === true,
    wantMultiWECReportedState: memberOf(json, 'wantMultiWECReportedState') === true,
  }
}

/** Names of the destinations that a Binding lists, without what is none, each once, in its order. */
export function destinationsOf(binding: KubeObject): readonly string[] {
  const names = listAt(binding, 'spec', 'destinations').map((one) => stringAt(one, 'clusterId'))
  return [...new Set(names.filter((name): name is string => name !== undefined))]
}

/** The workload lists of `Binding.spec` for entries, in the order of BND-2; a modulation that is false or empty is absent. */
export function workloadJson(entries: readonly Entry[]): JsonObject {
  const sorted = [...entries].sort(compareEntries)
  return {
    clusterScope: sorted.filter((entry) => entry.id.namespace === '').map(entryJson),
    namespaceScope: sorted.filter((entry) => entry.id.namespace !== '').map(entryJson),
  }
}

/** Entries in the order of BND-2, the cluster-scoped ones first, as a Binding lists them. */
export function inBindingOrder(entries: readonly Entry[]): readonly Entry[] {
  const sorted = [...entries].sort(compareEntries)
  return [
    ...sorted.filter((entry) => entry.id.namespace === ''),
    ...sorted.filter((entry) => entry.id.namespace !== ''),
  ]
}

function entryJson(entry: Entry): JsonObject {
  const { id, modulation } = entry
  const members: [string, Json][] = [
    ['group', id.group],
    ['version', entry.version],
    ['resource', id.resource],
  ]
  if (id.namespace !== '') members.push(['namespace', id.namespace])
  members.push(['name', id.name], ['resourceVersion', entry.resourceVersion])
  if (modulation.createOnly) members.push(['createOnly', true])
  if (modulation.statusCollectors.length > 0) members.push(['statusCollectors', modulation.statusCollectors])
  if (modulation.wantSingletonReportedState) members.push(['wantSingletonReportedState', true])
  if (modulation.wantMultiWECReportedState) members.push(['wantMultiWECReportedState', true])
  return objectOf(members)
}

/**
 * A Binding's spec with every resourceVersion taken out and absent lists made empty: two that are equal here differ in nothing
 * that is a reason to write (BND-1).
 */
export function specIdentity(binding: KubeObject): JsonObject {
  const bare = (entries: readonly Json[]) =>
    entries.map((entry) => (isObject(entry) ? { ...entry, resourceVersion: '' } : entry))
  return {
    clusterScope: bare(listAt(binding, 'spec', 'workload', 'clusterScope')),
    namespaceScope: bare(listAt(binding, 'spec', 'workload', 'namespaceScope')),
    destinations: listAt(binding, 'spec', 'destinations'),
  }
}
