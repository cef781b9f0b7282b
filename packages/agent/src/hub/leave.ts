import { finalizersOf, type KubeObject, nameOf, namespaceOf, valueAt } from '@downsync/core'
import type { SaidCondition } from '../wec/conditions/set-condition.ts'
import { agentObjectsOf, leaseOf, type WantedObject } from './agent-objects.ts'
import { decideCleanup } from './decide-cleanup.ts'
import { DONE, ensureAbsent, inTurn, type Step, stepOf } from './ensure.ts'
import { letIn } from './make-room.ts'
import { ocm, resources } from './names.ts'
import { type HubTools, say } from './say.ts'

/**
 * Empties the mailbox of a WEC that leaves, and waits for its agent to finish what was delivered. Then its rights are taken
 * away and its ManagedCluster is let go; where works arrive between, it has them again. The namespace stays, as in OCM: it may hold what others have put there. An agent that
 * is gone for good keeps its ManagedCluster there until somebody takes the finalizers off the ManifestWorks.
 */
export async function leave(
  tools: HubTools,
  cluster: KubeObject,
  conditions: readonly SaidCondition[],
): Promise<Step> {
  const { view, writer } = tools
  const wec = nameOf(cluster)
  const inside = view.worksOf(wec)
  if (inside === 'unknown') return say(tools, cluster, conditions)
  const cleanup = decideCleanup(inside)
  if (cleanup.kind === 'remaining') {
    const removed = await inTurn(cleanup.remove, async (work) =>
      stepOf(await writer.remove(resources.works, work), 'delete', {
        resource: resources.works,
        object: work,
      }),
    )
    // What arrived after the mailbox was seen empty found the rights taken away.
    const isLetIn = valueAt(cluster, 'spec', 'hubAcceptsClient') === true
    const made = isLetIn ? await letIn(tools, wec) : DONE
    const told = await say(tools, cluster, [...conditions, cleanup.condition])
    // None of them holds up the others.
    return [removed, made].find(({ kind }) => kind !== 'done' && kind !== 'waiting') ?? told
  }
  const cleared = await inTurn(everythingOf(wec), (wanted) => ensureAbsent(view, writer, wanted))
  if (cleared.kind !== 'done') return cleared
  // What has arrived meanwhile is told by its watch, and is this key's next pass.
  const arrived = view.worksOf(wec)
  if (arrived === 'unknown' || arrived.length > 0) return DONE
  const finalizers = finalizersOf(cluster).filter((name) => name !== ocm.finalizer)
  const released = await writer.patch(resources.clusters, cluster, { metadata: { finalizers } })
  if (released.kind === 'done') view.forgetWorksOf(wec)
  return stepOf(released, 'release', { resource: resources.clusters, object: cluster })
}

/**
 * Takes away the rights of a WEC whose ManagedCluster somebody removed by force. Not where the whole inventory is gone: that
 * looks like a space that was restored (SNP-3).
 */
export async function clearLeftovers({ view, writer }: HubTools, wec: string): Promise<Step> {
  view.forgetWorksOf(wec)
  const isThere = ({ resource, object }: WantedObject): boolean =>
    typeof view.get(resource, namespaceOf(object), nameOf(object)) === 'object'
  const left = everythingOf(wec).filter(isThere)
  if (left.length === 0 || !view.hasInventory()) return DONE
  const cluster = await writer.read(resources.clusters, { namespace: '', name: wec })
  return cluster === 'absent' ? inTurn(left, (wanted) => ensureAbsent(view, writer, wanted)) : DONE
}

// Rights first, then who has them.
function everythingOf(wec: string): readonly WantedObject[] {
  const { roleBinding, clusterRoleBinding, role, clusterRole, account } = agentObjectsOf(wec)
  return [roleBinding, clusterRoleBinding, role, clusterRole, account, leaseOf(wec, '')]
}
