import type { Environment } from '@downsync/adapter-k8s'
import { finalizersOf, type JsonObject, type KubeObject, nameOf } from '@downsync/core'
import type { Verdict } from '../wec/loop/work-queue.ts'
import { agentObjectsOf } from './agent-objects.ts'
import { conditionTypes, notAccepted, secondsText } from './conditions.ts'
import { type ClusterDecision, decideCluster } from './decide-cluster.ts'
import { DONE, ensureAbsent, inTurn, type Step, stepOf } from './ensure.ts'
import { clearLeftovers, leave } from './leave.ts'
import { lookAgainAt } from './look-again.ts'
import { makeRoom } from './make-room.ts'
import { ocm, resources } from './names.ts'
import { type HubTools, say } from './say.ts'

/** Brings everything about one WEC to what is wanted of it, as far as it can be seen. */
export async function reconcileCluster(tools: HubTools, wec: string): Promise<Verdict> {
  const { view, environment, acceptAll } = tools
  const cluster = view.get(resources.clusters, '', wec)
  if (cluster === 'unknown') return { kind: 'done' }
  if (cluster === 'absent') return verdictOn(await clearLeftovers(tools, wec), wec, environment)
  const seen = {
    cluster,
    namespace: view.get(resources.namespaces, '', wec),
    lease: view.get(resources.leases, wec, ocm.lease),
    watchedSince: view.leasesSince(),
  }
  const decision = decideCluster(seen, acceptAll, environment.now())
  return verdictOn(await carryOut(tools, cluster, decision), wec, environment, decision.deadline)
}

async function carryOut(tools: HubTools, cluster: KubeObject, decision: ClusterDecision): Promise<Step> {
  switch (decision.phase) {
    case 'asking':
    case 'left':
      return DONE
    case 'accepted':
      return accept(tools, cluster, decision)
    case 'denied':
      return deny(tools, cluster, decision)
    case 'leaving':
      return leave(tools, cluster, decision.conditions)
  }
}

async function accept(tools: HubTools, cluster: KubeObject, decision: ClusterDecision): Promise<Step> {
  const { writer, environment } = tools
  const change = acceptance(cluster, decision, environment.now())
  let standing = cluster
  if (change !== undefined) {
    const written = await writer.patch(resources.clusters, cluster, change)
    if (written.kind !== 'done')
      return stepOf(written, 'accept', { resource: resources.clusters, object: cluster })
    standing = written.object ?? cluster
  }
  if (decision.obstacle !== undefined) return say(tools, standing, decision.conditions)
  const made = await makeRoom(tools, nameOf(cluster))
  if (made.kind === 'done') return say(tools, standing, decision.conditions)
  // P-4: what fails for now takes nothing back; and a silence is told all the same.
  const problem = made.kind === 'refused' ? [notAccepted(made.message)] : []
  const others = decision.conditions.filter(({ type }) => type !== conditionTypes.accepted)
  const said = await say(tools, standing, [...problem, ...others])
  return made.kind === 'waiting' ? said : made
}

// The finalizer comes before anything that it is to clean up.
function acceptance(cluster: KubeObject, { accepts }: ClusterDecision, now: number): JsonObject | undefined {
  const finalizers = finalizersOf(cluster)
  const isHeld = finalizers.includes(ocm.finalizer)
  if (isHeld && !accepts) return undefined
  const annotations = { [ocm.acceptedOn]: secondsText(now) }
  return {
    metadata: {
      ...(isHeld ? {} : { finalizers: [...finalizers, ocm.finalizer] }),
      ...(accepts ? { annotations } : {}),
    },
    ...(accepts ? { spec: { hubAcceptsClient: true } } : {}),
  }
}

// The mailbox and what is in it stay, as in OCM.
async function deny(tools: HubTools, cluster: KubeObject, { conditions }: ClusterDecision): Promise<Step> {
  const { roleBinding, clusterRoleBinding } = agentObjectsOf(nameOf(cluster))
  const denied = await inTurn([roleBinding, clusterRoleBinding], (wanted) =>
    ensureAbsent(tools.view, tools.writer, wanted),
  )
  return denied.kind === 'done' ? say(tools, cluster, conditions) : denied
}

function verdictOn(step: Step, wec: string, { log, now }: Environment, deadline?: number): Verdict {
  switch (step.kind) {
    case 'done':
    case 'waiting':
      return deadline === undefined ? { kind: 'done' } : lookAgainAt(deadline, now())
    case 'conflict':
      return { kind: 'retry' }
    case 'refused':
      log({ level: 'error', message: `${wec}: ${step.message}` })
      return { kind: 'refused' }
    case 'failed': {
      log({ level: 'warn', message: `${wec}: ${step.message}` })
      const { retryAfter } = step
      return { kind: 'retry', ...(retryAfter === undefined ? {} : { retryAfter }) }
    }
  }
}
