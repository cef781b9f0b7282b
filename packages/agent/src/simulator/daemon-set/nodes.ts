import {
  isDeleting,
  isObject,
  type JsonObject,
  type KubeObject,
  listAt,
  nameOf,
  stringAt,
  valueAt,
} from '@downsync/core'
import { byAge, objectAt } from '../shared/object.ts'
import { hasEnded } from '../shared/pods.ts'
import { NODES } from '../shared/resources.ts'
import type { World } from '../shared/world.ts'

/** What stands in where a space has no nodes, so that a DaemonSet has a place to run. */
const VIRTUAL_NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: {
    name: 'virtual-node',
    labels: { 'kubernetes.io/hostname': 'virtual-node', 'kubernetes.io/os': 'linux' },
  },
}

export function nodesIn(world: World): readonly KubeObject[] {
  const nodes = world.all(NODES)
  return nodes.length === 0 ? [VIRTUAL_NODE] : nodes
}

/** The Pods of a DaemonSet by the node that they are for; of a node, the one that counts first. */
export function podsByNode(pods: readonly KubeObject[]): Map<string, readonly KubeObject[]> {
  const byNode = new Map<string, readonly KubeObject[]>()
  for (const pod of [...pods].sort(bySeniority)) {
    const node = nodeOf(pod)
    if (node === undefined || (hasEnded(pod) && isDeleting(pod))) continue
    byNode.set(node, [...(byNode.get(node) ?? []), pod])
  }
  return byNode
}

function bySeniority(a: KubeObject, b: KubeObject): number {
  return Number(isBound(b)) - Number(isBound(a)) || byAge(a, b)
}

export function isBound(pod: KubeObject): boolean {
  return (stringAt(pod, 'spec', 'nodeName') ?? '') !== ''
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'

// A Pod that no scheduler has bound says by its affinity where it belongs.
function nodeOf(pod: KubeObject): string | undefined {
  if (isBound(pod)) return stringAt(pod, 'spec', 'nodeName')
  const terms = listAt(pod, 'spec', 'affinity', 'nodeAffinity', REQUIRED, 'nodeSelectorTerms')
  const field = terms
    .flatMap((term) => listAt(term, 'matchFields'))
    .find((one) => stringAt(one, 'key') === 'metadata.name' && stringAt(one, 'operator') === 'In')
  const [name, ...others] = listAt(field, 'values')
  return typeof name === 'string' && others.length === 0 ? name : undefined
}

/** The spec of a daemon's Pod for a node: bound by affinity, in the place of other required terms. */
export function specFor(spec: JsonObject, node: KubeObject): JsonObject {
  const affinity = objectAt(spec, 'affinity')
  const nodeAffinity = objectAt(affinity, 'nodeAffinity')
  const term = { matchFields: [{ key: 'metadata.name', operator: 'In', values: [nameOf(node)] }] }
  const required = { ...objectAt(nodeAffinity, REQUIRED), nodeSelectorTerms: [term] }
  return {
    affinity: { ...affinity, nodeAffinity: { ...nodeAffinity, [REQUIRED]: required } },
    tolerations: tolerationsOf(spec),
  }
}

const ALWAYS_TOLERATED: readonly (readonly [key: string, effect: string])[] = [
  ['node.kubernetes.io/not-ready', 'NoExecute'],
  ['node.kubernetes.io/unreachable', 'NoExecute'],
  ['node.kubernetes.io/disk-pressure', 'NoSchedule'],
  ['node.kubernetes.io/memory-pressure', 'NoSchedule'],
  ['node.kubernetes.io/pid-pressure', 'NoSchedule'],
  ['node.kubernetes.io/unschedulable', 'NoSchedule'],
]
const TOLERATED_ON_HOST_NETWORK = ['node.kubernetes.io/network-unavailable', 'NoSchedule'] as const

/** A daemon runs on nodes that are in trouble, too. */
export function tolerationsOf(spec: JsonObject): readonly JsonObject[] {
  const own = listAt(spec, 'tolerations').filter(isObject)
  const tolerated =
    valueAt(spec, 'hostNetwork') === true
      ? [...ALWAYS_TOLERATED, TOLERATED_ON_HOST_NETWORK]
      : ALWAYS_TOLERATED
  return [...own, ...tolerated.map(([key, effect]) => ({ key, operator: 'Exists', effect }))]
}
