import { equalJson, isObject, type Json, type KubeObject, memberOf, stringAt } from '@downsync/core'
import {
  type FieldError,
  forbiddenField,
  invalidAs,
  invalidValue,
  requiredValue,
  unsupportedValue,
} from '../status/index.ts'
import { immutableError, nonNegativeErrors, numberAt, objectAt } from './fields.ts'
import type { Kind } from './kind.ts'
import {
  goSelector,
  isEmptySelector,
  labelSelectorErrors,
  selects,
  templateMismatch,
} from './label-selector.ts'
import { podTemplateErrors } from './pod-spec-errors.ts'
import { countErrors } from './replica-counts.ts'
import { daemonSetStrategyErrors, deploymentStrategyErrors } from './strategy-errors.ts'

/** Deployments, and all that makes Pods of a template and selects them again. */

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation'

export const deployments: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const deadline = memberOf(spec, 'progressDeadlineSeconds')
    const ready = numberAt(spec, 'minReadySeconds')
    return [
      ...nonNegativeErrors(spec, 'spec', 'replicas'),
      ...selectionErrors(object, 'deployment'),
      ...deploymentStrategyErrors(objectAt(spec, 'strategy'), 'spec.strategy'),
      ...nonNegativeErrors(
        spec,
        'spec',
        'minReadySeconds',
        'revisionHistoryLimit',
        'progressDeadlineSeconds',
      ),
      ...(typeof deadline === 'number' && deadline <= ready
        ? [invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
        : []),
    ]
  },
  changeErrors: selectorIsImmutable,
  statusErrors: (object) =>
    countErrors(object, ['updatedReplicas', 'readyReplicas', 'availableReplicas'], 'unavailableReplicas'),
}

export const replicaSets: Kind = {
  errors: (object) => [
    ...nonNegativeErrors(memberOf(object, 'spec'), 'spec', 'replicas', 'minReadySeconds'),
    // The word is apps', whatever the kind.
    ...selectionErrors(object, 'deployment'),
  ],
  changeErrors: selectorIsImmutable,
  statusErrors: (object) =>
    countErrors(object, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']),
}

export const replicationControllers: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const selector = objectAt(spec, 'selector')
    const template = memberOf(spec, 'template')
    const errors: FieldError[] = [...nonNegativeErrors(spec, 'spec', 'minReadySeconds', 'replicas')]
    if (Object.keys(selector).length === 0) errors.push(requiredValue('spec.selector'))
    if (!isObject(template)) return [...errors, requiredValue('spec.template')]
    if (!selects({ matchLabels: selector }, objectAt(template, 'metadata', 'labels')))
      errors.push(templateMismatch(template, 'spec.template'))
    return [...errors, ...podTemplateErrors(template, 'spec.template'), ...restartErrors(template)]
  },
  statusErrors: (object) =>
    countErrors(object, ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas']),
}

export const statefulSets: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const management = stringAt(spec, 'podManagementPolicy') ?? ''
    const update = objectAt(spec, 'updateStrategy')
    const type = stringAt(update, 'type') ?? ''
    const errors: FieldError[] = []
    if (management !== 'OrderedReady' && management !== 'Parallel')
      errors.push(
        invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'"),
      )
    if (type !== 'RollingUpdate' && type !== 'OnDelete')
      errors.push(
        invalidAs(
          'spec.updateStrategy',
          `apps.StatefulSetUpdateStrategy{Type:${JSON.stringify(type)}, RollingUpdate:(*apps.RollingUpdateStatefulSetStrategy)(nil)}`,
          "must be 'RollingUpdate' or 'OnDelete'",
        ),
      )
    errors.push(...nonNegativeErrors(spec, 'spec', 'replicas', 'minReadySeconds'))
    const template = memberOf(spec, 'template')
    return [
      ...errors,
      ...selectorErrors(spec, 'statefulset'),
      ...matchErrors(spec),
      ...restartErrors(template),
    ]
  },
  changeErrors(object, before) {
    const kept = (one: KubeObject): Json => {
      const { replicas, ordinals, template, updateStrategy, revisionHistoryLimit, ...rest } = objectAt(
        one,
        'spec',
      )
      const { persistentVolumeClaimRetentionPolicy, minReadySeconds, ...fixed } = rest
      return fixed
    }
    return equalJson(kept(object), kept(before))
      ? []
      : [
          forbiddenField(
            'spec',
            "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
          ),
        ]
  },
  statusErrors: (object) =>
    countErrors(object, ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas']),
}

export const daemonSets: Kind = {
  created: (object) => withTemplateGeneration(object, 1),
  updated(object, before) {
    const known = Number(memberOf(objectAt(before, 'metadata', 'annotations'), TEMPLATE_GENERATION) ?? 1)
    const [template, old] = [object, before].map((one) => memberOf(objectAt(one, 'spec'), 'template'))
    return withTemplateGeneration(object, equalJson(template, old) ? known : known + 1)
  },
  errors(object) {
    const spec = objectAt(object, 'spec')
    const selector = memberOf(spec, 'selector')
    const template = memberOf(spec, 'template')
    return [
      ...labelSelectorErrors(selector, 'spec.selector'),
      ...(selects(selector, objectAt(template, 'metadata', 'labels'))
        ? []
        : [templateMismatch(template, 'spec.template')]),
      ...(isObject(selector) && isEmptySelector(selector) ? [emptySelector(selector, 'daemonset')] : []),
      ...podTemplateErrors(template, 'spec.template'),
      ...restartErrors(template),
      ...nonNegativeErrors(spec, 'spec', 'minReadySeconds'),
      ...daemonSetStrategyErrors(objectAt(spec, 'updateStrategy'), 'spec.updateStrategy'),
      ...nonNegativeErrors(spec, 'spec', 'revisionHistoryLimit'),
    ]
  },
  changeErrors: selectorIsImmutable,
  statusErrors: (object) =>
    nonNegativeErrors(
      memberOf(object, 'status'),
      'status',
      'currentNumberScheduled',
      'numberMisscheduled',
      'desiredNumberScheduled',
      'numberReady',
      'observedGeneration',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberUnavailable',
    ),
}

// Once a field of its own: templates are counted apart from everything else.
function withTemplateGeneration(object: KubeObject, generation: number): KubeObject {
  const annotations = {
    ...objectAt(object, 'metadata', 'annotations'),
    [TEMPLATE_GENERATION]: `${generation}`,
  }
  return { ...object, metadata: { ...object.metadata, annotations } }
}

function selectionErrors(object: KubeObject, kind: string): readonly FieldError[] {
  const spec = objectAt(object, 'spec')
  const template = memberOf(spec, 'template')
  return [
    ...selectorErrors(spec, kind),
    ...matchErrors(spec),
    ...podTemplateErrors(template, 'spec.template'),
    ...restartErrors(template),
  ]
}

function selectorErrors(spec: Json, kind: string): readonly FieldError[] {
  const selector = memberOf(spec, 'selector')
  if (!isObject(selector)) return [requiredValue('spec.selector')]
  const errors = labelSelectorErrors(selector, 'spec.selector')
  return isEmptySelector(selector) ? [...errors, emptySelector(selector, kind)] : errors
}

function emptySelector(selector: Json, kind: string): FieldError {
  return invalidAs('spec.selector', goSelector(selector), `empty selector is invalid for ${kind}`)
}

// An empty selector, which is refused by itself, selects everything.
function matchErrors(spec: Json): readonly FieldError[] {
  const template = memberOf(spec, 'template')
  return selects(memberOf(spec, 'selector'), objectAt(template, 'metadata', 'labels'))
    ? []
    : [templateMismatch(template, 'spec.template')]
}

function restartErrors(template: Json | undefined): readonly FieldError[] {
  const policy = stringAt(template, 'spec', 'restartPolicy') ?? ''
  const isKnown = policy === 'Always' || policy === ''
  return isKnown ? [] : [unsupportedValue('spec.template.spec.restartPolicy', policy, ['Always'])]
}

function selectorIsImmutable(object: KubeObject, before: KubeObject): readonly FieldError[] {
  return immutableError(
    memberOf(objectAt(object, 'spec'), 'selector'),
    memberOf(objectAt(before, 'spec'), 'selector'),
    'spec.selector',
    goSelector,
  )
}
