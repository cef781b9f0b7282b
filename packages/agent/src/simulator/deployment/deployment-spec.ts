import type { JsonObject, KubeObject, Selector } from '@downsync/core'
import { memberOf } from '@downsync/core'
import { objectAt } from '../shared/object.ts'
import { scaledAt, specReader } from '../shared/read.ts'
import { selectionOf } from '../shared/selection.ts'
import { templateOf } from '../shared/template.ts'

/** A Deployment as it is read: with the defaults of an API server, percentages worked out. */
export type DeploymentSpec = Readonly<{
  object: KubeObject
  replicas: number
  selector: Selector
  template: JsonObject
  isPaused: boolean
  strategy: 'RollingUpdate' | 'Recreate'
  /** Pods above `replicas` and below that a rollout may make; both 0 for Recreate. */
  maxSurge: number
  maxUnavailable: number
  minReadySeconds: number
  /** Undefined: no limit. */
  progressDeadline: number | undefined
  /** Undefined: no limit. */
  historyLimit: number | undefined
}>

/** What stands for no limit. */
const UNLIMITED = 2 ** 31 - 1
const USUAL_SHARE = '25%'

/** Reads a Deployment, or says what is wrong with it. */
export function readDeployment(
  object: KubeObject,
): Readonly<{ ok: true; value: DeploymentSpec }> | Readonly<{ ok: false; message: string }> {
  const reader = specReader(object)
  const selection = selectionOf(object, templateOf(object))
  if (!selection.ok) return selection
  const replicas = reader.count('replicas') ?? 1
  const strategy = reader.choice(['RollingUpdate', 'Recreate'], 'strategy', 'type')
  const bounds = strategy === 'Recreate' ? { maxSurge: 0, maxUnavailable: 0 } : boundsOf(object, replicas)
  const spec = {
    replicas,
    isPaused: reader.flag('paused'),
    minReadySeconds: reader.count('minReadySeconds') ?? 0,
    progressDeadline: limit(reader.count('progressDeadlineSeconds') ?? 600),
    historyLimit: limit(reader.count('revisionHistoryLimit') ?? 10),
  }
  const message =
    reader.fault() ??
    (bounds === undefined
      ? 'maxSurge and maxUnavailable of spec.strategy.rollingUpdate must be whole numbers or percentages'
      : undefined)
  if (message !== undefined || bounds === undefined) return { ok: false, message: message ?? '' }
  const { selector, template } = selection
  return { ok: true, value: { object, selector, template, strategy, ...bounds, ...spec } }
}

const limit = (count: number) => (count === UNLIMITED ? undefined : count)

function boundsOf(
  object: KubeObject,
  replicas: number,
): Readonly<{ maxSurge: number; maxUnavailable: number }> | undefined {
  const rolling = objectAt(object, 'spec', 'strategy', 'rollingUpdate')
  const maxSurge = scaledAt(memberOf(rolling, 'maxSurge') ?? USUAL_SHARE, replicas, 'up')
  const unavailable = scaledAt(memberOf(rolling, 'maxUnavailable') ?? USUAL_SHARE, replicas, 'down')
  if (maxSurge === undefined || unavailable === undefined) return undefined
  // With both at 0 nothing could ever move.
  const maxUnavailable = maxSurge === 0 && unavailable === 0 ? 1 : unavailable
  return { maxSurge, maxUnavailable: Math.min(maxUnavailable, replicas) }
}
