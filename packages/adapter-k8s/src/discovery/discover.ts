import { resourceKey } from '@downsync/core'
import type { Attempt } from '../attempt.ts'
import { failureText } from '../client/failure.ts'
import type { SpaceClient } from '../client/types.ts'
import type { GroupVersion } from './group-version.ts'
import { AGGREGATED, isAggregated, readAggregated } from './read-aggregated.ts'
import { readByVersion } from './read-by-version.ts'
import type { Discovery, ServedResource } from './types.ts'

/**
 * Learns what a server offers, each resource at the version that the server prefers (ID-1).
 * @returns a failure where the list of groups itself could not be read; a group version of which nothing could be learnt is
 * among `unread`, and the others are there
 */
export async function discover(client: SpaceClient, signal?: AbortSignal): Promise<Attempt<Discovery>> {
  const roots = ['/api', '/apis'] as const
  const found = await Promise.all(roots.map((root) => readRoot(client, root, signal)))
  const groupVersions: GroupVersion[] = []
  for (const part of found) {
    if (!part.ok) return part
    groupVersions.push(...part.value)
  }
  return { ok: true, value: discoveryOf(groupVersions) }
}

async function readRoot(
  client: SpaceClient,
  root: '/api' | '/apis',
  signal: AbortSignal | undefined,
): Promise<Attempt<readonly GroupVersion[]>> {
  const answer = await client.request({ method: 'GET', path: root, accept: AGGREGATED }, signal)
  if (answer.kind === 'noAnswer' || answer.code !== 200)
    return { ok: false, message: `${root}: ${failureText(answer)}` }
  const read = isAggregated(answer.body)
    ? readAggregated(answer.body)
    : await readByVersion(client, root, answer.body, signal)
  return (
    read ?? { ok: false, message: `${root}: ${client.server} answered with something that is no discovery` }
  )
}

// ID-1: in the order of the server, in which a group's preferred version is the first.
function discoveryOf(groupVersions: readonly GroupVersion[]): Discovery {
  const preferred = new Map<string, ServedResource>()
  const versions: ServedResource[] = []
  const unread: Discovery['unread'][number][] = []
  for (const { group, version, resources } of groupVersions) {
    if ('why' in resources) {
      unread.push({ group, version, why: resources.why })
      continue
    }
    for (const resource of resources) {
      versions.push(resource)
      if (!preferred.has(resourceKey(resource))) preferred.set(resourceKey(resource), resource)
    }
  }
  return { resources: [...preferred.values()], versions, unread }
}
