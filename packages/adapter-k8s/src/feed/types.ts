import type { Space, WorldEvent } from '@downsync/core'
import type { SpaceClient } from '../client/types.ts'
import type { ServedResource } from '../discovery/types.ts'
import type { Environment } from '../environment.ts'

export type FeedOptions = Readonly<{
  client: SpaceClient
  space: Space
  environment: Environment
  /** Which resources are followed, and in which namespace only: undefined, not at all. */
  wants(resource: ServedResource): Readonly<{ namespace?: string }> | undefined
  onEvents(events: readonly WorldEvent[]): void
}>

/** One space as events for an engine: discovery, and a reflector for each resource that is wanted; new resources join when they are served. */
export interface SpaceFeed {
  /** Resolves once discovery was read and every wanted resource is known or is known not to be readable. */
  readonly ready: Promise<void>
  /** Path and version of a resource, as discovery says now. */
  served(group: string, resource: string): ServedResource | undefined
  stop(): void
}
