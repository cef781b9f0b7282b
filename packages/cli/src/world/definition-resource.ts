import { type Json, listAt, memberOf, stringAt, valueAt } from '@downsync/core'
import type { ResourceType } from './resource-type.ts'
import { compareVersions } from './version-priority.ts'

/** Whether an object is a CustomResourceDefinition. */
export function isDefinition(value: Json): boolean {
  return (
    memberOf(value, 'kind') === 'CustomResourceDefinition' &&
    stringAt(value, 'apiVersion')?.startsWith('apiextensions.k8s.io/') === true
  )
}

/** The resource that a CustomResourceDefinition makes a server serve, or the field that keeps it from that. */
export function resourceDefinedBy(
  definition: Json,
): Readonly<{ ok: true; value: ResourceType } | { ok: false; path: string; message: string }> {
  const group = stringAt(definition, 'spec', 'group')
  const resource = stringAt(definition, 'spec', 'names', 'plural')
  const kind = stringAt(definition, 'spec', 'names', 'kind')
  if (group === undefined)
    return { ok: false, path: 'spec.group', message: 'is missing: no resource is served' }
  if (resource === undefined)
    return { ok: false, path: 'spec.names.plural', message: 'is missing: no resource is served' }
  if (kind === undefined)
    return { ok: false, path: 'spec.names.kind', message: 'is missing: no resource is served' }
  const expected = `${resource}.${group}`
  if (stringAt(definition, 'metadata', 'name') !== expected)
    return { ok: false, path: 'metadata.name', message: `must be ${expected}, the plural and the group` }
  const versions = listAt(definition, 'spec', 'versions').filter(
    (version) => memberOf(version, 'served') === true,
  )
  const names = versions.map((version) => stringAt(version, 'name') ?? '').sort(compareVersions)
  const [preferred] = names
  if (preferred === undefined) return { ok: false, path: 'spec.versions', message: 'no version is served' }
  const shortNames = listAt(definition, 'spec', 'names', 'shortNames').filter(
    (name) => typeof name === 'string',
  )
  const preferredVersion = versions.find((version) => memberOf(version, 'name') === preferred)
  return {
    ok: true,
    value: {
      group,
      resource,
      kind,
      versions: names,
      namespaced: stringAt(definition, 'spec', 'scope') !== 'Cluster',
      hasStatus: valueAt(preferredVersion, 'subresources', 'status') !== undefined,
      shortNames,
    },
  }
}
