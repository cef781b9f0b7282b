import { isObject, type Json, listAt, memberOf, stringAt } from '@downsync/core'
import { type FieldError, invalidAs, invalidValue, requiredValue } from '../status/index.ts'
import { timeText } from '../world.ts'
import { immutableError, objectAt, withSpec, withStatus } from './fields.ts'
import type { Kind } from './kind.ts'
import { persistentVolumes } from './volumes.ts'

/** Kinds of which little needs to be known. */

export const nodes: Kind = {
  // Until somebody says that it is ready.
  created(object) {
    const taint = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }
    const spec = objectAt(object, 'spec')
    const taints = listAt(spec, 'taints')
    return taints.some((one) => stringAt(one, 'key') === taint.key)
      ? object
      : withSpec(object, { ...spec, taints: [...taints, taint] })
  },
}

export const volumes: Kind = {
  ...persistentVolumes,
  created: (object, context) =>
    withStatus(persistentVolumes.created?.(object, context) ?? object, {
      phase: 'Pending',
      lastPhaseTransitionTime: timeText(context.world.now()),
    }),
}

export const endpoints: Kind = {
  warnings: () => ['v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice'],
}

export const ingresses: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const rules = listAt(spec, 'rules')
    if (rules.length === 0 && !isObject(memberOf(spec, 'defaultBackend')))
      return [
        invalidAs(
          'spec',
          '[]networking.IngressRule(nil)',
          'either `defaultBackend` or `rules` must be specified',
        ),
      ]
    return rules.flatMap((rule, index) =>
      listAt(objectAt(rule, 'http'), 'paths').flatMap((path, at) =>
        pathErrors(path, `spec.rules[${index}].http.paths[${at}]`),
      ),
    )
  },
}

export const leases: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const errors: FieldError[] = []
    const seconds = memberOf(spec, 'leaseDurationSeconds')
    if (typeof seconds === 'number' && seconds <= 0)
      errors.push(invalidValue('spec.leaseDurationSeconds', seconds, 'must be greater than 0'))
    const transitions = memberOf(spec, 'leaseTransitions')
    if (typeof transitions === 'number' && transitions < 0)
      errors.push(invalidValue('spec.leaseTransitions', transitions, 'must be greater than or equal to 0'))
    return errors
  },
}

export const storageClasses: Kind = {
  errors: (object) => ((stringAt(object, 'provisioner') ?? '') === '' ? [requiredValue('provisioner')] : []),
  changeErrors: (object, before) => [
    ...immutableError(memberOf(object, 'parameters'), memberOf(before, 'parameters'), 'parameters'),
    ...immutableError(memberOf(object, 'provisioner'), memberOf(before, 'provisioner'), 'provisioner'),
    ...immutableError(memberOf(object, 'reclaimPolicy'), memberOf(before, 'reclaimPolicy'), 'reclaimPolicy'),
    ...immutableError(
      memberOf(object, 'volumeBindingMode'),
      memberOf(before, 'volumeBindingMode'),
      'volumeBindingMode',
    ),
  ],
}

export const autoscalers: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const [most, least] = [memberOf(spec, 'maxReplicas'), memberOf(spec, 'minReplicas')]
    if (typeof most !== 'number' || most < 1)
      return [invalidValue('spec.maxReplicas', most ?? 0, 'must be greater than 0')]
    return typeof least === 'number' && most < least
      ? [invalidValue('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`')]
      : []
  },
}

function pathErrors(path: Json, at: string): readonly FieldError[] {
  const type = stringAt(path, 'pathType')
  if (type === undefined) return [requiredValue(`${at}.pathType`, 'pathType must be specified')]
  const text = stringAt(path, 'path') ?? ''
  return type !== 'ImplementationSpecific' && !text.startsWith('/')
    ? [invalidValue(`${at}.path`, text, 'must be an absolute path')]
    : []
}
