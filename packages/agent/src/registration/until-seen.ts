import type { Environment, SpaceClient } from '@downsync/adapter-k8s'
import type { KubeObject } from '@downsync/core'
import { followCluster } from './follow-cluster.ts'

/**
 * Follows a ManagedCluster until something is found in it.
 * @returns what `look` has found; undefined once the signal has aborted
 */
export async function untilSeen<T>(
  its: SpaceClient,
  wec: string,
  environment: Environment,
  signal: AbortSignal,
  look: (cluster: KubeObject | 'absent') => T | undefined,
): Promise<T | undefined> {
  if (signal.aborted) return undefined
  return new Promise((resolve) => {
    const end = (found: T | undefined): void => {
      signal.removeEventListener('abort', giveUp)
      reflector.stop()
      resolve(found)
    }
    const giveUp = (): void => end(undefined)
    signal.addEventListener('abort', giveUp, { once: true })
    const reflector = followCluster(its, wec, environment, (cluster) => {
      const found = look(cluster)
      if (found !== undefined) end(found)
    })
  })
}
