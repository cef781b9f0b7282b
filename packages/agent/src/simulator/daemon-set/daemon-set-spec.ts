import { type JsonObject, type KubeObject, memberOf, type Selector } from '@downsync/core'
import { objectAt } from '../shared/object.ts'
import { scaledAt, specReader } from '../shared/read.ts'
import { selectionOf } from '../shared/selection.ts'
import { templateOf } from '../shared/template.ts'

/** A DaemonSet as it is read, with the defaults of an API server. */
export type DaemonSetSpec = Readonly<{
  object: KubeObject
  selector: Selector
  template: JsonObject
  isRolling: boolean
  /** Pods above one a node, and nodes without one, that an update may make, of so many nodes. */
  boundsFor(nodes: number): Readonly<{ maxSurge: number; maxUnavailable: number }>
  /** Two Pods on a node are well during an update. */
  mayDouble: boolean
  minReadySeconds: number
  historyLimit: number
}>

export function readDaemonSet(
  object: KubeObject,
): Readonly<{ ok: true; value: DaemonSetSpec }> | Readonly<{ ok: false; message: string }> {
  const reader = specReader(object)
  const selection = selectionOf(object, templateOf(object))
  if (!selection.ok) return selection
  const isRolling = reader.choice(['RollingUpdate', 'OnDelete'], 'updateStrategy', 'type') === 'RollingUpdate'
  const rolling = objectAt(object, 'spec', 'updateStrategy', 'rollingUpdate')
  const surge = memberOf(rolling, 'maxSurge') ?? 0
  const unavailable = memberOf(rolling, 'maxUnavailable') ?? 1
  const known = [surge, unavailable].every((bound) => scaledAt(bound, 1, 'up') !== undefined)
  const minReadySeconds = reader.count('minReadySeconds') ?? 0
  const historyLimit = reader.count('revisionHistoryLimit') ?? 10
  const message =
    reader.fault() ??
    (known
      ? undefined
      : 'maxSurge and maxUnavailable of spec.updateStrategy.rollingUpdate must be whole numbers or percentages')
  if (message !== undefined) return { ok: false, message }
  const boundsFor = (nodes: number) => {
    const maxSurge = isRolling ? (scaledAt(surge, nodes, 'up') ?? 0) : 0
    const maxUnavailable = isRolling ? (scaledAt(unavailable, nodes, 'up') ?? 0) : 0
    // With both at 0 nothing could ever move.
    const isStuck = nodes > 0 && maxSurge === 0 && maxUnavailable === 0
    return { maxSurge, maxUnavailable: isStuck ? 1 : maxUnavailable }
  }
  const { selector, template } = selection
  const mayDouble = boundsFor(1).maxSurge > 0
  return {
    ok: true,
    value: { object, selector, template, isRolling, boundsFor, mayDouble, minReadySeconds, historyLimit },
  }
}
