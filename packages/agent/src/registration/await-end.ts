import { createBackOff, type Environment, type SpaceClient } from '@downsync/adapter-k8s'
import { type KubeObject, nameOf, uidOf, valueAt } from '@downsync/core'
import { heldIn } from '../hub/conditions.ts'
import { takenBy } from './decide-agent-status.ts'
import type { Token } from './hub-address.ts'
import { requestToken } from './request-token.ts'
import { untilSeen } from './until-seen.ts'

/**
 * Waits for the end of a ManagedCluster that is being deleted. Where the hub waits for the agent of this very WEC (AGT-1), nobody
 * else can bring that end about: then it needs credentials once more.
 * @param id of the WEC that waits
 * @returns those credentials; undefined once the ManagedCluster is gone, or the signal has aborted
 */
export async function awaitEnd(
  its: SpaceClient,
  leaving: KubeObject,
  id: string,
  environment: Environment,
  signal: AbortSignal,
): Promise<Token | undefined> {
  const wec = nameOf(leaving)
  const { log } = environment
  const backOff = createBackOff(environment)
  log({ level: 'info', message: `ManagedCluster ${wec} is being deleted; waiting for its end` })
  for (;;) {
    const held = await untilSeen(its, wec, environment, signal, (cluster) => {
      if (cluster === 'absent' || uidOf(cluster) !== uidOf(leaving)) return 0
      return heldFor(cluster, id) || undefined
    })
    if (held === undefined || held === 0) return undefined
    const answer = await requestToken(its, wec, signal)
    if (answer.kind === 'token') {
      const works = `${held} ManifestWork${held === 1 ? '' : 's'}`
      log({
        level: 'info',
        message: `the hub waits for the agent of ${wec} to finish ${works}: it does so first`,
      })
      return answer.token
    }
    if (signal.aborted) return undefined
    log({
      level: 'warn',
      message: `the hub waits for the agent of ${wec}, which is not let in: ${answer.message}`,
    })
    await backOff.wait(signal, answer.kind === 'failed' ? answer.retryAfter : undefined)
  }
}

// Who is denied has no rights in its mailbox, and of another cluster's works nothing is here.
function heldFor(cluster: KubeObject, id: string): number {
  const isLetIn = valueAt(cluster, 'spec', 'hubAcceptsClient') === true
  return isLetIn && takenBy(cluster, id) === undefined ? heldIn(cluster) : 0
}
