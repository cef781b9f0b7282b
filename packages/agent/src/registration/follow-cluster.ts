import { type Environment, type Reflector, type SpaceClient, startReflector } from '@downsync/adapter-k8s'
import type { KubeObject } from '@downsync/core'
import { resources } from '../hub/names.ts'

/** Follows one ManagedCluster; `onChange` is told what it is now, `absent` only where that is certain. */
export function followCluster(
  its: SpaceClient,
  wec: string,
  environment: Environment,
  onChange: (cluster: KubeObject | 'absent') => void,
): Reflector {
  const reflector = startReflector({
    client: its,
    environment,
    // By this selector a role that names the one object lets it be listed and watched.
    target: { ...resources.clusters, fieldSelector: `metadata.name=${wec}` },
    onEvents(events) {
      for (const event of events) {
        if (event.kind === 'put') onChange(event.object)
        else if (event.kind === 'deleted') onChange('absent')
        else if (event.kind === 'known' && reflector.get('', wec) === undefined) onChange('absent')
      }
    },
  })
  return reflector
}
