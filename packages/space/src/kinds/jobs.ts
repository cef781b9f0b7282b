import {
  equalJson,
  isObject,
  type Json,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  stringAt,
  uidOf,
} from '@downsync/core'
import { type FieldError, invalidAs, invalidValue, requiredValue, unsupportedValue } from '../status/index.ts'
import { cronErrors } from './cron-schedule.ts'
import { immutableError, nonNegativeErrors, numberAt, objectAt, withSpec } from './fields.ts'
import type { Kind } from './kind.ts'
import { goSelector, labelSelectorErrors, selects, templateMismatch } from './label-selector.ts'
import { podTemplateErrors } from './pod-spec-errors.ts'

const CONTROLLER_UID = 'batch.kubernetes.io/controller-uid'
const JOB_NAME = 'batch.kubernetes.io/job-name'
const IMMUTABLE = [
  'completionMode',
  'podFailurePolicy',
  'backoffLimitPerIndex',
  'managedBy',
  'successPolicy',
] as const

export const jobs: Kind = {
  // A Job selects by its own uid, unless its author selects by hand.
  created(object) {
    const spec = objectAt(object, 'spec')
    if (memberOf(spec, 'manualSelector') === true) return object
    const [uid, name] = [uidOf(object), nameOf(object)]
    const template = objectAt(spec, 'template')
    const metadata = objectAt(template, 'metadata')
    const labels = {
      ...objectAt(metadata, 'labels'),
      'controller-uid': uid,
      [CONTROLLER_UID]: uid,
      'job-name': name,
      [JOB_NAME]: name,
    }
    const selector = objectAt(spec, 'selector')
    const matchLabels = { ...objectAt(selector, 'matchLabels'), [CONTROLLER_UID]: uid }
    // Labels that the Job has from its template stay the same as there.
    const isShared = equalJson(memberOf(object.metadata, 'labels'), memberOf(metadata, 'labels'))
    const owner = isShared ? { ...object, metadata: { ...object.metadata, labels } } : object
    return withSpec(owner, {
      ...spec,
      selector: { ...selector, matchLabels },
      template: { ...template, metadata: { ...metadata, labels } },
    })
  },
  errors(object) {
    const spec = objectAt(object, 'spec')
    const selector = memberOf(spec, 'selector')
    const template = memberOf(spec, 'template')
    const errors: FieldError[] = [...generatedSelectorErrors(object), ...jobSpecErrors(spec, 'spec')]
    if (isObject(selector)) errors.push(...labelSelectorErrors(selector, 'spec.selector'))
    else errors.push(requiredValue('spec.selector'))
    if (!selects(selector, objectAt(template, 'metadata', 'labels')))
      errors.push(templateMismatch(template, 'spec.template'))
    return errors
  },
  changeErrors(object, before) {
    const [spec, old] = [objectAt(object, 'spec'), objectAt(before, 'spec')]
    const isIndexed = stringAt(spec, 'completionMode') === 'Indexed'
    const completions = memberOf(spec, 'completions')
    return [
      ...(isIndexed
        ? completionsErrors(spec, old)
        : immutableError(completions, memberOf(old, 'completions'), 'spec.completions')),
      ...immutableError(memberOf(spec, 'selector'), memberOf(old, 'selector'), 'spec.selector', goSelector),
      ...templateErrors(before, memberOf(spec, 'template'), memberOf(old, 'template')),
      ...IMMUTABLE.flatMap((field) =>
        immutableError(memberOf(spec, field), memberOf(old, field), `spec.${field}`),
      ),
    ]
  },
  statusErrors: (object) =>
    nonNegativeErrors(memberOf(object, 'status'), 'status', 'active', 'succeeded', 'failed', 'ready'),
}

export const cronJobs: Kind = {
  errors(object) {
    const spec = objectAt(object, 'spec')
    const schedule = stringAt(spec, 'schedule') ?? ''
    const errors: FieldError[] = [
      ...(schedule === ''
        ? [requiredValue('spec.schedule')]
        : cronErrors(schedule).map((text) => invalidValue('spec.schedule', schedule, text))),
      ...nonNegativeErrors(
        spec,
        'spec',
        'startingDeadlineSeconds',
        'successfulJobsHistoryLimit',
        'failedJobsHistoryLimit',
      ),
    ]
    const policy = stringAt(spec, 'concurrencyPolicy') ?? ''
    const policies = ['Allow', 'Forbid', 'Replace']
    if (!policies.includes(policy)) errors.push(unsupportedValue('spec.concurrencyPolicy', policy, policies))
    return [...errors, ...jobSpecErrors(objectAt(spec, 'jobTemplate', 'spec'), 'spec.jobTemplate.spec')]
  },
}

function jobSpecErrors(spec: JsonObject, path: string): readonly FieldError[] {
  const errors: FieldError[] = [
    ...nonNegativeErrors(
      spec,
      path,
      'parallelism',
      'completions',
      'activeDeadlineSeconds',
      'backoffLimit',
      'ttlSecondsAfterFinished',
      'backoffLimitPerIndex',
      'maxFailedIndexes',
    ),
  ]
  const mode = stringAt(spec, 'completionMode') ?? 'NonIndexed'
  if (mode !== 'NonIndexed' && mode !== 'Indexed')
    errors.push(unsupportedValue(`${path}.completionMode`, mode, ['NonIndexed', 'Indexed']))
  if (mode === 'Indexed' && memberOf(spec, 'completions') === undefined)
    errors.push(requiredValue(`${path}.completions`, 'when completion mode is Indexed'))
  if (mode === 'NonIndexed')
    for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes']) {
      const value = memberOf(spec, field)
      if (value !== undefined)
        errors.push(invalidValue(`${path}.${field}`, value, 'requires indexed completion mode'))
    }
  errors.push(...podTemplateErrors(memberOf(spec, 'template'), `${path}.template`))
  const at = `${path}.template.spec.restartPolicy`
  const policy = stringAt(spec, 'template', 'spec', 'restartPolicy') ?? ''
  if (policy === 'Always' || policy === '')
    errors.push(requiredValue(at, 'valid values: "OnFailure", "Never"'))
  else if (policy !== 'OnFailure' && policy !== 'Never')
    errors.push(unsupportedValue(at, policy, ['OnFailure', 'Never']))
  return errors
}

function generatedSelectorErrors(object: KubeObject): readonly FieldError[] {
  const spec = objectAt(object, 'spec')
  const selector = memberOf(spec, 'selector')
  if (memberOf(spec, 'manualSelector') === true || !isObject(selector)) return []
  return equalJson(selector, { matchLabels: { [CONTROLLER_UID]: uidOf(object) } })
    ? []
    : [invalidAs('spec.selector', goSelector(selector), '`selector` not auto-generated')]
}

function completionsErrors(spec: JsonObject, old: JsonObject): readonly FieldError[] {
  const completions = memberOf(spec, 'completions')
  return equalJson(completions, memberOf(old, 'completions')) ||
    numberAt(spec, 'completions') === numberAt(spec, 'parallelism')
    ? []
    : [invalidValue('spec.completions', completions, 'can only be modified in tandem with spec.parallelism')]
}

// While a suspended Job has not started, where its Pods may run can still change.
function templateErrors(
  before: KubeObject,
  template: Json | undefined,
  old: Json | undefined,
): readonly FieldError[] {
  const mayMove =
    memberOf(objectAt(before, 'spec'), 'suspend') === true &&
    memberOf(objectAt(before, 'status'), 'startTime') === undefined
  const fixed = (value: Json | undefined): Json => {
    if (!mayMove) return value ?? null
    const { nodeSelector, tolerations, schedulingGates, affinity, ...spec } = objectAt(value, 'spec')
    const { nodeAffinity, ...others } = isObject(affinity) ? affinity : {}
    const { labels, annotations, ...metadata } = objectAt(value, 'metadata')
    return { metadata, spec: { ...spec, affinity: others } }
  }
  return equalJson(fixed(template), fixed(old))
    ? []
    : [invalidAs('spec.template', 'core.PodTemplateSpec{…}', 'field is immutable')]
}
