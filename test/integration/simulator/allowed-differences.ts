import {
  generationOf,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  stringAt,
  valueAt,
  withMember,
} from '@downsync/core'

/** Something in which the simulator may differ from kube-controller-manager, and why. It is made alike before they are compared. */
export type AllowedDifference = Readonly<{
  where: string
  why: string
  /** What is compared of an object, without the difference. */
  without(object: KubeObject, part: JsonObject): JsonObject
}>

/** All of them: whatever else differs is a fault. */
export const allowedDifferences: readonly AllowedDifference[] = [
  {
    where: 'status.observedGeneration of a ReplicaSet, where it is the latest',
    why: 'in how many steps one is scaled depends on which status the Deployment controller had seen when it looked',
    without: (object, part) => {
      const status = valueAt(part, 'status')
      if (object.kind !== 'ReplicaSet' || !isObject(status)) return part
      const isLatest = valueAt(status, 'observedGeneration') === generationOf(object)
      return isLatest ? { ...part, status: { ...status, observedGeneration: 'the latest' } } : part
    },
  },
  {
    where: 'order of status.conditions of a Deployment',
    why: 'what changed last stands last, and whether Pods were missed for a moment depends on who was faster',
    without: (object, part) => {
      const status = valueAt(part, 'status')
      if (object.kind !== 'Deployment' || !isObject(status)) return part
      const typeOf = (one: Json) => stringAt(one, 'type') ?? ''
      const conditions = [...listAt(status, 'conditions')].sort((a, b) => (typeOf(a) < typeOf(b) ? -1 : 1))
      return { ...part, status: { ...status, conditions } }
    },
  },
  {
    where: 'label pod-template-generation of Pods',
    why: 'it repeats a deprecated annotation that kube-apiserver puts on DaemonSets; an embedded space does not',
    without: (object, part) =>
      object.kind === 'Pod' ? without(part, 'labels', 'pod-template-generation') : part,
  },
]

export function withAllowance(object: KubeObject, part: JsonObject): JsonObject {
  return allowedDifferences.reduce((rest, difference) => difference.without(object, rest), part)
}

function without(part: JsonObject, field: string, key: string): JsonObject {
  const value: Json | undefined = valueAt(part, field)
  return isObject(value) ? { ...part, [field]: withMember(value, key, undefined) } : part
}
