import { equalJson, type Json, type JsonObject, listAt, memberOf, stringAt, withMember } from '@downsync/core'
import { type FieldError, forbiddenField } from '../status/index.ts'
import { objectAt, withSpec, withStatus } from './fields.ts'
import type { Kind } from './kind.ts'
import { podSpecErrors } from './pod-spec-errors.ts'

const AWAY = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']
const MAY_CHANGE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

export const pods: Kind = {
  created(object) {
    const spec = objectAt(object, 'spec')
    const filled = { priority: 0, preemptionPolicy: 'PreemptLowerPriority', ...spec }
    const admitted = withSpec(object, { ...filled, tolerations: tolerationsOf(spec) })
    return withStatus(admitted, { phase: 'Pending', qosClass: qosClassOf(spec) })
  },
  // Admission fills in the same again where a change took it away.
  updated: (object, before) =>
    withSpec(object, {
      ...(memberOf(objectAt(before, 'spec'), 'priority') === undefined ? {} : { priority: 0 }),
      ...objectAt(object, 'spec'),
    }),
  errors: (object) => podSpecErrors(memberOf(object, 'spec'), 'spec'),
  changeErrors(object, before) {
    const [spec, old] = [objectAt(object, 'spec'), objectAt(before, 'spec')]
    const errors: FieldError[] = []
    for (const list of ['containers', 'initContainers'])
      if (listAt(spec, list).length !== listAt(old, list).length)
        return [forbiddenField(`spec.${list}`, 'pod updates may not add or remove containers')]
    const kept = listAt(old, 'tolerations').every((one) =>
      listAt(spec, 'tolerations').some((other) => equalJson(one, other)),
    )
    if (!kept)
      errors.push(
        forbiddenField(
          'spec.tolerations',
          'existing toleration can not be modified except its tolerationSeconds',
        ),
      )
    if (!equalJson(fixedOf(spec), fixedOf(old))) errors.push(forbiddenField('spec', MAY_CHANGE))
    return errors
  },
}

// What an update may not change.
function fixedOf(spec: JsonObject): JsonObject {
  const withoutImages = (list: string): readonly Json[] =>
    listAt(spec, list).map((one) => withMember(objectAt(one), 'image', undefined))
  const { activeDeadlineSeconds, tolerations, schedulingGates, ...rest } = spec
  return {
    ...rest,
    containers: withoutImages('containers'),
    initContainers: withoutImages('initContainers'),
  }
}

function tolerationsOf(spec: JsonObject): readonly Json[] {
  const given = listAt(spec, 'tolerations')
  const missing = AWAY.filter(
    (key) =>
      !given.some(
        (one) =>
          [key, ''].includes(stringAt(one, 'key') ?? '') &&
          ['NoExecute', ''].includes(stringAt(one, 'effect') ?? ''),
      ),
  )
  return [
    ...given,
    ...missing.map((key) => ({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 })),
  ]
}

function qosClassOf(spec: JsonObject): string {
  const containers = [...listAt(spec, 'containers'), ...listAt(spec, 'initContainers')]
  const resources = containers.map((one) => objectAt(one, 'resources'))
  const asks = (kind: string) => resources.map((one) => withMember(objectAt(one, kind), 'storage', undefined))
  const [requests, limits] = [asks('requests'), asks('limits')]
  if ([...requests, ...limits].every((one) => Object.keys(one).length === 0)) return 'BestEffort'
  const isGuaranteed = limits.every(
    (limit, index) =>
      ['cpu', 'memory'].every((name) => memberOf(limit, name) !== undefined) &&
      equalJson(limit, requests[index]),
  )
  return isGuaranteed ? 'Guaranteed' : 'Burstable'
}
