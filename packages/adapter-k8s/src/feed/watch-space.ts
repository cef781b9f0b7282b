import { resourceKey, type WorldEvent } from '@downsync/core'
import type { Discovery } from '../discovery/types.ts'
import { doubtsAbout } from './doubts.ts'
import { type FollowedResource, followResource } from './followed-resource.ts'
import { isMissing, type Offered, offeredBy } from './offered.ts'
import { createPromises, PROMISING } from './promises.ts'
import { createQuietLog } from './quiet-log.ts'
import { startRediscovery } from './rediscovery.ts'
import type { FeedOptions, SpaceFeed } from './types.ts'

/** Where definitions cannot be followed, how often discovery is read for what has changed; milliseconds. */
const INTERVAL = 60_000
/** Readings of discovery that the space is given to show what is promised, before it counts as ready without. */
const PATIENCE = 8
const PROMISING_KEYS: readonly string[] = PROMISING.map(resourceKey)
const DEFINITIONS = resourceKey({ group: 'apiextensions.k8s.io', resource: 'customresourcedefinitions' })

/**
 * Follows a space as it changes: reads discovery, follows every wanted resource that can be listed and watched, and tells it
 * as events for an engine; resources join when they are served, and go when they are not.
 */
export function watchSpace(options: FeedOptions): SpaceFeed {
  const { client, space } = options
  const quiet = createQuietLog(options.environment.log)
  const environment = { ...options.environment, log: quiet.log }
  const followed = new Map<string, Entry>()
  const promises = createPromises()
  let offered: ReadonlyMap<string, Offered> = new Map()
  let discovery: Discovery | undefined
  let doubts: ReadonlyMap<string, string> = new Map()
  let readings = 0
  let isStopped = false
  let isReady = false
  let becomeReady = (): void => undefined
  const ready = new Promise<void>((resolve) => {
    becomeReady = () => {
      isReady = true
      resolve()
    }
  })

  function tell(events: readonly WorldEvent[]): void {
    if (events.length === 0 || isStopped) return
    try {
      options.onEvents(events)
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error)
      environment.log({ level: 'error', message: `events of ${client.server} were not taken: ${message}` })
    }
  }

  function takeStock(): void {
    const resources = [...followed.values()].map((entry) => entry.resource)
    if (discovery === undefined || !resources.every(({ isSettled }) => isSettled)) return
    if (!isReady && (promises.areKept(discovery) || readings >= PATIENCE)) becomeReady()
    if (resources.every(({ isKnown }) => isKnown)) quiet.calm(`${client.server} is seen completely again`)
  }

  function isUpToDate(found: Discovery): boolean {
    return doubts.size === 0 && promises.areKept(found)
  }

  async function takeDiscovery(found: Discovery, signal: AbortSignal): Promise<void> {
    const missing = [...followed.values()].filter(({ resource }) => isMissing(found, resource.served))
    const asked = missing.map(({ resource, wish }) => ({ served: resource.served, ...namespaceOf(wish) }))
    doubts = await doubtsAbout(asked, client, promises, signal)
    if (isStopped) return
    discovery = found
    readings++
    offered = offeredBy(found, offered, doubts)
    const events: WorldEvent[] = []
    for (const [key, entry] of followed) if (!isFollowedStill(key, entry)) events.push(...leave(key, entry))
    for (const [key, one] of offered) events.push(...followOffered(key, one))
    tell(events)
    takeStock()
  }

  function isFollowedStill(key: string, { resource, wish }: Entry): boolean {
    const served = offered.get(key)?.served
    if (served === undefined || wishFor(key, served)?.isTold !== wish.isTold) return false
    // Of another kind or scope it is another resource, though it has the same name.
    return served.kind === resource.served.kind && served.namespaced === resource.served.namespaced
  }

  function wishFor(key: string, served: Offered['served']): Wish | undefined {
    if (!served.verbs.includes('list') || !served.verbs.includes('watch')) return undefined
    const wish = options.wants(served)
    if (wish !== undefined) return { ...wish, isTold: true }
    return PROMISING_KEYS.includes(key) ? { isTold: false } : undefined
  }

  function leave(key: string, { resource, wish }: Entry): readonly WorldEvent[] {
    resource.stop()
    followed.delete(key)
    const { group, resource: name } = resource.served
    return wish.isTold ? [{ kind: 'resourceGone', space, resource: { group, resource: name } }] : []
  }

  function followOffered(key: string, { served, unread }: Offered): readonly WorldEvent[] {
    const wish = wishFor(key, served)
    if (wish === undefined) return []
    const before = followed.get(key)
    if (before !== undefined && before.resource.served.version === served.version)
      return before.wish.isTold ? before.resource.update(served, unread) : []
    // ID-1: at another version the objects are the same, so what was told of them stays.
    before?.resource.stop()
    const resource = followResource(
      { client, space, environment },
      {
        served,
        ...namespaceOf(wish),
        ...(before === undefined ? {} : { told: before.resource.told() }),
        onEvents(events, reflected) {
          const isPromising = PROMISING_KEYS.includes(key)
          if (isPromising) promises.take(reflected)
          if (wish.isTold) tell(events)
          takeStock()
          // A resource that is lost may be so because it is not served any more.
          const isLost = reflected.some((event) => event.kind === 'unknown')
          const isOutdated = isPromising && discovery !== undefined && !isUpToDate(discovery)
          if (isLost || isOutdated) rediscovery.ask()
        },
      },
    )
    followed.set(key, { resource, wish })
    return wish.isTold ? [resource.info()] : []
  }

  const rediscovery = startRediscovery({
    client,
    environment,
    onDiscovery: takeDiscovery,
    isUpToDate,
    interval: () => (followed.get(DEFINITIONS)?.resource.isKnown === true ? undefined : INTERVAL),
  })

  return {
    ready,
    served: (group, resource) => offered.get(resourceKey({ group, resource }))?.served,
    stop() {
      isStopped = true
      rediscovery.stop()
      for (const { resource } of followed.values()) resource.stop()
      becomeReady()
    },
  }
}

type Wish = Readonly<{ namespace?: string; isTold: boolean }>
type Entry = Readonly<{ resource: FollowedResource; wish: Wish }>

function namespaceOf({ namespace }: Wish): Readonly<{ namespace?: string }> {
  return namespace === undefined ? {} : { namespace }
}
