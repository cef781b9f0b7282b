import { type Json, listAt, memberOf, stringAt } from '@downsync/core'
import type { Attempt } from '../attempt.ts'
import type { GroupVersion } from './group-version.ts'
import type { ServedResource } from './types.ts'

/** Asks for all of discovery in one document; a server that cannot give it answers with the list of groups. */
export const AGGREGATED =
  'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json'

export function isAggregated(body: Json): boolean {
  return memberOf(body, 'kind') === 'APIGroupDiscoveryList'
}

/** Reads an APIGroupDiscoveryList. */
export function readAggregated(body: Json): Attempt<readonly GroupVersion[]> {
  const value = listAt(body, 'items').flatMap((item) => {
    // The core group has no name.
    const group = stringAt(item, 'metadata', 'name') ?? ''
    return listAt(item, 'versions').map((version) => groupVersionOf(group, version))
  })
  return { ok: true, value }
}

function groupVersionOf(group: string, given: Json): GroupVersion {
  const version = stringAt(given, 'version') ?? ''
  // What the server has not been able to ask its extension for: what it still says may be of yesterday.
  if (memberOf(given, 'freshness') === 'Stale')
    return { group, version, resources: { why: `${group}/${version}: the server behind it does not answer` } }
  const resources = listAt(given, 'resources').flatMap((resource) => resourceOf(group, version, resource))
  return { group, version, resources }
}

function resourceOf(group: string, version: string, given: Json): readonly ServedResource[] {
  const resource = stringAt(given, 'resource')
  const kind = stringAt(given, 'responseKind', 'kind')
  if (resource === undefined || kind === undefined) return []
  return [
    {
      group,
      version,
      resource,
      kind,
      namespaced: stringAt(given, 'scope') === 'Namespaced',
      hasStatus: listAt(given, 'subresources').some((one) => memberOf(one, 'subresource') === 'status'),
      verbs: listAt(given, 'verbs').filter((verb) => typeof verb === 'string'),
    },
  ]
}
