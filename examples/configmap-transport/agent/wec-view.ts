import { type Environment, type SpaceClient, watchSpace } from '@downsync/adapter-k8s'
import {
  groupOf,
  isWorkload,
  type KubeObject,
  type ManifestId,
  manifestKey,
  type ResourceInfo,
  resourceKey,
  type WorldEvent,
} from '@downsync/core'
import { manifestIdOf } from '../transport/entry.ts'
import { createObjectStore, type ObjectStore } from './object-store.ts'

/** All workload of a WEC as it is now, with what its server offers. */
export type WecView = Readonly<{
  /** By `manifestKey`. */
  objects: ObjectStore
  /** The resource of a kind, at the version that the server prefers. */
  resourceOf(id: Pick<ManifestId, 'group' | 'kind'>): ResourceInfo | undefined
  /** Resolves when everything that can be seen has been seen. */
  ready: Promise<void>
  stop(): void
}>

export function watchWec(client: SpaceClient, environment: Environment, onChange: () => void): WecView {
  const objects = createObjectStore()
  const resources = new Map<string, ResourceInfo>()

  function take(event: WorldEvent): void {
    switch (event.kind) {
      case 'put':
        objects.put(keyOf(event.object), event.object)
        break
      case 'deleted': {
        const { group, resource, namespace, name } = event.ref
        const kind = resources.get(resourceKey({ group, resource }))?.kind
        if (kind !== undefined) objects.remove(manifestKey({ group, kind, namespace, name }), event.uid)
        break
      }
      case 'resource':
        resources.set(resourceKey(event.info), event.info)
        break
      case 'resourceGone':
        forget(event.resource)
        break
      default:
    }
  }

  function forget(gone: Readonly<{ group: string; resource: string }>): void {
    const info = resources.get(resourceKey(gone))
    resources.delete(resourceKey(gone))
    for (const [key, { apiVersion, kind }] of objects.entries())
      if (groupOf(apiVersion) === gone.group && kind === info?.kind) objects.remove(key)
  }

  const feed = watchSpace({
    client,
    // It is told as a space of its own.
    space: 'wds',
    environment,
    wants: (resource) => (isWorkload(resource) ? {} : undefined),
    onEvents(events) {
      for (const event of events) take(event)
      onChange()
    },
  })
  return {
    objects,
    resourceOf: ({ group, kind }) =>
      [...resources.values()].find((info) => info.group === group && info.kind === kind),
    ready: feed.ready,
    stop: () => feed.stop(),
  }
}

/** The key of an object of a WEC. */
export function keyOf(object: KubeObject): string {
  return manifestKey(manifestIdOf(object))
}
