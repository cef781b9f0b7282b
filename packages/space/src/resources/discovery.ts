import { apiVersionOf, type JsonObject } from '@downsync/core'
import { REVIEW_VERBS, type Resource, STATUS_VERBS, VERBS } from './resource.ts'

/** `/api`. */
export function coreVersions(address: string): JsonObject {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: address }],
  }
}

/** `/apis`. */
export function groupList(resources: readonly Resource[]): JsonObject {
  const groups = namedGroups(resources).map((group) => groupDocument(resources, group))
  return { kind: 'APIGroupList', apiVersion: 'v1', groups }
}

/** `/apis/<group>`; undefined where nothing of it is served. */
export function groupOnly(resources: readonly Resource[], group: string): JsonObject | undefined {
  if (group === '' || !namedGroups(resources).includes(group)) return undefined
  return { kind: 'APIGroup', apiVersion: 'v1', ...groupDocument(resources, group) }
}

/** `/api/v1`, `/apis/<group>/<version>`; undefined where nothing of it is served. */
export function resourceList(
  resources: readonly Resource[],
  group: string,
  version: string,
): JsonObject | undefined {
  const served = resources.filter((one) => one.group === group && one.version === version)
  if (served.length === 0) return undefined
  return {
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: apiVersionOf(group, version),
    resources: served.flatMap(entriesOf),
  }
}

/** `/api` and `/apis` for who asks for all of discovery at once. */
export function aggregated(resources: readonly Resource[], core: boolean): JsonObject {
  const groups = core ? [''] : namedGroups(resources)
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map((group) => ({
      metadata: group === '' ? { creationTimestamp: null } : { name: group, creationTimestamp: null },
      versions: versionsOf(resources, group).map((version) => ({
        version,
        resources: resources
          .filter((one) => one.group === group && one.version === version)
          .map(aggregatedEntry),
        freshness: 'Current',
      })),
    })),
  }
}

function groupDocument(resources: readonly Resource[], group: string): JsonObject {
  const versions = versionsOf(resources, group).map((version) => ({
    groupVersion: apiVersionOf(group, version),
    version,
  }))
  return { name: group, versions, preferredVersion: versions[0] ?? {} }
}

function entriesOf(one: Resource): readonly JsonObject[] {
  const entry: JsonObject = {
    name: one.resource,
    singularName: one.singular,
    namespaced: one.namespaced,
    kind: one.kind,
    verbs: verbsOf(one),
    ...(one.shortNames.length === 0 ? {} : { shortNames: one.shortNames }),
    ...(one.categories.length === 0 ? {} : { categories: one.categories }),
  }
  const status = {
    name: `${one.resource}/status`,
    singularName: '',
    namespaced: one.namespaced,
    kind: one.kind,
    verbs: [...STATUS_VERBS],
  }
  const others = one.subresources.map(({ name, group, version, kind, verbs }) => ({
    name: `${one.resource}/${name}`,
    singularName: '',
    namespaced: one.namespaced,
    group,
    version,
    kind,
    verbs,
  }))
  return [entry, ...(one.hasStatus ? [status] : []), ...others]
}

function verbsOf(one: Resource): readonly string[] {
  return one.isReview ? [...REVIEW_VERBS] : [...VERBS]
}

function aggregatedEntry(one: Resource): JsonObject {
  const responseKind = { group: one.group, version: one.version, kind: one.kind }
  const subresources = [
    ...(one.hasStatus ? [{ subresource: 'status', responseKind, verbs: [...STATUS_VERBS] }] : []),
    ...one.subresources.map(({ name, group, version, kind, verbs }) => ({
      subresource: name,
      responseKind: { group, version, kind },
      verbs,
    })),
  ]
  return {
    resource: one.resource,
    responseKind,
    scope: one.namespaced ? 'Namespaced' : 'Cluster',
    singularResource: one.singular,
    verbs: verbsOf(one),
    ...(one.shortNames.length === 0 ? {} : { shortNames: one.shortNames }),
    ...(one.categories.length === 0 ? {} : { categories: one.categories }),
    ...(subresources.length === 0 ? {} : { subresources }),
  }
}

function namedGroups(resources: readonly Resource[]): readonly string[] {
  return [...new Set(resources.map((one) => one.group))].filter((group) => group !== '')
}

// The preferred version first: stable before beta before alpha, then the higher number.
function versionsOf(resources: readonly Resource[], group: string): readonly string[] {
  const versions = new Set(resources.filter((one) => one.group === group).map((one) => one.version))
  return [...versions].sort(comparePriority)
}

function comparePriority(a: string, b: string): number {
  const [x, y] = [priorityOf(a), priorityOf(b)]
  if (x === undefined || y === undefined) {
    if (x === undefined && y === undefined) return a < b ? -1 : 1
    return x === undefined ? 1 : -1
  }
  for (const [index, part] of x.entries()) {
    const other = y[index] ?? 0
    if (part !== other) return other - part
  }
  return 0
}

function priorityOf(version: string): readonly number[] | undefined {
  const match = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version)
  if (match === null) return undefined
  const stage = match[2] === undefined ? 2 : match[2] === 'beta' ? 1 : 0
  return [stage, Number(match[1]), Number(match[3] ?? 0)]
}
