import {
  type KubeObject,
  memberOf,
  objectOf,
  type ResourceInfo,
  refOf,
  type WorldEvent,
} from '@downsync/core'
import type { ServedResource } from '../discovery/types.ts'
import { startReflector } from '../reflector/start-reflector.ts'
import type { ReflectorEvent } from '../reflector/types.ts'
import type { FeedOptions } from './types.ts'

/** One resource of a space, followed and told as events of the world. */
export type FollowedResource = Readonly<{
  readonly served: ServedResource
  /** Whether it is known, or known not to be readable (now). */
  readonly isSettled: boolean
  readonly isKnown: boolean
  /** What the world is told of the resource now. */
  info(): WorldEvent
  /** What was told, as far as it is kept: for who follows it next. */
  told(): Iterable<KubeObject>
  /** What discovery says now; `unread` where it could not say anything about the resource's group version. */
  update(served: ServedResource, unread: string | undefined): readonly WorldEvent[]
  stop(): void
}>

export type FollowOptions = Readonly<{
  served: ServedResource
  namespace?: string
  told?: Iterable<KubeObject>
  /** Takes what the reflector brought, as it is and as events of the world. */
  onEvents(events: readonly WorldEvent[], reflected: readonly ReflectorEvent[]): void
}>

const NOT_LISTED = { why: 'it has not been listed yet' }

/** Begins to follow a resource; nothing is told before this has returned. */
export function followResource(
  feed: Pick<FeedOptions, 'client' | 'space' | 'environment'>,
  options: FollowOptions,
): FollowedResource {
  const { client, space, environment } = feed
  let served = options.served
  let unread: string | undefined
  let seen: ResourceInfo['known'] = NOT_LISTED
  let isSettled = false
  let isStopped = false

  function info(): WorldEvent {
    const { group, resource, version, kind, namespaced, hasStatus } = served
    // SNP-1: what discovery cannot say anything about may have become something else.
    const known = unread === undefined ? seen : { why: unread }
    return { kind: 'resource', space, info: { group, resource, version, kind, namespaced, hasStatus, known } }
  }

  function worldEvent(event: ReflectorEvent): WorldEvent {
    switch (event.kind) {
      case 'put':
        return { kind: 'put', space, object: event.object }
      case 'deleted':
        return { kind: 'deleted', ref: refOf(space, event.id), uid: event.uid }
      case 'known':
      case 'unknown':
        seen = event.kind === 'known' ? true : { why: event.why }
        isSettled = true
        return info()
    }
  }

  const { group, version, resource, kind, namespaced } = served
  const reflector = startReflector({
    client,
    environment,
    target: {
      group,
      version,
      resource,
      kind,
      namespaced,
      ...(options.namespace === undefined ? {} : { namespace: options.namespace }),
    },
    ...(options.told === undefined ? {} : { told: options.told }),
    retain: skeletonOf,
    onEvents: (events) => options.onEvents(events.map(worldEvent), events),
  })

  return {
    get served() {
      return served
    },
    get isSettled() {
      return isSettled || isStopped
    },
    get isKnown() {
      return seen === true
    },
    info,
    told: () => reflector.objects(),
    update(next, nextUnread) {
      const isNews = nextUnread !== unread || next.hasStatus !== served.hasStatus
      served = next
      unread = nextUnread
      return isNews ? [info()] : []
    },
    stop() {
      isStopped = true
      reflector.stop()
    },
  }
}

const KEPT = ['name', 'namespace', 'uid', 'resourceVersion']

// The world keeps the objects; here stands only what tells the difference of a list.
function skeletonOf({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const kept = KEPT.flatMap((key) => {
    const value = memberOf(metadata, key)
    return value === undefined ? [] : [[key, value] as const]
  })
  return { apiVersion, kind, metadata: objectOf(kept) }
}
