import type { Attempt, Environment, SpaceClient } from '@downsync/adapter-k8s'
import { conditionOf, conditionsOf, type KubeObject, nameOf, uidOf, valueAt } from '@downsync/core'
import { conditionTypes } from '../hub/conditions.ts'
import { isAccepted } from './decide-agent-status.ts'
import { untilSeen } from './until-seen.ts'

// Most hubs take milliseconds, of which nobody needs to hear.
const SOON = 1000

/** Waits until the hub has accepted a WEC; what is waited for is logged, unless it is over soon. */
export async function untilAccepted(
  its: SpaceClient,
  asked: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<Attempt<undefined>> {
  if (isAccepted(asked)) return { ok: true, value: undefined }
  const wec = nameOf(asked)
  let awaited = ''
  const ending = new AbortController()
  const tell = async (text: string): Promise<void> => {
    await environment.sleep(SOON, ending.signal)
    if (text === awaited && !ending.signal.aborted) environment.log({ level: 'info', message: text })
  }
  const end = await untilSeen<'accepted' | 'gone'>(its, wec, environment, signal, (cluster) => {
    if (cluster === 'absent' || uidOf(cluster) !== uidOf(asked)) return 'gone'
    if (isAccepted(cluster)) return 'accepted'
    const now = awaitedBy(cluster)
    if (now === awaited) return undefined
    awaited = now
    void tell(now)
    return undefined
  })
  ending.abort()
  switch (end) {
    case 'accepted':
      return { ok: true, value: undefined }
    case 'gone':
      return { ok: false, message: `ManagedCluster ${wec} was deleted before it was accepted` }
    default:
      return { ok: false, message: `stopped: ${awaited === '' ? awaitedBy(asked) : awaited}` }
  }
}

function awaitedBy(cluster: KubeObject): string {
  const name = nameOf(cluster)
  const accept = `kubectl patch managedcluster ${name} --type merge -p '{"spec":{"hubAcceptsClient":true}}'`
  const standing = conditionOf(conditionsOf(cluster), conditionTypes.accepted)
  if (valueAt(cluster, 'spec', 'hubAcceptsClient') !== true) {
    const how = standing === undefined ? 'is not accepted yet' : 'is denied'
    return `ManagedCluster ${name} ${how}; who may accepts it by: ${accept}`
  }
  return standing === undefined
    ? `ManagedCluster ${name} is to be accepted; the hub has not done so yet`
    : `ManagedCluster ${name} is to be accepted, but the hub says: ${standing.message}`
}
