import {
  annotationsOf,
  isKubeObject,
  type Json,
  type JsonObject,
  listAt,
  memberOf,
  parseJson,
  stringAt,
  valueAt,
} from '@downsync/core'
import { conditionsIn, isTrue, textAt, typeOf } from './read.ts'
import type { Health } from './verdicts.ts'

/** Argo CD's rules for everything but workloads, by `group/Kind`. */
export const otherRules: Readonly<Record<string, (object: JsonObject) => Health>> = {
  '/Pod': pod,
  '/Service': service,
  '/PersistentVolumeClaim': claim,
  'networking.k8s.io/Ingress': ingress,
  'autoscaling/HorizontalPodAutoscaler': autoscaler,
}

function pod(object: JsonObject): Health {
  const policy = textAt(object, 'spec', 'restartPolicy')
  const containers = listAt(object, 'status', 'containerStatuses')
  if (policy === 'Always' && containers.some(isStuck)) return 'Degraded'
  switch (textAt(object, 'status', 'phase')) {
    case 'Pending':
      return 'Progressing'
    case 'Succeeded':
      return 'Healthy'
    case 'Failed':
      return 'Degraded'
    case 'Running':
      if (policy === 'OnFailure' || policy === 'Never') return 'Progressing'
      return policy === 'Always' ? runningPod(object, containers) : 'Unknown'
    default:
      return 'Unknown'
  }
}

function runningPod(object: JsonObject, containers: readonly Json[]): Health {
  const ready = conditionsIn(object).find((condition) => typeOf(condition) === 'Ready')
  if (ready !== undefined && isTrue(ready)) return 'Healthy'
  const hasDied = (container: Json) => valueAt(container, 'lastState', 'terminated') !== undefined
  return containers.some(hasDied) ? 'Degraded' : 'Progressing'
}

function isStuck(container: Json): boolean {
  const reason = textAt(container, 'state', 'waiting', 'reason')
  return reason.startsWith('Err') || reason.endsWith('Error') || reason.endsWith('BackOff')
}

function service(object: JsonObject): Health {
  return textAt(object, 'spec', 'type') === 'LoadBalancer' ? ingress(object) : 'Healthy'
}

function ingress(object: JsonObject): Health {
  return listAt(object, 'status', 'loadBalancer', 'ingress').length === 0 ? 'Progressing' : 'Healthy'
}

function claim(object: JsonObject): Health {
  switch (textAt(object, 'status', 'phase')) {
    case 'Lost':
      return 'Degraded'
    case 'Pending':
      return 'Progressing'
    case 'Bound':
      return 'Healthy'
    default:
      return 'Unknown'
  }
}

const broken: Readonly<Record<string, readonly string[]>> = {
  AbleToScale: ['FailedGetScale', 'FailedUpdateScale'],
  ScalingActive: [
    'FailedGetResourceMetric',
    'FailedGetObjectMetric',
    'FailedGetPodsMetric',
    'FailedGetExternalMetric',
    'FailedComputeMetricsReplicas',
    'InvalidSelector',
  ],
}

// The first condition that says anything decides.
function autoscaler(object: JsonObject): Health {
  const conditions =
    memberOf(object, 'apiVersion') === 'autoscaling/v1' ? annotated(object) : conditionsIn(object)
  for (const condition of conditions) {
    const type = typeOf(condition)
    if (broken[type]?.includes(textAt(condition, 'reason')) === true) return 'Degraded'
    if ((type === 'AbleToScale' || type === 'ScalingLimited') && isTrue(condition)) return 'Healthy'
  }
  return 'Progressing'
}

function annotated(object: JsonObject): readonly Json[] {
  if (!isKubeObject(object)) return []
  const text = stringAt(annotationsOf(object), 'autoscaling.alpha.kubernetes.io/conditions')
  const read = parseJson(text ?? '[]')
  return read.ok ? listAt(read.value) : []
}
