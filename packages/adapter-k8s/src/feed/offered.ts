import { resourceKey } from '@downsync/core'
import type { Discovery, ServedResource } from '../discovery/types.ts'

/** A resource as far as discovery can tell; `unread`: it could not be told now, this is how it was. */
export type Offered = Readonly<{ served: ServedResource; unread?: string }>

/**
 * What discovery says, with what it said before of group versions that it could not read now: those resources are unknown, not
 * gone, and not at another version either (SNP-1).
 * @param doubted resources that discovery does not show, but that may not be gone, with the reason
 */
export function offeredBy(
  discovery: Discovery,
  before: ReadonlyMap<string, Offered>,
  doubted: ReadonlyMap<string, string>,
): ReadonlyMap<string, Offered> {
  const offered = new Map<string, Offered>()
  for (const served of discovery.resources) offered.set(resourceKey(served), { served })
  for (const [key, { served }] of before) {
    const why = unreadBecause(discovery, served) ?? doubted.get(key)
    if (why !== undefined) offered.set(key, { served, unread: why })
  }
  return offered
}

/** Whether discovery says nothing of a resource, though it could be read where the resource was. */
export function isMissing(discovery: Discovery, served: ServedResource): boolean {
  const isShown = discovery.resources.some((one) => resourceKey(one) === resourceKey(served))
  return !isShown && unreadBecause(discovery, served) === undefined
}

// Gone from all the versions that were read: it may be in one that was not, even if that is not where it was.
function unreadBecause(discovery: Discovery, served: ServedResource): string | undefined {
  const ofGroup = discovery.unread.filter(({ group }) => group === served.group)
  const own = ofGroup.find(({ version }) => version === served.version)
  if (own !== undefined) return own.why
  const isElsewhere = discovery.resources.some((one) => resourceKey(one) === resourceKey(served))
  return isElsewhere ? undefined : ofGroup[0]?.why
}
