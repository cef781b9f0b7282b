import { annotationsOf, type KubeObject, memberOf, stringAt } from '@downsync/core'
import { byAge, objectAt } from '../shared/object.ts'
import { countAt, intAt } from '../shared/read.ts'
import { sameTemplate } from '../shared/template.ts'
import type { DeploymentSpec } from './deployment-spec.ts'

/** The ReplicaSets of a Deployment: the one with its present template, and those before. */
export type Sets = Readonly<{ current: KubeObject | undefined; old: readonly KubeObject[] }>

/** Should several have the present template, the oldest is it. */
export function setsOf(spec: DeploymentSpec, sets: readonly KubeObject[]): Sets {
  const sorted = [...sets].sort(byAge)
  const current = sorted.find((set) => sameTemplate(objectAt(set, 'spec', 'template'), spec.template))
  return { current, old: sorted.filter((set) => set !== current) }
}

export function allOf({ current, old }: Sets): readonly KubeObject[] {
  return current === undefined ? old : [...old, current]
}

/** The Pods that a ReplicaSet shall have. */
export function sizeOf(set: KubeObject): number {
  return intAt(set, 'spec', 'replicas') ?? 1
}

export function isInUse(set: KubeObject): boolean {
  return sizeOf(set) > 0
}

export function sumOf(sets: readonly KubeObject[], count: (set: KubeObject) => number): number {
  return sets.reduce((sum, set) => sum + count(set), 0)
}

/** A count of a ReplicaSet's status. */
export function statusCount(field: 'replicas' | 'readyReplicas' | 'availableReplicas') {
  return (set: KubeObject): number => countAt(set, 'status', field)
}

export const REVISION = 'deployment.kubernetes.io/revision'
export const REVISION_HISTORY = 'deployment.kubernetes.io/revision-history'
export const DESIRED_REPLICAS = 'deployment.kubernetes.io/desired-replicas'
export const MAX_REPLICAS = 'deployment.kubernetes.io/max-replicas'

/** The number in an annotation; undefined where there is none. */
export function annotatedCount(object: KubeObject, annotation: string): number | undefined {
  const text = stringAt(annotationsOf(object), annotation)
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : undefined
}

export function revisionOf(object: KubeObject): number {
  return annotatedCount(object, REVISION) ?? 0
}

/** The annotations that tell a later scaling what the sizes were meant for. */
export function sizeAnnotations({ replicas, maxSurge }: DeploymentSpec): Readonly<Record<string, string>> {
  return { [DESIRED_REPLICAS]: String(replicas), [MAX_REPLICAS]: String(replicas + maxSurge) }
}

export function hasAnnotations(object: KubeObject, wanted: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([key, text]) => memberOf(annotationsOf(object), key) === text)
}
