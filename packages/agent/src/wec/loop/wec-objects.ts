import {
  type Environment,
  type Reflector,
  type ReflectorEvent,
  type ReflectorTarget,
  type SpaceClient,
  startReflector,
} from '@downsync/adapter-k8s'
import {
  equalJson,
  type JsonObject,
  type KubeObject,
  nameOf,
  namespaceOf,
  objectOf,
  withMember,
} from '@downsync/core'
import type { Api } from './api.ts'
import { createMirror } from './mirror.ts'
import { type FollowedObject, scopeKey, watchScopes } from './watch-scopes.ts'

/** What is there of an object. */
export type Read =
  | Readonly<{ kind: 'there'; object: KubeObject }>
  | Readonly<{ kind: 'absent' }>
  /** The server does not offer the resource any more. */
  | Readonly<{ kind: 'unserved'; message: string }>
  | Readonly<{ kind: 'refused'; message: string }>
  | Readonly<{ kind: 'failed'; message: string; retryAfter?: number }>

/** The objects in the WEC that works are about: known by watches where that is allowed, asked for otherwise. */
export interface WecObjects {
  /** From now on these are followed, and no others. */
  follow(objects: readonly FollowedObject[]): void
  read(object: FollowedObject): Promise<Read>
  /** The same, asked of the server. */
  fetch(object: FollowedObject): Promise<Read>
  /** Takes in the answer to a write; true where it is news. */
  saw(object: FollowedObject, state: KubeObject): boolean
  /** A deletion of this uid that left nothing. */
  removed(object: FollowedObject, uid: string): void
  /** Whether changes of it are told. */
  isWatched(object: FollowedObject): boolean
  /** Resolves when each of them is watched, or is known not to be watchable. */
  settled(objects: readonly FollowedObject[]): Promise<void>
  stop(): void
}

export type WecObjectsOptions = Readonly<{
  client: SpaceClient
  api: Api
  environment: Environment
  /** An object that is followed has changed, or may have; perhaps in nothing but its status. */
  onChange(key: string, isStatusOnly: boolean): void
}>

/** One string for an object at a version. */
export function followedKey(object: FollowedObject): string {
  const { group, version, resource, namespace, name } = object
  return JSON.stringify([group, version, resource, namespace, name])
}

export function createWecObjects(options: WecObjectsOptions): WecObjects {
  const { client, api, environment } = options
  const mirror = createMirror()
  const watches = new Map<string, ObjectWatch>()
  let followed: ReadonlyMap<string, FollowedObject> = new Map()

  function watchOf(object: FollowedObject): ObjectWatch | undefined {
    const { namespace, ...rest } = object
    return watches.get(scopeKey({ ...rest, namespace })) ?? watches.get(scopeKey(rest))
  }

  function startWatch(target: ReflectorTarget): ObjectWatch {
    let settle = (): void => undefined
    const settled = new Promise<void>((resolve) => {
      settle = resolve
    })
    function onEvents(events: readonly ReflectorEvent[]): void {
      for (const event of events) take(event)
      if (events.some((event) => event.kind === 'known' || event.kind === 'unknown')) settle()
    }
    function take(event: ReflectorEvent): void {
      if (event.kind === 'put') {
        const key = keyIn(target, namespaceOf(event.object), nameOf(event.object))
        const before = mirror.get(key)
        if (followed.has(key) && mirror.put(key, event.object))
          options.onChange(key, before !== undefined && differOnlyInStatus(before, event.object))
      } else if (event.kind === 'deleted') {
        const key = keyIn(target, event.id.namespace, event.id.name)
        if (mirror.remove(key, event.uid)) options.onChange(key, false)
      } else if (event.kind === 'known') dropUnconfirmed(target)
    }
    // What is kept is kept here, for those that are followed.
    const reflector = startReflector({ client, target, environment, onEvents, retain: trace })
    return {
      reflector,
      settled,
      stop() {
        reflector.stop()
        settle()
      },
    }
  }

  // An answer of which the deletion was missed.
  function dropUnconfirmed(target: ReflectorTarget): void {
    const reflector = watches.get(scopeKey(target))?.reflector
    if (reflector === undefined) return
    for (const [key, object] of followed) {
      const state = mirror.get(key)
      if (state === undefined || watchOf(object)?.reflector !== reflector) continue
      if (reflector.get(object.namespace, object.name) !== undefined) continue
      mirror.drop(key)
      options.onChange(key, false)
    }
  }

  async function fetch(object: FollowedObject): Promise<Read> {
    const result = await api.get(object)
    const key = followedKey(object)
    switch (result.kind) {
      case 'done':
        if (result.object === undefined)
          return { kind: 'failed', message: 'the server answered without an object' }
        mirror.put(key, result.object)
        return { kind: 'there', object: mirror.get(key) ?? result.object }
      case 'absent':
        if (mirror.get(key) !== undefined) {
          mirror.drop(key)
          options.onChange(key, false)
        }
        return result
      case 'conflict':
        return { kind: 'failed', message: result.message }
      default:
        return result
    }
  }

  return {
    follow(objects) {
      followed = new Map(objects.map((object) => [followedKey(object), object]))
      const targets = watchScopes(objects)
      for (const [key, target] of targets) if (!watches.has(key)) watches.set(key, startWatch(target))
      for (const [key, watch] of watches)
        if (!targets.has(key)) {
          watch.stop()
          watches.delete(key)
        }
      for (const [key] of mirror.entries()) if (!followed.has(key)) mirror.drop(key)
    },
    async read(object) {
      const state = mirror.get(followedKey(object))
      const reflector = watchOf(object)?.reflector
      if (reflector?.known !== true) return fetch(object)
      if (state !== undefined) return { kind: 'there', object: state }
      // Told before it was followed.
      const isThere = reflector.get(object.namespace, object.name) !== undefined
      return isThere ? fetch(object) : { kind: 'absent' }
    },
    fetch,
    saw: (object, state) => mirror.put(followedKey(object), state),
    removed: (object, uid) => void mirror.remove(followedKey(object), uid),
    isWatched: (object) => watchOf(object)?.reflector.known === true,
    async settled(objects) {
      await Promise.all(
        [...new Set(objects.flatMap((object) => watchOf(object) ?? []))].map((watch) => watch.settled),
      )
    },
    stop() {
      for (const watch of watches.values()) watch.stop()
      watches.clear()
    },
  }
}

type ObjectWatch = Readonly<{ reflector: Reflector; settled: Promise<void>; stop(): void }>

function keyIn(target: ReflectorTarget, namespace: string, name: string): string {
  return followedKey({ ...target, namespace, name })
}

/** Enough of an object to tell whether it is there, and whether it is another one. */
function trace({ apiVersion, kind, metadata }: KubeObject): KubeObject {
  const kept = ['name', 'namespace', 'uid', 'resourceVersion']
  const traced = objectOf(Object.entries(metadata).filter(([key]) => kept.includes(key)))
  return { apiVersion, kind, metadata: traced }
}

/** Apart from what the server counts and notes by itself. */
function differOnlyInStatus(a: KubeObject, b: KubeObject): boolean {
  return equalJson(withoutStatus(a), withoutStatus(b))
}

const COUNTED: ReadonlySet<string> = new Set(['resourceVersion', 'managedFields'])

function withoutStatus(object: KubeObject): JsonObject {
  const metadata = objectOf(Object.entries(object.metadata).filter(([key]) => !COUNTED.has(key)))
  return withMember(withMember(object, 'metadata', metadata), 'status', undefined)
}
