import {
  type Environment,
  type ReflectorEvent,
  type ReflectorTarget,
  type SpaceClient,
  startReflector,
} from '@downsync/adapter-k8s'
import { type KubeObject, nameOf, namespaceOf } from '@downsync/core'
import type { Api, ApiResult, Place } from './api.ts'
import { createMirror } from './mirror.ts'

/** One resource, whole or in one namespace, as it is now: what a watch tells and what requests brought. */
export interface Collection {
  get(name: string): KubeObject | undefined
  all(): readonly KubeObject[]
  /** Whether what is not there is known to be absent (SNP-1). */
  readonly isKnown: boolean
  /** Resolves when it has become known for the first time, or was stopped. */
  readonly synced: Promise<void>
  /** Resolves when it has become known, or is known not to be readable. */
  readonly settled: Promise<void>
  /** Takes in the answer to a request. */
  saw(object: KubeObject): void
  /** A deletion of this uid left nothing; nobody is told. */
  removed(name: string, uid: string): void
  /** The server says that there is none; whoever follows it is told, if that is news. */
  missing(name: string): void
  stop(): void
}

export type CollectionOptions = Readonly<{
  client: SpaceClient
  target: ReflectorTarget
  environment: Environment
  /** Something else than what was known already; called with its name. */
  onChange(name: string): void
  /** The same, where it was this agent that asked or wrote. */
  onSaw?(name: string): void
  /** It has become known, or is so no more. */
  onKnown?(): void
}>

/** Follows a resource of which there is one scope only, so that names suffice. */
export function followCollection(options: CollectionOptions): Collection {
  const { client, target, environment, onChange } = options
  const mirror = createMirror()
  let settle = (): void => undefined
  const settled = new Promise<void>((resolve) => {
    settle = resolve
  })

  function onEvents(events: readonly ReflectorEvent[]): void {
    for (const event of events)
      if (event.kind === 'put') {
        if (mirror.put(nameOf(event.object), event.object)) onChange(nameOf(event.object))
      } else if (event.kind === 'deleted') {
        if (mirror.remove(event.id.name, event.uid)) onChange(event.id.name)
      } else {
        if (event.kind === 'known') dropUnconfirmed()
        settle()
        options.onKnown?.()
      }
  }

  // An answer of which the deletion was missed.
  function dropUnconfirmed(): void {
    for (const [name, object] of mirror.entries())
      if (reflector.get(namespaceOf(object), name) === undefined) missing(name)
  }

  function missing(name: string): void {
    if (mirror.get(name) === undefined) return
    mirror.drop(name)
    onChange(name)
  }

  const reflector = startReflector({ client, target, environment, onEvents })
  return {
    get: mirror.get,
    all: () => mirror.entries().map(([, object]) => object),
    get isKnown() {
      return reflector.known === true
    },
    synced: reflector.synced,
    settled,
    saw(object) {
      if (mirror.put(nameOf(object), object)) options.onSaw?.(nameOf(object))
    },
    removed: (name, uid) => void mirror.remove(name, uid),
    missing,
    stop() {
      reflector.stop()
      settle()
    },
  }
}

/** Asks for one object of a collection, and takes in what the server says. */
export async function refreshed(collection: Collection, api: Api, place: Place): Promise<ApiResult> {
  const result = await api.get(place)
  if (result.kind === 'done' && result.object !== undefined) collection.saw(result.object)
  if (result.kind === 'absent') collection.missing(place.name)
  return result
}
