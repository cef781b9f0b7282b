import {
  groupOf,
  isList,
  type Json,
  type JsonObject,
  type KubeObject,
  listAt,
  stringAt,
  versionOf,
} from '@downsync/core'
import { readFeedbackPath, valuesAtPath } from './feedback-path.ts'
import type { SaidCondition } from './set-condition.ts'

/** What feedback rules bring: `statusFeedback.values`, and the condition that says how it went. */
export type Feedback = Readonly<{ values: readonly JsonObject[]; condition: SaidCondition }>

type Named = Readonly<{ name: string; path: string }>

const deployment: readonly Named[] = [
  { name: 'ReadyReplicas', path: '.status.readyReplicas' },
  { name: 'Replicas', path: '.status.replicas' },
  { name: 'AvailableReplicas', path: '.status.availableReplicas' },
]
const daemonSet: readonly Named[] = [
  { name: 'NumberReady', path: '.status.numberReady' },
  { name: 'DesiredNumberScheduled', path: '.status.desiredNumberScheduled' },
  { name: 'NumberAvailable', path: '.status.numberAvailable' },
]
const job: readonly Named[] = [
  { name: 'JobComplete', path: '.status.conditions[?(@.type=="Complete")].status' },
  { name: 'JobSucceeded', path: '.status.succeeded' },
]
const pod: readonly Named[] = [
  { name: 'PodReady', path: '.status.conditions[?(@.type=="Ready")].status' },
  { name: 'PodPhase', path: '.status.phase' },
]
const wellKnown: ReadonlyMap<string, readonly Named[]> = new Map([
  ['apps/v1 Deployment', deployment],
  ['apps/v1 DaemonSet', daemonSet],
  ['batch/v1 Job', job],
  ['v1 Pod', pod],
])

type Found = Readonly<{ values: readonly JsonObject[]; errors: readonly string[] }>

/** What the rules of a manifest's configuration read from its object. */
export function feedbackOf(rules: Json | undefined, object: KubeObject): Feedback {
  const list = listAt(rules)
  if (list.length === 0) return { values: [], condition: synced('NoStatusFeedbackSynced') }
  const found = list.map((rule) => byRule(rule, object))
  const errors = found.flatMap((one) => one.errors)
  // A name twice would make the hub refuse the whole status.
  const values = [
    ...new Map(found.flatMap((one) => one.values).map((value) => [stringAt(value, 'name'), value])).values(),
  ]
  if (errors.length === 0) return { values, condition: synced('StatusFeedbackSynced') }
  const message = `Sync status feedback failed with error ${joined(errors)}`
  return { values, condition: { ...synced('StatusFeedbackSyncFailed'), status: 'False', message } }
}

function synced(reason: string): SaidCondition {
  return { type: 'StatusFeedbackSynced', status: 'True', reason, message: '' }
}

function joined(errors: readonly string[]): string {
  const [first = ''] = errors
  return errors.length === 1 ? first : `[${errors.join(', ')}]`
}

function byRule(rule: Json, object: KubeObject): Found {
  const type = stringAt(rule, 'type')
  switch (type) {
    case 'WellKnownStatus': {
      const paths = wellKnown.get(`${object.apiVersion} ${object.kind}`)
      const gvk = `${groupOf(object.apiVersion)}/${versionOf(object.apiVersion)}, Kind=${object.kind}`
      if (paths === undefined)
        return { values: [], errors: [`cannot find the wellknown statuses for resource with gvk ${gvk}`] }
      return merged(paths.map((one) => byPath(one, object)))
    }
    case 'JSONPaths':
      return merged(listAt(rule, 'jsonPaths').map((one) => byJsonPath(one, object)))
    default:
      return {
        values: [],
        errors: [`feedback rules of type ${JSON.stringify(type ?? '')} are not supported`],
      }
  }
}

function byJsonPath(one: Json, object: KubeObject): Found {
  const named = { name: stringAt(one, 'name') ?? '', path: stringAt(one, 'path') ?? '' }
  const version = stringAt(one, 'version') ?? ''
  const isOther = version !== '' && version !== versionOf(object.apiVersion)
  if (isOther)
    return {
      values: [],
      errors: [`version set in the path ${named.name} is not matched for the related resource`],
    }
  return byPath(named, object)
}

function byPath({ name, path }: Named, object: KubeObject): Found {
  const read = readFeedbackPath(path)
  if (!read.ok) {
    const why = `${JSON.stringify(read.rest)} is not supported by this agent`
    return { values: [], errors: [`failed to parse json path ${path} of ${name} with error: ${why}`] }
  }
  const values = valuesAtPath(object, read.path)
  const [value] = values
  if (value === undefined || (values.length === 1 && value === null)) return { values: [], errors: [] }
  const fieldValue = values.length === 1 ? scalarOf(value) : undefined
  if (fieldValue !== undefined) return { values: [{ name, fieldValue }], errors: [] }
  const type = values.length > 1 ? '[]interface {}' : goTypeOf(value)
  return { values: [], errors: [`the type ${type} of the value for ${name} is not found`] }
}

function scalarOf(value: Json): JsonObject | undefined {
  if (typeof value === 'string') return { type: 'String', string: value }
  if (typeof value === 'boolean') return { type: 'Boolean', boolean: value }
  const isInteger = typeof value === 'bigint' || Number.isInteger(value)
  return isInteger ? { type: 'Integer', integer: value } : undefined
}

function goTypeOf(value: Json): string {
  if (typeof value === 'number') return 'float64'
  return isList(value) ? '[]interface {}' : 'map[string]interface {}'
}

function merged(found: readonly Found[]): Found {
  return { values: found.flatMap((one) => one.values), errors: found.flatMap((one) => one.errors) }
}
