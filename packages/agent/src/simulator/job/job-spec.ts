import {
  compileSelector,
  isEverything,
  type JsonObject,
  type KubeObject,
  memberOf,
  nameOf,
  type Selector,
  stringAt,
  testSelector,
  uidOf,
  valueAt,
} from '@downsync/core'
import { objectAt } from '../shared/object.ts'
import { specReader } from '../shared/read.ts'
import { templateOf } from '../shared/template.ts'

/** A Job as it is read, with the defaults of an API server. */
export type JobSpec = Readonly<{
  object: KubeObject
  selector: Selector
  /** With the labels by which the Job knows its Pods. */
  template: JsonObject
  /** Undefined: any success will do. */
  completions: number | undefined
  parallelism: number
  isIndexed: boolean
  isSuspended: boolean
  backoffLimit: number
  activeDeadline: number | undefined
  /** Seconds after which a finished Job goes. */
  timeToLive: number | undefined
  /** Pods that are ending are waited for before others take their place. */
  replacesFailedOnly: boolean
  restartPolicy: string
}>

/** What would be needed to be right about a Job, and is not there. */
const UNKNOWN_FIELDS = ['podFailurePolicy', 'successPolicy', 'backoffLimitPerIndex', 'maxFailedIndexes']

export function readJob(
  object: KubeObject,
): Readonly<{ ok: true; value: JobSpec }> | Readonly<{ ok: false; message: string }> {
  const unknown = UNKNOWN_FIELDS.find((field) => (valueAt(object, 'spec', field) ?? null) !== null)
  if (unknown !== undefined) return { ok: false, message: `spec.${unknown} is not simulated` }
  const selection = jobSelection(object)
  if (!selection.ok) return selection
  const reader = specReader(object)
  const completions = reader.count('completions')
  const parallelism = reader.count('parallelism')
  const replacement = reader.choice(['TerminatingOrFailed', 'Failed'], 'podReplacementPolicy')
  const isIndexed = reader.choice(['NonIndexed', 'Indexed'], 'completionMode') === 'Indexed'
  const { selector, template } = selection
  const value: JobSpec = {
    object,
    selector,
    template,
    completions: completions ?? (parallelism === undefined ? 1 : undefined),
    parallelism: parallelism ?? 1,
    isIndexed,
    isSuspended: reader.flag('suspend'),
    backoffLimit: reader.count('backoffLimit') ?? 6,
    activeDeadline: reader.count('activeDeadlineSeconds'),
    timeToLive: reader.count('ttlSecondsAfterFinished'),
    replacesFailedOnly: replacement === 'Failed',
    restartPolicy: stringAt(template, 'spec', 'restartPolicy') ?? '',
  }
  const message =
    reader.fault() ??
    (isIndexed && value.completions === undefined
      ? 'spec.completions must be given where spec.completionMode is Indexed'
      : value.restartPolicy === 'Never' || value.restartPolicy === 'OnFailure'
        ? undefined
        : 'spec.template.spec.restartPolicy must be Never or OnFailure')
  return message === undefined ? { ok: true, value } : { ok: false, message }
}

/** Whether another controller than that of Kubernetes looks after a Job. */
export function isForeign(object: KubeObject): boolean {
  const manager = stringAt(object, 'spec', 'managedBy')
  return manager !== undefined && manager !== 'kubernetes.io/job-controller'
}

// An API server gives a Job without a selector one by its uid, and its template the labels for that.
function jobSelection(
  object: KubeObject,
):
  | Readonly<{ ok: true; selector: Selector; template: JsonObject }>
  | Readonly<{ ok: false; message: string }> {
  const template = templateOf(object)
  if (template === undefined) return { ok: false, message: 'spec.template must be an object' }
  const given = memberOf(objectAt(object, 'spec'), 'selector') ?? null
  const labels = objectAt(template, 'metadata', 'labels')
  const generated = {
    'batch.kubernetes.io/controller-uid': uidOf(object),
    'batch.kubernetes.io/job-name': nameOf(object),
    'controller-uid': uidOf(object),
    'job-name': nameOf(object),
  }
  const isManual = given !== null
  const compiled = compileSelector(
    isManual ? given : { matchLabels: { 'batch.kubernetes.io/controller-uid': uidOf(object) } },
    'spec.selector',
  )
  if (!compiled.ok) return { ok: false, message: compiled.faults[0]?.message ?? 'spec.selector is wrong' }
  const all = isManual ? labels : { ...labels, ...generated }
  if (isEverything(compiled.value) || !testSelector(compiled.value, all))
    return { ok: false, message: 'spec.selector does not match the labels of spec.template' }
  const metadata = { ...objectAt(template, 'metadata'), labels: all }
  return { ok: true, selector: compiled.value, template: { ...template, metadata } }
}
