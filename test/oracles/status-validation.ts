import { isObject, type Json, type JsonObject, memberOf } from '@downsync/core'
import { jobFaults } from './job-validation.ts'
import { intAt, statusOf, textAt } from './read.ts'
import type { Fault } from './verdicts.ts'

/** What upstream has against a write of `next`'s status over `old`, for the kinds whose status it validates; empty: accepted. */
export function statusFaults(old: JsonObject, next: JsonObject): readonly Fault[] {
  const kind = textAt(next, 'kind')
  const numbers = kinds[kind]
  if (numbers === undefined) return []
  const status = statusOf(next)
  const undecoded = [...numbers, ...(longs[kind] ?? [])].flatMap((field) =>
    decodeFault(field, memberOf(status, field), longs[kind]?.includes(field) === true),
  )
  const unread = typeFaults(memberOf(next, 'status'))
  if (undecoded.length > 0 || unread.length > 0) return [...undecoded, ...unread]
  if (kind === 'Job') return jobFaults(old, next)
  return [
    ...[...numbers, ...(longs[kind] ?? [])].flatMap((field) => negative(status, field)),
    ...(nesting[kind] ?? []).flatMap(([inner, outer]) =>
      intAt(status, 0, inner) > intAt(status, 0, outer)
        ? [{ path: inner, message: `cannot be greater than ${outer}` }]
        : [],
    ),
    ...collisions(statusOf(old), status, numbers),
  ]
}

/** int32 fields, in the order of no importance. */
const kinds: Readonly<Record<string, readonly string[]>> = {
  Deployment: [
    'replicas',
    'updatedReplicas',
    'readyReplicas',
    'availableReplicas',
    'unavailableReplicas',
    'collisionCount',
  ],
  ReplicaSet: ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
  StatefulSet: [
    'replicas',
    'readyReplicas',
    'currentReplicas',
    'updatedReplicas',
    'availableReplicas',
    'collisionCount',
  ],
  DaemonSet: [
    'currentNumberScheduled',
    'numberMisscheduled',
    'desiredNumberScheduled',
    'numberReady',
    'updatedNumberScheduled',
    'numberAvailable',
    'numberUnavailable',
    'collisionCount',
  ],
  Job: ['active', 'succeeded', 'failed', 'terminating', 'ready'],
}

/** int64 fields. */
const longs: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['observedGeneration'],
  ReplicaSet: ['observedGeneration'],
  StatefulSet: ['observedGeneration'],
  DaemonSet: ['observedGeneration'],
}

/** Which number may not exceed which. */
const nesting: Readonly<Record<string, readonly (readonly [inner: string, outer: string])[]>> = {
  Deployment: [
    ['updatedReplicas', 'replicas'],
    ['readyReplicas', 'replicas'],
    ['availableReplicas', 'replicas'],
    ['availableReplicas', 'readyReplicas'],
  ],
  ReplicaSet: [
    ['fullyLabeledReplicas', 'replicas'],
    ['readyReplicas', 'replicas'],
    ['availableReplicas', 'replicas'],
    ['availableReplicas', 'readyReplicas'],
  ],
  StatefulSet: [
    ['readyReplicas', 'replicas'],
    ['currentReplicas', 'replicas'],
    ['updatedReplicas', 'replicas'],
    ['availableReplicas', 'replicas'],
    ['availableReplicas', 'readyReplicas'],
  ],
}

function decodeFault(field: string, value: Json | undefined, isLong: boolean): readonly Fault[] {
  if (value === undefined || value === null) return []
  const bound = isLong ? 2n ** 63n : 2n ** 31n
  const isWhole = typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value))
  const fits = isWhole && BigInt(value) < bound && BigInt(value) >= -bound
  return fits ? [] : [{ path: 'decode', message: `${field} is no int${isLong ? 64 : 32}` }]
}

const texts = ['currentRevision', 'updateRevision', 'completedIndexes', 'failedIndexes']

// What Go's decoder would not take: conditions that are no list of objects of strings, names that are no strings.
function typeFaults(status: Json | undefined): readonly Fault[] {
  if (status === undefined || status === null) return []
  if (!isObject(status)) return [{ path: 'decode', message: 'status is no object' }]
  const conditions = memberOf(status, 'conditions') ?? null
  const isReadable =
    conditions === null ||
    (Array.isArray(conditions) &&
      conditions.every(
        (one: Json) =>
          isObject(one) &&
          ['type', 'status', 'reason', 'message', 'lastTransitionTime', 'lastUpdateTime'].every((field) =>
            isText(memberOf(one, field)),
          ),
      ))
  return [
    ...(isReadable ? [] : [{ path: 'decode', message: 'conditions cannot be read' }]),
    ...[...texts, 'startTime', 'completionTime']
      .filter((field) => !isText(memberOf(status, field)))
      .map((field) => ({ path: 'decode', message: `${field} is no string` })),
    ...['startTime', 'completionTime']
      .filter((field) => Number.isNaN(Date.parse(textAt(status, field) || '2020-01-01')))
      .map((field) => ({ path: 'decode', message: `${field} is no time` })),
  ]
}

function isText(value: Json | undefined): boolean {
  return value === undefined || value === null || typeof value === 'string'
}

function negative(status: JsonObject, field: string): readonly Fault[] {
  const value = memberOf(status, field)
  const isNegative = (typeof value === 'number' || typeof value === 'bigint') && value < 0
  return isNegative ? [{ path: field, message: 'must be greater than or equal to 0' }] : []
}

function collisions(old: JsonObject, next: JsonObject, fields: readonly string[]): readonly Fault[] {
  if (!fields.includes('collisionCount')) return []
  const before = memberOf(old, 'collisionCount') ?? null
  const after = memberOf(next, 'collisionCount') ?? null
  const isLess = before !== null && (after === null || Number(after) < Number(before))
  return isLess ? [{ path: 'collisionCount', message: 'cannot be decremented' }] : []
}
