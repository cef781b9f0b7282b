import { type Discovery, discover, type ServedResource, type SpaceClient } from '@downsync/adapter-k8s'
import type { GroupResource } from '@downsync/core'
import type { KindAnswer, KindLookup } from '../work/work-manifests.ts'

/** A resource at a version, or why none can be named. */
export type ResourceAnswer =
  | Readonly<{ kind: 'served'; served: ServedResource }>
  | Readonly<{ kind: 'absent' }>
  | Readonly<{ kind: 'unread'; why: string }>

/** What the WEC's server offers, as it was read last. */
export interface Kinds {
  readonly lookup: KindLookup
  /** The resource, at this version if it is served at it. */
  resource(resource: GroupResource, version: string): ResourceAnswer
  /** Reads it again; with a reading that has not begun to be answered, that one. Why it could not be read, if so. */
  refresh(): Promise<string | undefined>
  /** Counts readings that brought something else. */
  readonly revision: number
}

export function createKinds(client: SpaceClient, signal: AbortSignal): Kinds {
  let discovery: Discovery | undefined
  let failure = 'what the server offers has not been read yet'
  let reading: Promise<string | undefined> | undefined
  let revision = 0

  async function read(): Promise<string | undefined> {
    const found = await discover(client, signal)
    reading = undefined
    if (!found.ok) {
      failure = found.message
      return failure
    }
    discovery = found.value
    revision++
    return undefined
  }

  function unreadOf(group: string): string | undefined {
    if (discovery === undefined) return failure
    const unread = discovery.unread.find((one) => one.group === group)
    return unread && `discovery of ${unread.group}/${unread.version}: ${unread.why}`
  }

  // Absent only where all of the group was read (SNP-1).
  function absence(group: string): Readonly<{ kind: 'absent' }> | Readonly<{ kind: 'unread'; why: string }> {
    const why = unreadOf(group)
    return why === undefined ? { kind: 'absent' } : { kind: 'unread', why }
  }

  return {
    lookup(group, version, kind): KindAnswer {
      const served = discovery?.versions.find(
        (one) => one.group === group && one.version === version && one.kind === kind,
      )
      if (served === undefined) return absence(group)
      return { kind: 'served', resource: served.resource, namespaced: served.namespaced }
    },
    resource({ group, resource }, version) {
      const versions = (discovery?.versions ?? []).filter(
        (one) => one.group === group && one.resource === resource,
      )
      const served = versions.find((one) => one.version === version) ?? versions[0]
      return served === undefined ? absence(group) : { kind: 'served', served }
    },
    refresh() {
      reading ??= read()
      return reading
    },
    get revision() {
      return revision
    },
  }
}
