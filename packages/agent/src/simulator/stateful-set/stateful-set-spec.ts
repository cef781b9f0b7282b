import {
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  memberOf,
  nameOf,
  type Selector,
  stringAt,
} from '@downsync/core'
import { objectAt } from '../shared/object.ts'
import { specReader } from '../shared/read.ts'
import { selectionOf } from '../shared/selection.ts'
import { templateOf } from '../shared/template.ts'

/** A StatefulSet as it is read, with the defaults of an API server. */
export type StatefulSetSpec = Readonly<{
  object: KubeObject
  replicas: number
  /** The first ordinal. */
  start: number
  selector: Selector
  template: JsonObject
  /** Pods are made and deleted at once, in no order. */
  isParallel: boolean
  isRolling: boolean
  /** Pods from this ordinal on are updated. */
  partition: number
  minReadySeconds: number
  historyLimit: number
  claims: readonly Json[]
}>

export function readStatefulSet(
  object: KubeObject,
): Readonly<{ ok: true; value: StatefulSetSpec }> | Readonly<{ ok: false; message: string }> {
  const reader = specReader(object)
  const selection = selectionOf(object, templateOf(object))
  if (!selection.ok) return selection
  const policy = objectAt(object, 'spec', 'persistentVolumeClaimRetentionPolicy')
  if (['whenDeleted', 'whenScaled'].some((when) => (memberOf(policy, when) ?? 'Retain') !== 'Retain'))
    return {
      ok: false,
      message: 'spec.persistentVolumeClaimRetentionPolicy: only Retain is known, no storage is simulated',
    }
  const strategy = reader.choice(['RollingUpdate', 'OnDelete'], 'updateStrategy', 'type')
  const value: StatefulSetSpec = {
    object,
    selector: selection.selector,
    template: selection.template,
    replicas: reader.count('replicas') ?? 1,
    start: reader.count('ordinals', 'start') ?? 0,
    isParallel: reader.choice(['OrderedReady', 'Parallel'], 'podManagementPolicy') === 'Parallel',
    isRolling: strategy === 'RollingUpdate',
    partition: reader.count('updateStrategy', 'rollingUpdate', 'partition') ?? 0,
    minReadySeconds: reader.count('minReadySeconds') ?? 0,
    historyLimit: reader.count('revisionHistoryLimit') ?? 10,
    claims: listAt(object, 'spec', 'volumeClaimTemplates'),
  }
  const message = reader.fault()
  return message === undefined ? { ok: true, value } : { ok: false, message }
}

/** The ordinal in the name of a Pod of a StatefulSet; undefined for what is none of its Pods. */
export function ordinalOf(set: KubeObject, pod: KubeObject): number | undefined {
  const [, parent, ordinal = ''] = /^(.*)-(\d{1,9})$/s.exec(nameOf(pod)) ?? []
  return parent === nameOf(set) ? Number(ordinal) : undefined
}

/** The name of the claim that a Pod has of a template. */
export function claimName(set: KubeObject, claim: Json, ordinal: number): string {
  return `${stringAt(claim, 'metadata', 'name') ?? ''}-${nameOf(set)}-${ordinal}`
}
