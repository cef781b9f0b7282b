import { type Environment, failureText, objectPath, type SpaceClient } from '@downsync/adapter-k8s'
import { type KubeObject, nameOf } from '@downsync/core'
import { microsecondsText } from '../hub/conditions.ts'
import { leaseSecondsOf } from '../hub/decide-availability.ts'
import { lookAgainAt } from '../hub/look-again.ts'
import { ocm, resources } from '../hub/names.ts'
import type { Verdict } from '../wec/loop/work-queue.ts'

// OCM's: up to so much longer, so that many agents do not come all at once.
const JITTER = 0.25

/** Renews the lease of a WEC; the verdict says when it is to be renewed again. */
export async function renewLease(
  its: SpaceClient,
  cluster: KubeObject,
  environment: Environment,
  signal: AbortSignal,
): Promise<Verdict> {
  const wec = nameOf(cluster)
  const now = environment.now()
  const answer = await its.request(
    {
      method: 'PATCH',
      path: objectPath(resources.leases, wec, ocm.lease),
      contentType: 'application/merge-patch+json',
      body: { spec: { renewTime: microsecondsText(now) } },
    },
    signal,
  )
  if (answer.kind === 'answer' && answer.code < 300) {
    const period = leaseSecondsOf(cluster) * 1000 * (1 + JITTER * environment.random())
    return lookAgainAt(now + period, now)
  }
  if (!signal.aborted)
    environment.log({
      level: 'warn',
      message: `the lease of ${wec} cannot be renewed: ${failureText(answer)}`,
    })
  const retryAfter = answer.kind === 'answer' ? answer.retryAfter : undefined
  // Whatever it is: without its lease the WEC soon counts as silent.
  return { kind: 'retry', ...(retryAfter === undefined ? {} : { retryAfter }) }
}
