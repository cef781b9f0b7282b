import {
  annotationsOf,
  equalJson,
  generationOf,
  isDeleting,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  stringAt,
} from '@downsync/core'
import { claim } from '../shared/claim.ts'
import { type Decision, decided, earlier, nothing, refusal, type Write } from '../shared/decision.ts'
import { given, nonZero, objectAt, statusOf, withStatus } from '../shared/object.ts'
import { isAvailable, isReady, nextAvailable } from '../shared/pods.ts'
import { DAEMON_SETS, PODS, REVISIONS } from '../shared/resources.ts'
import { REVISION_LABEL } from '../shared/revisions.ts'
import { podOf } from '../shared/template.ts'
import type { World } from '../shared/world.ts'
import { daemonRevisions, forgottenRevisions, hashOf } from './daemon-revisions.ts'
import { type DaemonSetSpec, readDaemonSet } from './daemon-set-spec.ts'
import { fitOf } from './node-fit.ts'
import { isBound, nodesIn, podsByNode, specFor, tolerationsOf } from './nodes.ts'
import { type Changes, changesAt, isUpdated, type Place, rolledChanges } from './placement.ts'

/** How often the template has changed, where the server counts that. */
const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

/** What a DaemonSet needs next: its revision, one Pod on each node that it fits, its status. */
export function decideDaemonSet(world: World, object: KubeObject): Decision {
  const read = readDaemonSet(object)
  if (!read.ok) return refusal(read.message)
  if (isDeleting(object)) return nothing
  const spec = read.value
  const owner = { object, resource: DAEMON_SETS }
  const revisions = claim(world, owner, REVISIONS, spec.selector)
  const pods = claim(world, owner, PODS, spec.selector)
  const claims = [...revisions.writes, ...pods.writes]
  if (claims.length > 0) return { writes: claims }
  const history = daemonRevisions(world, spec, revisions.mine, pods.mine)
  if (!('current' in history) || history.writes.length > 0) return { writes: history.writes }
  const hash = hashOf(history.current)
  const { places, lost } = placesOf(world, spec, pods.mine)
  const changes = changesOf(spec, places, hash, world.now)
  const writes = [
    ...[...changes.ends, ...lost].map((pod): Write => ({ verb: 'delete', resource: PODS, object: pod })),
    ...changes.starts.map(
      (node): Write => ({ verb: 'create', resource: PODS, object: podFor(spec, node, hash) }),
    ),
  ]
  const status = statusWith(spec, places, hash, world.now)
  const changed: readonly Write[] = equalJson(status, statusOf(object))
    ? []
    : [{ verb: 'updateStatus', resource: DAEMON_SETS, object: withStatus(object, status) }]
  const forgotten = forgottenRevisions(spec, history.old, pods.mine)
  const readyAt = nextAvailable(pods.mine, spec.minReadySeconds, world.now)
  return decided([...writes, ...changed, ...forgotten], earlier(changes.wakeAt, readyAt))
}

// A Pod for a node that is no more, and that nobody has bound, would wait for ever.
function placesOf(
  world: World,
  spec: DaemonSetSpec,
  pods: readonly KubeObject[],
): Readonly<{ places: readonly Place[]; lost: readonly KubeObject[] }> {
  const byNode = podsByNode(pods)
  const podSpec = objectAt(spec.template, 'spec')
  const tolerant = { ...podSpec, tolerations: tolerationsOf(podSpec) }
  const nodes = nodesIn(world)
  const names = new Set(nodes.map(nameOf))
  const stranded = [...byNode].filter(([name]) => !names.has(name)).flatMap(([, all]) => all)
  return {
    places: nodes.map((node) => ({
      node,
      fit: fitOf(tolerant, node),
      pods: byNode.get(nameOf(node)) ?? [],
    })),
    lost: stranded.filter((pod) => !isBound(pod) && !isDeleting(pod)),
  }
}

// An update goes on only where nothing else is to be done.
function changesOf(spec: DaemonSetSpec, places: readonly Place[], hash: string, now: number): Changes {
  const all = places.map((place) => changesAt(spec, place, hash, now))
  const starts = all.flatMap((changes) => changes.starts)
  const ends = all.flatMap((changes) => changes.ends)
  const wakeAt = all.map((changes) => changes.wakeAt).reduce(earlier, undefined)
  if (starts.length + ends.length > 0 || !spec.isRolling) return { starts, ends, wakeAt }
  return { ...rolledChanges(spec, places, hash, now), wakeAt }
}

function podFor(spec: DaemonSetSpec, node: KubeObject, hash: string): KubeObject {
  return podOf({ object: spec.object, resource: DAEMON_SETS }, spec.template, {
    labels: {
      [REVISION_LABEL]: hash,
      ...given({ 'pod-template-generation': stringAt(annotationsOf(spec.object), TEMPLATE_GENERATION) }),
    },
    spec: specFor(objectAt(spec.template, 'spec'), node),
  })
}

function statusWith(spec: DaemonSetSpec, places: readonly Place[], hash: string, now: number): JsonObject {
  const { object, minReadySeconds } = spec
  const wanted = places.filter(({ fit }) => fit.shouldRun)
  const firsts = wanted.flatMap(({ pods }) => pods.slice(0, 1))
  const available = firsts.filter((pod) => isAvailable(pod, minReadySeconds, now)).length
  return {
    ...given({
      collisionCount: memberOf(statusOf(object), 'collisionCount'),
      conditions: memberOf(statusOf(object), 'conditions'),
    }),
    currentNumberScheduled: firsts.length,
    numberMisscheduled: places.filter(({ fit, pods }) => !fit.shouldRun && pods.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: firsts.filter(isReady).length,
    ...nonZero({
      observedGeneration: generationOf(object),
      updatedNumberScheduled: firsts.filter((pod) => isUpdated(pod, hash)).length,
      numberAvailable: available,
      numberUnavailable: wanted.length - available,
    }),
  }
}
