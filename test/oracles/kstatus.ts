import { isObject, type Json, type JsonObject, memberOf, valueAt } from '@downsync/core'
import { kindRules } from './kstatus-kinds.ts'
import { conditionsIn, groupKindOf, isDeleted, isTrue, typeOf } from './read.ts'
import type { KStatus } from './verdicts.ts'

/** How kstatus judges an object: what holds for all kinds, then the kind's own rule, then a `Ready` condition. */
export function kstatus(object: JsonObject): KStatus {
  const { [groupKindOf(object)]: rule } = kindRules
  return ofAnyKind(object) ?? (rule === undefined ? ofReady(object) : rule(object))
}

function ofAnyKind(object: JsonObject): KStatus | undefined {
  if (isDeleted(object)) return 'Terminating'
  const generation = valueAt(object, 'metadata', 'generation')
  const observed = valueAt(object, 'status', 'observedGeneration')
  if (generation !== undefined && observed !== undefined && observed !== generation) return 'InProgress'
  const conditions = conditionsIn(object)
  if (!conditions.every(isCondition)) return 'Unknown'
  for (const condition of conditions) {
    if (typeOf(condition) === 'Reconciling' && isTrue(condition)) return 'InProgress'
    if (typeOf(condition) === 'Stalled' && isTrue(condition)) return 'Failed'
  }
  return undefined
}

// It reads each of them into a struct, which fails for what is no object.
function isCondition(condition: Json): boolean {
  return isObject(condition)
}

function ofReady(object: JsonObject): KStatus {
  for (const condition of conditionsIn(object)) {
    if (typeOf(condition) !== 'Ready') continue
    const status = memberOf(condition, 'status')
    if (status === 'True') return 'Current'
    if (status === 'False' || status === 'Unknown') return 'InProgress'
  }
  return 'Current'
}
